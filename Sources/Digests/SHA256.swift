private import COpenSSL

/// A SHA-256 in the making: takes a payload piece by piece, as it arrives.
///
/// It has one owner at a time, so it may move between tasks but never be used by two.
public struct SHA256: ~Copyable, @unchecked Sendable {
    /// The length of the digest in bytes.
    public static let length = 32

    private let state: OpaquePointer

    /// The digest of nothing yet.
    public init() {
        guard let state = EVP_MD_CTX_new(), EVP_DigestInit_ex(state, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL has no SHA-256 or no memory")
        }
        self.state = state
    }

    deinit { EVP_MD_CTX_free(state) }

    /// Adds the next bytes.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        let added: Void? = bytes.withContiguousStorageIfAvailable { add(UnsafeRawBufferPointer($0)) }
        if added == nil { Array(bytes).withUnsafeBytes { add($0) } }
    }

    /// Adds the next bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { add(bytes) }

    /// The digest of all that was added: 32 bytes.
    public consuming func finalize() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
            let done = EVP_DigestFinal_ex(state, buffer.baseAddress, nil)
            precondition(done == 1, "OpenSSL lost the state of a digest")
            count = Self.length
        }
    }

    private func add(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        let added = EVP_DigestUpdate(state, bytes.baseAddress, bytes.count)
        precondition(added == 1, "OpenSSL lost the state of a digest")
    }
}
