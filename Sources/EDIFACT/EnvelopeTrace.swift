import Syntax

/// The segments around the message that is being read, byte for byte: what is needed to send that message alone.
///
/// UNA, UNB and UNG are kept as they were received; the trailers count one message and repeat the references of their
/// headers (ISO 9735, 8). Without a UNB the message stays bare.
struct EnvelopeTrace: Sendable {
    var service = ServiceCharacters.standard
    var advice: [UInt8] = []
    private var header: [UInt8] = []
    private var reference: [UInt8] = []
    private var group: [UInt8] = []
    private var groupReference: [UInt8] = []
    private var lineBreak: [UInt8] = []
    /// The envelope of the messages here, until something changes.
    private var made: MessageEnvelope?

    /// UNB has come, with its reference as sent.
    mutating func open(_ segment: some Collection<UInt8>, reference: some Collection<UInt8>) {
        header = Array(segment)
        self.reference = Array(reference)
        made = nil
    }

    /// UNG has come, with its reference as sent.
    mutating func openGroup(_ segment: some Collection<UInt8>, reference: some Collection<UInt8>) {
        group = Array(segment)
        groupReference = Array(reference)
        made = nil
    }

    /// UNE has come.
    mutating func closeGroup() {
        group = []
        groupReference = []
        made = nil
    }

    /// Takes the line break that the sender puts behind segments, if it does, from the bytes before a message.
    mutating func noteLineBreak(in bytes: ArraySlice<UInt8>) {
        let found: [UInt8] = bytes.last != 0x0A ? [] : bytes.dropLast().last == 0x0D ? [0x0D, 0x0A] : [0x0A]
        guard found != lineBreak else { return }
        lineBreak = found
        made = nil
    }

    /// What goes around a message here.
    mutating func envelope() -> MessageEnvelope {
        if let made { return made }
        var envelope = MessageEnvelope()
        for part in [advice, header, group] where !part.isEmpty { envelope.before += part + lineBreak }
        envelope.behind = lineBreak
        if !group.isEmpty { envelope.behind += trailer("UNE", groupReference) }
        if !header.isEmpty { envelope.behind += trailer("UNZ", reference) }
        made = envelope
        return envelope
    }

    private func trailer(_ tag: String, _ reference: [UInt8]) -> [UInt8] {
        var trailer = Array(tag.utf8) + [service.element, UInt8(ascii: "1")]
        if !reference.isEmpty { trailer += [service.element] + reference }
        return trailer + [service.terminator] + lineBreak
    }
}
