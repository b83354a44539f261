/// What a CMS object holds, by the object identifier that it begins with (RFC 5652, 3): the parameter `smime-type` is
/// missing or wrong too often.
enum CMSKind: String {
    case signed
    case enveloped
    case compressed
    case unknown = "an unknown"

    init(_ bytes: ArraySlice<UInt8>) {
        let prefix: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01]
        var reader = BER(bytes)
        guard reader.enter(0x30), let identifier = reader.primitive(0x06) else {
            self = .unknown
            return
        }
        guard identifier.starts(with: prefix) else {
            self = .unknown
            return
        }
        self =
            switch Array(identifier.dropFirst(prefix.count)) {
            case [0x07, 0x02]: .signed
            case [0x07, 0x03], [0x09, 0x10, 0x01, 0x17]: .enveloped
            case [0x09, 0x10, 0x01, 0x09]: .compressed
            default: .unknown
            }
    }
}
