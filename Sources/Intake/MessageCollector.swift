public import Diagnostics
public import Syntax

/// What stands around the messages of a payload, in the order of the bytes.
public enum PayloadOutline: Sendable, Hashable {
    case interchange(InterchangeHeader)
    case group(MessageGroup)
    /// The next so many messages.
    case messages(Int)
    /// The interchange's end, with what was found in its envelope.
    case end([Diagnostic])
}

/// Gathers what a reader hands out: messages with their envelopes and places, and the faults of the envelopes.
public struct MessageCollector: Sendable {
    private var header: InterchangeHeader?
    private var documents: [ReadDocument] = []
    private var outline: [PayloadOutline] = []
    /// How many messages came so far.
    public private(set) var count = 0
    /// The first envelope.
    public private(set) var envelope: InterchangeHeader?
    /// What was wrong with envelopes.
    public private(set) var faults = DiagnosticList()

    /// An empty collector.
    public init() {}

    /// Takes the next event.
    public mutating func take(_ event: ReaderEvent) {
        switch event {
        case .interchange(let header):
            self.header = header
            outline.append(.interchange(header))
            if envelope == nil { envelope = header }
        case .group(let group): outline.append(.group(group))
        case .message(let message):
            count += 1
            noteMessage()
            // A message without an envelope is of the syntax's own kind; readers always say an interchange first.
            let header = header ?? InterchangeHeader(syntax: .edifact, charset: .ascii)
            documents.append(ReadDocument(position: count, header: header, message: message))
        case .end(let list):
            faults.append(contentsOf: list)
            outline.append(.end(list.withOverflow))
        }
    }

    private mutating func noteMessage() {
        if case .messages(let count) = outline.last {
            outline[outline.count - 1] = .messages(count + 1)
        } else {
            outline.append(.messages(1))
        }
    }

    /// What stood around the messages since the last call.
    public mutating func takeOutline() -> [PayloadOutline] {
        defer { outline = [] }
        return outline
    }

    /// The messages since the last call.
    public mutating func takeDocuments() -> [ReadDocument] {
        defer { documents = [] }
        return documents
    }

    /// What ends the interchange, once the reader has finished.
    public func summary() -> InterchangeSummary {
        var faults = faults
        if count == 0, !faults.hasErrors { faults.append(Diagnostic("intake.no-documents")) }
        return InterchangeSummary(
            documents: count, diagnostics: faults.items, envelope: envelope.map(InterchangeSummary.Envelope.init))
    }
}
