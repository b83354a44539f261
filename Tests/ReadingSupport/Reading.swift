public import Diagnostics
public import Syntax

/// What a reader made of a payload.
public struct Reading: Sendable {
    public private(set) var headers: [InterchangeHeader] = []
    public private(set) var groups: [MessageGroup] = []
    public private(set) var messages: [Message] = []
    public private(set) var ends: [DiagnosticList] = []
    private var events: [ReaderEvent] = []

    /// Reads a payload in pieces of a size.
    public init(_ bytes: [UInt8], piece: Int, by fresh: some InterchangeReader) throws {
        var reader = fresh
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            try reader.read(bytes[start..<end]) { take($0) }
            start = end
        }
        try reader.finish { take($0) }
    }

    private mutating func take(_ event: ReaderEvent) {
        events.append(event)
        switch event {
        case .interchange(let header): headers.append(header)
        case .group(let group): groups.append(group)
        case .message(let message): messages.append(message)
        case .end(let diagnostics): ends.append(diagnostics)
        }
    }

    /// Every event in order, in words, for comparing readings.
    public var log: [String] { events.flatMap(Self.words) }

    private static func words(_ event: ReaderEvent) -> [String] {
        switch event {
        case .interchange(let header): return ["interchange \(header)"]
        case .group(let group): return ["group \(group)"]
        case .message(let message):
            let nodes = message.tree.nodes.map { "\($0)" }.joined(separator: "\n")
            let what = "message \(message.type) \(message.range) \(message.segments) \(message.tree.origin)\n\(nodes)"
            return [what, "\(String(describing: message.envelope)) " + describe(message.diagnostics)]
        case .end(let diagnostics): return ["end " + describe(diagnostics)]
        }
    }

    private static func describe(_ list: DiagnosticList) -> String {
        list.items.map { item in
            "\(item.severity) \(item.code) \(String(describing: item.position)) \(item.value ?? "") "
                + item.facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }.joined(separator: "\n") + " +\(list.omitted)"
    }

    /// All faults, those of the messages first.
    public var diagnostics: [Diagnostic] { messages.flatMap(\.diagnostics.items) + ends.flatMap(\.items) }
    public var codes: [String] { diagnostics.map(\.code.rawValue) }

    /// The first thing that no payload may lead to, however damaged: interchanges without an end, messages that overlap or
    /// leave the payload, trees without form; nil when there is none.
    public func fault(in bytes: [UInt8]) -> String? {
        guard headers.count == ends.count else { return "\(headers.count) headers, \(ends.count) ends" }
        var last = 0
        for message in messages {
            guard message.range.lowerBound >= last, message.range.upperBound <= bytes.count else {
                return "message at \(message.range)"
            }
            last = message.range.upperBound
            if let fault = message.tree.fault { return fault }
        }
        return nil
    }

    /// Severity, code and number of the faults, as ``SampleExpectation/faults`` has them.
    public var counts: [String] {
        var counts: [String: Int] = [:]
        for found in diagnostics { counts["\(found.severity.rawValue) \(found.code)", default: 0] += 1 }
        return counts.map { "\($0.key) \($0.value)" }.sorted()
    }

    /// `invalid` for a payload with errors.
    public var verdict: String { diagnostics.contains { $0.severity == .error } ? "invalid" : "valid" }

    /// The messages, as ``SampleExpectation/messages`` has them.
    public var contents: String {
        messages.map { "\($0.type) \($0.version ?? "-") \($0.segments)" }.joined(separator: ", ")
    }
}
