import Syntax

/// The segments around the transaction set that is being read, byte for byte: what is needed to send that one alone.
///
/// ISA and GS are kept as they were received; the trailers count one and repeat the control numbers of their headers.
struct EnvelopeTrace: Sendable {
    private var separators = Separators.standard
    private var header: [UInt8] = []
    private var controlNumber: [UInt8] = []
    private var group: [UInt8] = []
    private var groupNumber: [UInt8] = []
    private var lineBreak: [UInt8] = []
    /// The envelope of the transaction sets here, until something changes.
    private var made: MessageEnvelope?

    /// Something has come that stands in no interchange.
    mutating func openWithoutHeader(separators: Separators) {
        self = EnvelopeTrace()
        self.separators = separators
    }

    /// ISA has come, with ISA13.
    mutating func open(_ segment: [UInt8], controlNumber: some Collection<UInt8>, separators: Separators) {
        self = EnvelopeTrace()
        header = segment
        self.controlNumber = Array(controlNumber)
        self.separators = separators
    }

    /// GS has come, with GS06.
    mutating func openGroup(_ segment: some Collection<UInt8>, controlNumber: some Collection<UInt8>) {
        group = Array(segment)
        groupNumber = Array(controlNumber)
        made = nil
    }

    /// GE has come.
    mutating func closeGroup() {
        group = []
        groupNumber = []
        made = nil
    }

    /// Takes the line break that the sender puts behind segments, if it does, from the bytes before a segment.
    mutating func noteLineBreak(in bytes: ArraySlice<UInt8>) {
        let isFeed = bytes.last == 0x0A && separators.terminator != 0x0A
        let isPair = isFeed && bytes.dropLast().last == 0x0D && separators.terminator != 0x0D
        let found: [UInt8] = isPair ? [0x0D, 0x0A] : isFeed ? [0x0A] : []
        guard found != lineBreak else { return }
        lineBreak = found
        made = nil
    }

    /// What goes around a transaction set here, or around a TA1 where no group is open.
    mutating func envelope() -> MessageEnvelope {
        if let made { return made }
        var envelope = MessageEnvelope()
        envelope.before.reserveCapacity(header.count + group.count + 2 * lineBreak.count)
        for part in [header, group] where !part.isEmpty {
            envelope.before += part
            envelope.before += lineBreak
        }
        envelope.behind.reserveCapacity(64)
        envelope.behind += lineBreak
        if !group.isEmpty { addTrailer("GE", count: 0x31, groupNumber, to: &envelope.behind) }
        if !header.isEmpty {
            addTrailer("IEA", count: group.isEmpty ? 0x30 : 0x31, controlNumber, to: &envelope.behind)
        }
        made = envelope
        return envelope
    }

    /// Adds a trailer with a count of one digit.
    private func addTrailer(_ tag: String, count: UInt8, _ number: [UInt8], to bytes: inout [UInt8]) {
        bytes += tag.utf8
        bytes.append(separators.element)
        bytes.append(count)
        bytes.append(separators.element)
        bytes += number
        bytes.append(separators.terminator)
        bytes += lineBreak
    }
}
