import Diagnostics

extension SyntaxError {
    /// A code of 0085 and the level of CONTRL that reports it; without one, the place of the fault says it.
    struct Row: Sendable, Hashable {
        var value: Int
        var level: Level?

        init(_ value: Int, _ level: Level? = nil) {
            self.value = value
            self.level = level
        }
    }

    /// What each fault of this reader is in the words of 0085 (ISO 9735-4 and -10). Faults of elements and of the order of
    /// segments are the directories': 12, 13, 16, 35 to 40. A partner's profile raises 7, 17, 23, 24 and 43; a carrier 41, 42.
    static let table: [Code: Row] = [
        "edifact.syntax-version": Row(2, .interchange),
        "edifact.unb-date": Row(12, .interchange),
        "edifact.unb-missing": Row(13, .interchange),
        "edifact.unb-incomplete": Row(13, .interchange),
        "edifact.unz-missing": Row(13, .interchange),
        "edifact.ung-incomplete": Row(13, .group),
        "edifact.une-missing": Row(13, .group),
        "edifact.unh-incomplete": Row(13, .message),
        "edifact.unh-missing": Row(13, .message),
        "edifact.unt-missing": Row(13, .message),
        "edifact.unt-incomplete": Row(13, .message),
        "edifact.une-incomplete": Row(13, .group),
        "edifact.unz-incomplete": Row(13, .interchange),
        "edifact.request-unknown": Row(14, .interchange),
        "edifact.service-unsupported": Row(15, .interchange),
        "edifact.envelope-overflow": Row(16),
        "edifact.segment-overflow": Row(16),
        "edifact.no-interchange": Row(18, .interchange),
        "edifact.message-too-large": Row(18, .message),
        "edifact.terminator-missing": Row(18, .interchange),
        "edifact.una-decimal": Row(19, .interchange),
        "edifact.una-invalid": Row(20, .interchange),
        "edifact.character-invalid": Row(21),
        "edifact.character-level": Row(21),
        "edifact.line-break": Row(21),
        "edifact.blank-before-tag": Row(21),
        "edifact.tag-invalid": Row(21),
        "edifact.tag-lower-case": Row(21),
        "edifact.una-misplaced": Row(15),
        "edifact.una-missing": Row(22, .interchange),
        "edifact.segment-empty": Row(22),
        "edifact.test-unknown": Row(25, .interchange),
        "edifact.interchange-duplicate": Row(26, .interchange),
        "edifact.group-duplicate": Row(26, .group),
        "edifact.message-duplicate": Row(26, .message),
        "edifact.security-unchecked": Row(27),
        "edifact.unz-reference": Row(28, .interchange),
        "edifact.une-reference": Row(28, .group),
        "edifact.unt-reference": Row(28, .message),
        "edifact.unz-count": Row(29, .interchange),
        "edifact.une-count": Row(29, .group),
        "edifact.unt-count": Row(29, .message),
        "edifact.groups-mixed": Row(30, .interchange),
        "edifact.group-type": Row(31, .group),
        "edifact.interchange-empty": Row(32, .interchange),
        "edifact.group-empty": Row(32, .group),
        "edifact.outside-message": Row(33, .interchange),
        "edifact.trailer-unexpected": Row(33, .interchange),
        "edifact.foreign-text": Row(33, .interchange),
        "edifact.foreign-interchange": Row(33, .interchange),
        "edifact.explicit-nesting": Row(34),
        "edifact.envelope-length": Row(39),
        "edifact.trailing-separator": Row(45),
        "edifact.charset-unknown": Row(46, .interchange),
        "edifact.envelope-unsupported": Row(47, .interchange),
        "edifact.envelope-dependency": Row(48, .interchange),
    ]
}
