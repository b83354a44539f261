import Diagnostics
import Foundation
import Testing

@testable import Channels

/// Messages packed by one side and opened by the other.
@Suite struct AS2PackingTests {
    /// An hour ahead: the certificates of the tests are made when first asked for, and hold from then on.
    static let now = Int64(Date().timeIntervalSince1970) + 3600
    static let payload = Array("UNB+UNOC:3+A:14+B:14+261120:1000+1'UNZ+0+1'\nbare line end\0".utf8)

    struct Way: Sendable, CustomTestStringConvertible {
        var sign: AS2Digest?
        var encrypt: AS2Cipher?
        var compress: AS2Packing.Compression

        var testDescription: String {
            "\(sign?.rawValue ?? "unsigned") \(encrypt?.rawValue ?? "plain") \(compress.rawValue)"
        }

        func packing() throws -> AS2Packing {
            AS2Packing(
                signature: try sign.map { (try TestCertificate.partner.get().pair(), $0) },
                encryption: try encrypt.map { (try TestCertificate.own.get().pair().certificate, $0) },
                compression: compress)
        }
    }

    static let ways: [Way] = [AS2Digest?.none, .sha256, .sha512].flatMap { sign in
        [AS2Cipher?.none, .aes128CBC, .aes256GCM].flatMap { encrypt in
            AS2Packing.Compression.allCases.map { Way(sign: sign, encrypt: encrypt, compress: $0) }
        }
    }

    static func opening(
        _ change: (inout AS2Trust) -> Void = { _ in }, at time: Int64 = now, limit: Int = 1 << 20
    ) throws -> AS2Opening {
        var trust = AS2Trust(
            certificates: [try TestCertificate.partner.get().pair().certificate], requiresSignature: false)
        change(&trust)
        return AS2Opening(trust, pairs: [try TestCertificate.own.get().pair()], limit: limit, now: time)
    }

    static func pack(_ way: Way) throws -> (message: AS2Message, mic: AS2MIC) {
        try way.packing().pack(
            payload, contentType: "application/edifact", fileName: "order \"1\".edi", boundary: AS2Packing.boundary)
    }

    static func fault(_ body: () throws -> Void) -> AS2Fault? {
        do {
            try body()
            return nil
        } catch {
            return error as? AS2Fault
        }
    }

    @Test("what is packed in any way comes out as it was, and both sides name one check", arguments: ways)
    func roundTrip(way: Way) throws {
        let packed = try Self.pack(way)
        let content = try Self.opening().open(packed.message.headers, packed.message.body)
        #expect(content.bytes == Self.payload)
        #expect(content.mic == packed.mic)
        #expect(content.contentType == "application/edifact")
        #expect(content.fileName == "order _1_.edi")
        #expect(content.isSigned == (way.sign != nil))
        #expect(content.isEncrypted == (way.encrypt != nil))
        #expect(content.isCompressed == (way.compress != .never))
    }

    @Test("the check is over the content alone only where nothing keeps its fields")
    func micScope() throws {
        let plain = try Self.pack(Way(compress: .never))
        #expect(plain.mic == AS2MIC(over: Self.payload[...], .sha256))
        let encrypted = try Self.pack(Way(encrypt: .aes128CBC, compress: .never))
        #expect(encrypted.mic != plain.mic)
        // What is compressed before it is signed is checked as it is signed: compressed (RFC 5402, 5.1).
        let inside = try Self.pack(Way(sign: .sha256, compress: .beforeSigning))
        let outside = try Self.pack(Way(sign: .sha256, compress: .afterSigning))
        #expect(outside.mic == encrypted.mic)
        #expect(inside.mic != outside.mic)
    }

    @Test("every changed byte of a signed message is found out, or changes nothing that was signed")
    func tampered() throws {
        let packed = try Self.pack(Way(sign: .sha256, compress: .never))
        let opening = try Self.opening { $0.requiresSignature = true }
        var refused = 0
        for index in stride(from: 0, to: packed.message.body.count, by: 7) {
            var body = packed.message.body
            body[index] ^= 0x04
            let content = try? opening.open(packed.message.headers, body)
            if content == nil { refused += 1 }
            #expect(content == nil || content?.bytes == Self.payload)
        }
        #expect(refused > 100)
    }

    @Test("a message that is cut anywhere is refused, with a reason")
    func cut() throws {
        for way in [Way(sign: .sha256, compress: .never), Way(encrypt: .aes128CBC, compress: .beforeSigning)] {
            let packed = try Self.pack(way)
            let opening = try Self.opening { $0.requiresSignature = way.sign != nil }
            for length in stride(from: 0, to: packed.message.body.count - 8, by: 13) {
                let fault = Self.fault {
                    _ = try opening.open(packed.message.headers, Array(packed.message.body.prefix(length)))
                }
                #expect(fault != nil, "\(way.testDescription) at \(length)")
            }
        }
    }

    @Test("what a partner may not send is refused by name")
    func refusals() throws {
        let signed = try Self.pack(Way(sign: .sha256, encrypt: .aes256CBC, compress: .never)).message
        let weak = try Self.pack(Way(sign: .sha1, compress: .never)).message
        let weakCipher = try Self.pack(Way(encrypt: .tripleDES, compress: .never)).message
        let plain = try Self.pack(Way(compress: .never)).message
        let stranger = try TestCertificate.stranger.get().pair()
        let cases: [(AS2Message, AS2Opening, AS2Disposition.Modifier, Code)] = [
            (
                signed, try Self.opening { $0.certificates = [stranger.certificate] }, .authenticationFailed,
                "as2.signer-unknown"
            ),
            (signed, try Self.opening(at: Self.now + 40 * 86_400), .authenticationFailed, "as2.certificate-expired"),
            (
                signed, AS2Opening(AS2Trust(certificates: []), pairs: [stranger], limit: 1 << 20, now: Self.now),
                .decryptionFailed, "as2.not-for-us"
            ),
            (weak, try Self.opening(), .insufficientMessageSecurity, "as2.algorithm-refused"),
            (weakCipher, try Self.opening(), .insufficientMessageSecurity, "as2.algorithm-refused"),
            (
                plain, try Self.opening { $0.requiresSignature = true }, .insufficientMessageSecurity,
                "as2.security-missing"
            ),
            (
                plain, try Self.opening { $0.requiresEncryption = true }, .insufficientMessageSecurity,
                "as2.security-missing"
            ),
        ]
        for (message, opening, modifier, code) in cases {
            let fault = Self.fault { _ = try opening.open(message.headers, message.body) }
            #expect(fault?.disposition == .error(modifier.rawValue))
            #expect(fault?.diagnostic.code == code)
        }
        let allowed = try Self.opening {
            $0.digests.insert(.sha1)
            $0.ciphers.insert(.tripleDES)
        }
        #expect(try allowed.open(weak.headers, weak.body).bytes == Self.payload)
        #expect(try allowed.open(weakCipher.headers, weakCipher.body).bytes == Self.payload)
    }

    @Test("what unpacks to more than the limit is not unpacked")
    func bomb() throws {
        let large = [UInt8](repeating: 0x41, count: 20 << 20)
        let packed = try AS2Packing(compression: .beforeSigning).pack(
            large, contentType: "text/plain", fileName: "a", boundary: AS2Packing.boundary)
        #expect(packed.message.body.count < 100_000)
        let fault = Self.fault {
            _ = try Self.opening(limit: 1 << 20).open(packed.message.headers, packed.message.body)
        }
        #expect(fault?.diagnostic.code == "as2.content-large")
        #expect(fault?.disposition == .error("decompression-failed"))
    }

    @Test("layers cannot be piled up")
    func layers() throws {
        var message = try Self.pack(Way(compress: .never)).message
        for _ in 0..<3 { message = message.compressed() }
        let fault = Self.fault { _ = try Self.opening().open(message.headers, message.body) }
        #expect(fault?.diagnostic.code == "as2.object")
    }
}
