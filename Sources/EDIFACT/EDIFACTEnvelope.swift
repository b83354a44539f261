import Diagnostics
import Syntax

/// The envelope around one message of a payload: what is needed to send that message alone, as it was received.
///
/// UNA, UNB and UNG are kept byte for byte; the trailers count one message and repeat the references of their headers.
/// Without a UNB the message stays bare.
public struct EDIFACTEnvelope: Sendable, Hashable {
    private let advice: [UInt8]
    private let header: [UInt8]
    private let group: [UInt8]
    private let trailers: [UInt8]
    private let lineBreak: [UInt8]

    /// The envelope of the message that stands in a range of the payload, as ``Message/range`` has it; nil when there is
    /// no such message, or when it has no trailer.
    public init?(of range: Range<Int>, in payload: ArraySlice<UInt8>) {
        guard range.lowerBound >= 0, range.upperBound <= payload.count, !range.isEmpty else { return nil }
        var reader = EDIFACTReader()
        var isFound = false
        // Reading only to the message's end leaves the reader with the envelope that holds there.
        let part = payload[payload.startIndex..<payload.startIndex + range.upperBound]
        let look: (ReaderEvent) -> Void = { event in
            guard case .message(let message) = event, message.range == range else { return }
            isFound = !message.diagnostics.items.contains { $0.code == "edifact.unt-missing" }
        }
        do {
            try reader.read(part, look)
            try reader.finish(look)
        } catch {
            return nil
        }
        guard isFound else { return nil }
        self.init(reader.trace, part)
    }

    private init(_ trace: EnvelopeTrace, _ payload: ArraySlice<UInt8>) {
        func bytes(_ range: Range<Int>?) -> [UInt8] {
            guard let range else { return [] }
            return Array(payload.dropFirst(range.lowerBound).prefix(range.count))
        }
        advice = bytes(trace.advice)
        header = bytes(trace.header)
        group = bytes(trace.group)
        let lineBreak = Self.lineBreak(behind: trace.header, in: payload)
        self.lineBreak = lineBreak
        let service = trace.service
        func trailer(_ tag: String, _ reference: [UInt8]) -> [UInt8] {
            var trailer = Array(tag.utf8) + [service.element, UInt8(ascii: "1")]
            if !reference.isEmpty { trailer += [service.element] + reference }
            return trailer + [service.terminator] + lineBreak
        }
        var trailers: [UInt8] = []
        if !group.isEmpty { trailers += trailer("UNE", trace.groupReference) }
        if !header.isEmpty { trailers += trailer("UNZ", trace.reference) }
        self.trailers = trailers
    }

    /// The line break that the sender puts behind segments, if it does.
    private static func lineBreak(behind range: Range<Int>?, in payload: ArraySlice<UInt8>) -> [UInt8] {
        guard let range else { return [] }
        let next = payload.dropFirst(range.upperBound).prefix(2)
        if next.elementsEqual([0x0D, 0x0A]) { return [0x0D, 0x0A] }
        return next.first == 0x0A ? [0x0A] : []
    }

    /// A whole interchange of one message, which is given as it was received, UNH to UNT.
    public func interchange(of message: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in [advice, header, group] where !part.isEmpty { bytes += part + lineBreak }
        bytes += message
        bytes += lineBreak
        return bytes + trailers
    }

    /// The message of a range of the payload as an interchange of its own; nil when there is no such message.
    public static func split(_ range: Range<Int>, of payload: ArraySlice<UInt8>) -> [UInt8]? {
        guard let envelope = EDIFACTEnvelope(of: range, in: payload) else { return nil }
        return envelope.interchange(of: payload.dropFirst(range.lowerBound).prefix(range.count))
    }
}
