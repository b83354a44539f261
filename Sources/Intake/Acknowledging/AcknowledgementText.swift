import Syntax

extension Acknowledgement {
    /// The bytes of an acknowledgement as text, in the charset that its envelope names.
    public static func text(of bytes: [UInt8]) -> String {
        var charset = Charset.utf8
        func take(_ event: ReaderEvent) {
            if case .interchange(let header) = event { charset = header.charset }
        }
        var reader = PayloadReader()
        do {
            try reader.read(bytes[...]) { take($0) }
            try reader.finish { take($0) }
        } catch {
            // Nothing that is handed over throws.
        }
        return charset.decode(bytes[...])
    }
}
