import Syntax

/// The segments around the message that is being read, byte for byte: what is needed to send that message alone.
///
/// An order goes with STX, the header message of its file as received, and a trailer message that counts one order. Any
/// other message goes with STX alone.
struct TransmissionTrace: Sendable {
    private var header: [UInt8] = []
    /// The header message of the order file, MHD to MTR.
    private var orderHeader: [UInt8] = []
    private var lineBreak: [UInt8] = []

    /// STX has come.
    mutating func open(_ segment: some Collection<UInt8>) {
        self = TransmissionTrace()
        header = Array(segment)
    }

    /// A message has ended; the header of an order file is kept for its orders.
    mutating func ended(_ type: String, bytes: [UInt8], isWhole: Bool) {
        if type == "ORDHDR" { orderHeader = isWhole ? bytes : [] }
        if type == "ORDTLR" { orderHeader = [] }
    }

    /// Takes the line break that the sender puts behind segments, if it does, from the bytes before a message.
    mutating func noteLineBreak(in bytes: ArraySlice<UInt8>) {
        lineBreak = bytes.last != 0x0A ? [] : bytes.dropLast().last == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }

    /// What goes around a message here.
    func envelope(of type: String, reference: String?) -> MessageEnvelope {
        var envelope = MessageEnvelope(before: header + lineBreak, behind: lineBreak)
        guard type == "ORDERS", !orderHeader.isEmpty else {
            envelope.behind += segment("END=1")
            return envelope
        }
        envelope.before += orderHeader + lineBreak
        let next = (reference.flatMap { Int($0) } ?? 2) &+ 1
        for text in ["MHD=\(next)+ORDTLR:9", "OFT=1", "MTR=3", "END=3"] { envelope.behind += segment(text) }
        return envelope
    }

    private func segment(_ text: String) -> [UInt8] { Array("\(text)'".utf8) + lineBreak }
}
