import Testing

@testable import Digests

@Suite struct ScryptTests {
    @Test("the vectors of RFC 7914, 12, in their first 32 bytes")
    func vectors() {
        let small = Scrypt(cost: 1_024, block: 8, parallel: 16).hash(Array("password".utf8), salt: Array("NaCl".utf8))
        #expect(
            small.map { Hexadecimal.string($0) } == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162")
        let large = Scrypt(cost: 16_384, block: 8, parallel: 1).hash(
            Array("pleaseletmein".utf8), salt: Array("SodiumChloride".utf8))
        #expect(
            large.map { Hexadecimal.string($0) } == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    }

    @Test("costs that are none, or want too much memory, give nothing")
    func costs() {
        #expect(Scrypt(cost: 1, block: 8, parallel: 1).hash([], salt: []) == nil)
        #expect(Scrypt(cost: 1_000, block: 8, parallel: 1).hash([], salt: []) == nil)
        #expect(Scrypt(cost: 1 << 24, block: 8, parallel: 1).hash([], salt: []) == nil)
    }
}
