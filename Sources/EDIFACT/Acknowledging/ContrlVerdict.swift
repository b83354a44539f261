public import Diagnostics
public import Syntax

extension Contrl {
    /// How many segments of a message are named at most (CONTRL, segment group 2), and how many elements of a segment.
    fileprivate static let mostSegments = 999
    fileprivate static let mostElements = 99

    /// What to answer to an interchange that was read and checked.
    ///
    /// - Parameters:
    ///   - acceptance: how much is rejected for an error in a message.
    ///   - translate: what an error is in the words of 0085, for errors that ``SyntaxError`` does not know because other
    ///     parts of the product found them.
    public init(
        of report: InterchangeReport, acceptance: Acceptance = .message,
        translate: (Diagnostic) -> SyntaxError? = { _ in nil }
    ) {
        self.init(receiptOf: report.header)
        let version = Int(report.header.version ?? "") ?? 3
        let report = report.atContrlLevels(translate: translate)
        let names = ContrlNames(of: report.header)
        func errors(_ list: [Diagnostic]) -> [SyntaxError] {
            list.map { SyntaxError($0, version: version) ?? translate($0) ?? SyntaxError(unspecified: $0) }
        }
        action = .acknowledged
        let isWhole = report.groups.allSatisfy { $0.errors.isEmpty && $0.messages.allSatisfy(\.isAccepted) }
        if let first = errors(report.errors).first {
            (action, error) = (.rejected, LevelError(first, at: .interchange))
        } else if acceptance == .interchange, !isWhole {
            (action, error) = (.rejected, LevelError(code: SyntaxError.unspecified))
        }
        // A rejected interchange rejects all in it; what is wrong there is still said, for the sender to mend.
        for group in report.groups {
            let refused = group.messages.filter { !$0.isAccepted }
            let messages = refused.compactMap { names.named($0, in: group) }.map { Message($0, errors($0.errors)) }
            guard let header = group.header else {
                self.messages += messages
                acknowledged += action == .rejected ? 0 : group.accepted(besides: InterchangeReport.contrlTypes)
                continue
            }
            let own = errors(group.errors).first
            let isRejected = own != nil || action == .rejected || acceptance != .message && !refused.isEmpty
            acknowledged += isRejected ? 0 : group.accepted(besides: InterchangeReport.contrlTypes)
            guard own != nil || !messages.isEmpty, let header = names.named(header) else { continue }
            groups.append(
                Group(
                    header: header, action: isRejected ? .rejected : .acknowledged,
                    error: own.map { LevelError($0, at: .group) }
                        ?? (isRejected ? LevelError(code: SyntaxError.unspecified) : nil), messages: messages))
        }
    }
}

extension Contrl.LevelError {
    /// An error as a level tells it. Of its place only service segments of that level are named (0135: UNA, UNB and UNZ in
    /// UCI, UNG and UNE in UCF, UNH and UNT in UCM); an error of a segment or element is unspecified above them.
    init(_ error: SyntaxError, at level: SyntaxError.Level) {
        guard error.level < .segment else {
            self.init(code: SyntaxError.unspecified)
            return
        }
        guard let service = error.serviceSegment, SyntaxError.serviceLevels[service] == level else {
            self.init(code: error.value)
            return
        }
        self.init(code: error.value, serviceSegment: service, element: error.element, component: error.component)
    }

    init(code: Int) { self.init(code: code, serviceSegment: nil, element: nil, component: nil) }
}

extension Contrl.Message {
    /// A rejected message: its own first error, and each segment's.
    init(_ report: MessageReport, _ errors: [SyntaxError]) {
        self.init(report: report)
        var notes = SegmentErrors()
        for found in errors {
            if found.level >= .segment, let number = found.segment {
                notes.add(found, at: number)
            } else if error == nil {
                error = Contrl.LevelError(found, at: .message)
            }
        }
        segments = Array(notes.sorted.prefix(Contrl.mostSegments))
    }
}

/// The segments in error of a message, as they are gathered.
///
/// A missing segment has no number: CONTRL names the last segment that was processed before the place where it was
/// expected (0096), in a UCS of its own behind the one that says what is wrong with that segment.
private struct SegmentErrors {
    private var standing: [Int: Contrl.SegmentError] = [:]
    /// In the order in which they were found.
    private var missing: [Contrl.SegmentError] = []

    /// In the order of the message.
    var sorted: [Contrl.SegmentError] {
        // The sorting is stable: what is missing stays behind what stands there.
        (Array(standing.values) + missing).sorted { $0.segment < $1.segment }
    }

    mutating func add(_ found: SyntaxError, at number: Int) {
        if found.isMissingSegment {
            guard missing.count < Contrl.mostSegments else { return }
            missing.append(Contrl.SegmentError(segment: max(1, number - 1), code: found.value))
        } else {
            standing[number, default: Contrl.SegmentError(segment: number)].add(found)
        }
    }
}

extension Contrl.SegmentError {
    fileprivate mutating func add(_ found: SyntaxError) {
        guard found.level == .element, let element = found.element else {
            if code == nil { code = found.value }
            return
        }
        guard elements.count < Contrl.mostElements else { return }
        // One error a place: the first that was found there.
        if elements.contains(where: { $0.element == element && $0.component == found.component }) { return }
        elements.append(Contrl.ElementError(code: found.value, element: element, component: found.component))
    }
}

extension SyntaxError {
    /// 0085: unspecified error.
    static let unspecified = 18
    /// 0085: missing.
    static let missing = 13

    /// Whether it says that a segment did not come; its number is then that of the segment that came instead.
    var isMissingSegment: Bool { level == .segment && value == Self.missing }

    /// An error that 0085 has no word of its own for, at the place where it stands.
    init(unspecified diagnostic: Diagnostic) {
        self.init(value: Self.unspecified, at: diagnostic.position)
    }
}
