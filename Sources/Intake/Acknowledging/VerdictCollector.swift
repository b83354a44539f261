import Diagnostics
public import Syntax

/// One interchange of a payload with what was found in it.
public struct InterchangeVerdict: Sendable, Hashable {
    /// Its place among the interchanges of the payload, from 1.
    public var place: Int
    /// The place in the payload of its first document, from 1.
    public var firstDocument: Int
    public var report: InterchangeReport

    /// How many documents it holds.
    public var documents: Int { report.groups.reduce(0) { $0 + $1.count } }
}

/// Gathers what acknowledgements say, interchange by interchange, while a payload of any size is read: in full what is
/// wrong, as a number what is not, both up to stated limits.
///
/// The memory it needs is bounded whatever comes: an interchange with more faulty messages or groups than are listed gets
/// an error of its own and is refused as a whole.
public struct VerdictCollector: Sendable {
    /// How many interchanges of one payload are acknowledged; those behind are counted.
    public static let mostInterchanges = 1_000
    /// How many messages are listed, of all interchanges together, and how many groups.
    public static let mostListed = 20_000
    public static let mostGroups = 10_000
    /// How many errors are kept; of each message that comes then, the first one without its value.
    static let mostErrors = 20_000

    /// The interchanges in the order of the payload.
    public private(set) var interchanges: [InterchangeVerdict] = []
    /// How many interchanges came behind those.
    public private(set) var omitted = 0
    private var documents = 0
    private var listed = 0
    private var groups = 0
    private var errors = 0
    private var isOpen = false

    /// An empty collector.
    public init() {}

    /// Takes what was read next, with the verdicts of its messages in their order.
    public mutating func take(_ outline: [PayloadOutline], _ messages: some Sequence<MessageReport>) {
        var messages = messages.makeIterator()
        for item in outline {
            switch item {
            case .interchange(let header): begin(header)
            case .group(let group): begin(group)
            case .messages(let count):
                for _ in 0..<count {
                    guard let message = messages.next() else { break }
                    documents += 1
                    take(message)
                }
            case .end(let errors):
                if isOpen { interchanges[interchanges.count - 1].report.settle(errors) }
                isOpen = false
            }
        }
    }

    private mutating func begin(_ header: InterchangeHeader) {
        isOpen = interchanges.count < Self.mostInterchanges
        guard isOpen else { return omitted += 1 }
        interchanges.append(
            InterchangeVerdict(
                place: interchanges.count + 1, firstDocument: documents + 1, report: InterchangeReport(header: header)))
    }

    private mutating func begin(_ group: MessageGroup) {
        guard isOpen else { return }
        groups += 1
        guard groups <= Self.mostGroups else { return refuse("groups", limit: Self.mostGroups) }
        interchanges[interchanges.count - 1].report.take(.group(group))
    }

    private mutating func take(_ message: MessageReport) {
        guard isOpen else { return }
        let index = interchanges.count - 1
        let isX12 = interchanges[index].report.header.syntax == .x12
        guard listed < Self.mostListed else {
            var counted = message
            (counted.errors, counted.tolerated) = ([], [])
            interchanges[index].report.take(counted, isListed: false)
            if !message.isAccepted { refuse("messages", limit: Self.mostListed) }
            return
        }
        // 997 and 999 name what is accepted, too; CONTRL does not.
        let isListed = isX12 || !message.isAccepted
        if isListed { listed += 1 }
        interchanges[index].report.take(compact(message), isListed: isListed)
    }

    private mutating func compact(_ message: MessageReport) -> MessageReport {
        var message = message
        if errors >= Self.mostErrors {
            message.errors = Self.first(of: message.errors)
            message.tolerated = Self.first(of: message.tolerated)
        }
        errors += message.errors.count + message.tolerated.count
        return message
    }

    private static func first(of list: [Diagnostic]) -> [Diagnostic] {
        list.first.map { [Diagnostic($0.code, $0.severity, at: $0.position)] } ?? []
    }

    /// Refuses the present interchange as a whole, since what is wrong in it cannot all be named.
    private mutating func refuse(_ what: String, limit: Int) {
        let index = interchanges.count - 1
        guard !interchanges[index].report.errors.contains(where: { $0.code == Refusals.overfull }) else { return }
        interchanges[index].report.errors.append(
            Diagnostic(
                Refusals.overfull, at: interchanges[index].report.header.position,
                facts: ["what": what, "limit": String(limit)]))
    }
}

extension InterchangeReport {
    /// Whether nothing is wrong in any of its groups.
    var isWhole: Bool { groups.allSatisfy { $0.errors.isEmpty && $0.messages.allSatisfy(\.isAccepted) } }
}
