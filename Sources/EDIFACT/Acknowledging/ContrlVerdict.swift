public import Diagnostics
public import Syntax

extension Contrl {
    /// How many segments of a message are named at most (CONTRL, segment group 2), and how many elements of a segment.
    private static let mostSegments = 999
    private static let mostElements = 99

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
        func errors(_ list: [Diagnostic]) -> [SyntaxError] {
            list.map { SyntaxError($0, version: version) ?? translate($0) ?? SyntaxError(unspecified: $0) }
        }
        action = .acknowledged
        // Groups beside messages are the interchange's fault, although a group's header shows it.
        let own =
            errors(report.errors) + report.groups.flatMap { errors($0.errors) }.filter { $0.level == .interchange }
        let isWhole = report.groups.allSatisfy { $0.errors.isEmpty && $0.messages.allSatisfy(\.isAccepted) }
        if let first = own.first {
            (action, error) = (.rejected, LevelError(first))
        } else if acceptance == .interchange, !isWhole {
            (action, error) = (.rejected, LevelError(code: SyntaxError.unspecified))
        }
        // A rejected interchange rejects all in it; what is wrong there is still said, for the sender to mend.
        for group in report.groups {
            let messages = group.messages.filter { !$0.isAccepted }.map { Message($0, errors($0.errors)) }
            guard let header = group.header else {
                self.messages += messages
                continue
            }
            let own = errors(group.errors).first { $0.level > .interchange }
            guard own != nil || !messages.isEmpty else { continue }
            let isRejected = own != nil || acceptance != .message || action == .rejected
            groups.append(
                Group(
                    header: header, action: isRejected ? .rejected : .acknowledged,
                    error: own.map(LevelError.init)
                        ?? (isRejected ? LevelError(code: SyntaxError.unspecified) : nil), messages: messages))
        }
    }
}

extension Contrl.LevelError {
    init(_ error: SyntaxError) {
        self.init(
            code: error.value, serviceSegment: error.serviceSegment,
            element: error.serviceSegment == nil ? nil : error.element,
            component: error.serviceSegment == nil ? nil : error.component)
    }

    init(code: Int) { self.init(code: code, serviceSegment: nil, element: nil, component: nil) }
}

extension Contrl.Message {
    /// A rejected message: its own first error, and each segment's.
    init(_ report: MessageReport, _ errors: [SyntaxError]) {
        self.init(report: report)
        var bySegment: [Int: Contrl.SegmentError] = [:]
        for found in errors {
            guard found.level >= .segment, let number = found.segment else {
                if error == nil { error = Contrl.LevelError(found) }
                continue
            }
            bySegment[number, default: Contrl.SegmentError(segment: number)].add(found)
        }
        segments = bySegment.values.sorted { $0.segment < $1.segment }
        if segments.count > Contrl.mostSegments { segments.removeLast(segments.count - Contrl.mostSegments) }
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

    /// An error that 0085 has no word of its own for, at the place where it stands.
    init(unspecified diagnostic: Diagnostic) {
        self.init(value: Self.unspecified, at: diagnostic.position)
    }
}
