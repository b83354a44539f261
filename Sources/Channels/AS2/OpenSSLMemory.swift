import COpenSSL

/// OpenSSL's objects for the length of a call.
enum OpenSSLMemory {
    /// Lends bytes as a BIO to read from.
    static func reading<Result>(_ bytes: ArraySlice<UInt8>, _ body: (OpaquePointer) -> Result) -> Result? {
        bytes.withUnsafeBytes { buffer in
            guard buffer.count <= Int(Int32.max),
                let bio = BIO_new_mem_buf(buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1), Int32(buffer.count))
            else { return nil }
            defer { BIO_free(bio) }
            return body(bio)
        }
    }

    /// What a call writes; nil when it fails.
    static func written(_ body: (OpaquePointer) -> Bool) -> [UInt8]? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard body(bio) else { return nil }
        var start: UnsafeMutablePointer<CChar>?
        let count = milepost_bio_bytes(bio, &start)
        guard let start, count > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Reads a CMS object (RFC 5652) in DER or BER; to be freed by the caller.
    static func cms(_ bytes: ArraySlice<UInt8>) -> OpaquePointer? {
        bytes.withUnsafeBytes { buffer in
            var start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return d2i_CMS_ContentInfo(nil, &start, buffer.count)
        }
    }

    /// The reasons of what went wrong in this thread since it was last asked.
    static func takeErrors() -> (reasons: [Int32], words: String) {
        var reasons: [Int32] = []
        var words = ""
        while true {
            let error = ERR_get_error()
            guard error != 0 else { break }
            reasons.append(milepost_error_reason(error))
            if words.isEmpty, let text = ERR_reason_error_string(error) { words = String(cString: text) }
        }
        return (reasons, words.isEmpty ? "OpenSSL says no more" : words)
    }
}
