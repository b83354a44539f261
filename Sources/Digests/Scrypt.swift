private import COpenSSL

/// What a password becomes before it is kept: scrypt (RFC 7914), slow and hungry for memory on purpose.
public struct Scrypt: Sendable, Hashable {
    /// N, the cost: a power of two above 1. Memory is 128 · N · r bytes.
    public var cost: Int
    /// r, the size of a block in units of 128 bytes.
    public var block: Int
    /// p, how often it is done; each adds time and no memory.
    public var parallel: Int

    /// The length of what comes out, in bytes.
    public static let length = 32
    /// The most memory that one call may take, in bytes: costs that were read from a damaged store take no more.
    public static let mostMemory = 256 << 20

    /// 32 MB and about a quarter of a second.
    public static let usual = Scrypt(cost: 1 << 15, block: 8, parallel: 3)

    /// Costs of one's own.
    public init(cost: Int, block: Int, parallel: Int) {
        self.cost = cost
        self.block = block
        self.parallel = parallel
    }

    /// The 32 bytes that a password and a salt give; nil when these are no costs, or beyond ``mostMemory``.
    public func hash(_ password: [UInt8], salt: [UInt8]) -> [UInt8]? {
        guard cost > 1, block > 0, parallel > 0 else { return nil }
        var result = [UInt8](repeating: 0, count: Self.length)
        let isDone = password.withUnsafeBytes { bytes in
            EVP_PBE_scrypt(
                bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, salt, salt.count, UInt64(cost),
                UInt64(block), UInt64(parallel), UInt64(Self.mostMemory), &result, result.count)
        }
        return isDone == 1 ? result : nil
    }
}
