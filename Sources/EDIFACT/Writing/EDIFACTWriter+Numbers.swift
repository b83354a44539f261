public import Diagnostics
public import Syntax

extension EDIFACTWriter {
    /// The interchange, ended, with the places of its control reference in UNB and UNZ, so that the reference that counts
    /// can be put in later. The envelope's own reference stands for it: letters, digits and hyphens only.
    public consuming func finishUnnumbered() throws(Diagnostic) -> UnnumberedInterchange {
        let (service, envelope, hasAdvice) = (service, envelope, hasAdvice)
        let bytes = try finish()
        let length = envelope.reference.utf8.count
        let header = Self.element(5, of: bytes, from: hasAdvice ? ServiceCharacters.adviceLength : 0, service)
        // UNZ ends with the reference and the terminator.
        let trailer = bytes.count - 1 - length
        return UnnumberedInterchange(
            bytes,
            slots: [
                .init(.interchange, at: header..<header + length), .init(.interchange, at: trailer..<trailer + length),
            ], syntax: .edifact, sender: envelope.sender, receiver: envelope.recipient)
    }

    /// Where an element of the segment that begins at an offset begins.
    private static func element(
        _ number: Int, of bytes: [UInt8], from start: Int, _ service: ServiceCharacters
    ) -> Int {
        var offset = start
        var separators = 0
        while separators < number {
            if bytes[offset] == service.release {
                offset += 1
            } else if bytes[offset] == service.element {
                separators += 1
            }
            offset += 1
        }
        return offset
    }
}
