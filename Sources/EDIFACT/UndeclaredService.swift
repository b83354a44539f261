import Diagnostics
import Syntax

extension ServiceCharacters {
    /// The element and the component separator of a UNB, told by the syntax identifier between them: `UNB+UNOC:3`.
    static func separators(ofHeader bytes: ArraySlice<UInt8>) -> (element: UInt8, component: UInt8)? {
        let head = Array(bytes.prefix(adviceLength))
        guard head.count == adviceLength, head[4..<7].elementsEqual("UNO".utf8), (0x41...0x5A).contains(head[7]),
            !isData(head[3]), !isData(head[8]), head[3] != head[8]
        else { return nil }
        return (head[3], head[8])
    }
}

/// An interchange without UNA that uses other than the usual separators, as behind one whose UNA named them.
extension EDIFACTReader {
    /// How far the first message is looked for, to see what ends the segment before it.
    private static let headerSearch = 2048

    /// What the interchange's own first bytes say; nil when more of them are needed.
    func undeclaredService(at index: Int, isLast: Bool) -> ServiceCharacters? {
        let search = window[index...].prefix(Self.headerSearch)
        guard let found = ServiceCharacters.separators(ofHeader: search) else { return .standard }
        // Those of the interchange before, if it had the same ones.
        if service.element == found.element, service.component == found.component { return service }
        var inferred = ServiceCharacters.standard
        inferred.element = found.element
        inferred.component = found.component
        if inferred.release == found.element || inferred.release == found.component { inferred.release = nil }
        guard let terminator = terminator(in: search, element: found.element) else {
            return isLast || search.count == Self.headerSearch ? inferred : nil
        }
        inferred.terminator = terminator
        if inferred.release == terminator { inferred.release = nil }
        return inferred
    }

    /// The byte before the first UNH or UNG, line breaks between them apart unless they end segments themselves.
    private func terminator(in bytes: ArraySlice<UInt8>, element: UInt8) -> UInt8? {
        let (letterU, letterN) = (UInt8(ascii: "U"), UInt8(ascii: "N"))
        for index in bytes.indices.dropFirst(ServiceCharacters.adviceLength).dropLast(3) {
            let isHeader =
                bytes[index] == letterU && bytes[index + 1] == letterN && bytes[index + 3] == element
                && (bytes[index + 2] == UInt8(ascii: "H") || bytes[index + 2] == UInt8(ascii: "G"))
            guard isHeader else { continue }
            let before = bytes[..<index].last { $0 > 0x20 }
            if let before, !ServiceCharacters.isData(before) { return before }
            return bytes[index - 1] == 0x0D || bytes[index - 2] == 0x0D ? 0x0D : 0x0A
        }
        return nil
    }

    /// Starts such an interchange and says so.
    mutating func startUndeclared(_ service: ServiceCharacters, at index: Int) {
        self.service = service
        self.service.repetition = nil
        hasAdvice = service.reserved != 0x20
        let shown = [service.component, service.element, service.terminator].filter { $0 > 0x20 }
        pending.append(
            Diagnostic(
                "edifact.una-missing", .warning, at: position(at: index), value: Charset.latin1.decode(shown[...])))
        trace.advice = self.service.advice
        start(at: index)
    }
}
