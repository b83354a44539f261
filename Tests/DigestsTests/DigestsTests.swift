import Digests
import Testing

/// The vectors are those of FIPS 180-4's examples (NIST, "SHA_All").
@Suite("Digests")
struct DigestsTests {
    @Test(
        "SHA-256 gives the standard's digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func vectors(text: String, digest: String) {
        #expect(Digests.sha256Hex(text.utf8) == digest)
    }

    @Test(
        "SHA-1 gives the standard's digests",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ])
    func oldVectors(text: String, digest: String) {
        #expect(Hexadecimal.string(Digests.sha1(text.utf8)) == digest)
    }

    @Test("a million times a, in pieces of uneven size, gives the standard's digest")
    func pieces() {
        var hash = SHA256()
        var left = 1_000_000
        var size = 1
        while left > 0 {
            hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(size, left)))
            left -= min(size, left)
            size = size * 3 % 7919
        }
        #expect(
            Hexadecimal.string(hash.finalize()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("equality in constant time is equality")
    func equality() {
        #expect(Digests.equalInConstantTime([], []))
        #expect(Digests.equalInConstantTime([1, 2, 3], [1, 2, 3]))
        #expect(!Digests.equalInConstantTime([1, 2, 3], [1, 2, 4]))
        #expect(!Digests.equalInConstantTime([1, 2, 3], [1, 2]))
    }

    @Test("random bytes have the length asked for and do not repeat")
    func random() {
        #expect(Digests.randomBytes(0).isEmpty)
        let draws = Set((0..<100).map { _ in Digests.randomBytes(16) })
        #expect(draws.count == 100)
        #expect(draws.allSatisfy { $0.count == 16 })
    }

    @Test("hexadecimal digits are read back in either case, and nothing else is read")
    func hexadecimal() {
        let all = (0...255).map { UInt8($0) }
        #expect(Hexadecimal.bytes(Hexadecimal.string(all)) == all)
        #expect(Hexadecimal.bytes("00aAfF") == [0, 0xaa, 0xff])
        #expect(Hexadecimal.bytes("0") == nil)
        #expect(Hexadecimal.bytes("0g") == nil)
        #expect(Hexadecimal.bytes("é") == nil)
    }
}
