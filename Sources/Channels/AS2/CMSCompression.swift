import COpenSSL
import CZlib
import Diagnostics

/// Compressed MIME parts (RFC 3274). OpenSSL reads and writes the frame of them, but Debian builds it without zlib.
enum CMSCompression {
    /// CompressedData around content, in DER.
    static func make(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var size = compressBound(UInt(content.count))
        let packed = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            let result = content.withUnsafeBufferPointer {
                compress2(buffer.baseAddress, &size, $0.baseAddress, UInt($0.count), Z_DEFAULT_COMPRESSION)
            }
            precondition(result == Z_OK, "zlib has no memory")
            count = Int(size)
        }
        let data = element(0x30, dataType + element(0xA0, element(0x04, packed)))
        let compressed = element(0x30, [0x02, 0x01, 0x00] + element(0x30, zlibType) + data)
        return element(0x30, compressedType + element(0xA0, compressed))
    }

    /// The content of CompressedData, if it is not larger than a limit.
    static func open(_ bytes: ArraySlice<UInt8>, limit: Int) throws(AS2Fault) -> [UInt8] {
        guard let cms = OpenSSLMemory.cms(bytes) else {
            throw fault(OpenSSLMemory.takeErrors().words)
        }
        defer { CMS_ContentInfo_free(cms) }
        guard OBJ_obj2nid(CMS_get0_type(cms)) == NID_id_smime_ct_compressedData,
            let octets = CMS_get0_content(cms)?.pointee
        else { throw fault("it holds no compressed data") }
        let packed = UnsafeBufferPointer(start: ASN1_STRING_get0_data(octets), count: Int(ASN1_STRING_length(octets)))
        return try inflated(packed, limit: limit)
    }

    private static func inflated(_ packed: UnsafeBufferPointer<UInt8>, limit: Int) throws(AS2Fault) -> [UInt8] {
        var stream = z_stream()
        guard milepost_inflate_init(&stream) == Z_OK else { throw fault("zlib has no memory") }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        stream.avail_in = UInt32(packed.count)
        var content: [UInt8] = []
        var status = Z_OK
        while status == Z_OK {
            let piece = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                status = inflate(&stream, Z_NO_FLUSH)
                count = buffer.count - Int(stream.avail_out)
            }
            content += piece
            guard content.count <= limit else {
                throw AS2Fault(.decompressionFailed, Diagnostic("as2.content-large", facts: ["limit": "\(limit)"]))
            }
        }
        guard status == Z_STREAM_END else { throw fault("zlib ends with \(status)") }
        return content
    }

    private static func fault(_ detail: String) -> AS2Fault {
        AS2Fault(.decompressionFailed, Diagnostic("as2.decompression-failed", facts: ["detail": detail]))
    }

    /// 1.2.840.113549.1.9.16.1.9, 1.2.840.113549.1.9.16.3.8 and 1.2.840.113549.1.7.1 as elements.
    private static let compressedType: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x09,
    ]
    private static let zlibType: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x03, 0x08,
    ]
    private static let dataType: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        var rest = content.count
        repeat {
            length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        } while rest > 0
        if content.count >= 0x80 { length.insert(0x80 | UInt8(length.count), at: 0) }
        return [tag] + length + content
    }
}
