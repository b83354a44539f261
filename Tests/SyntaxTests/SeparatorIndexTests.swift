import Syntax
import Testing

@Suite("The index of separators")
struct SeparatorIndexTests {
    private static let separators = SeparatorSet(
        component: 0x3A, element: 0x2B, repetition: 0x2A, release: 0x3F, terminator: 0x27)

    /// What a look at each byte finds.
    private static func expected(_ bytes: [UInt8]) -> [Int] {
        var isReleased = false
        return bytes.indices.filter { index in
            let byte = bytes[index]
            if isReleased || byte == 0x3F {
                isReleased = !isReleased
                return false
            }
            return byte < 0x20 || [0x27, 0x2B, 0x3A, 0x2A].contains(byte)
        }
    }

    /// What the index finds, made again and again up to the end of the bytes.
    private static func found(_ bytes: [UInt8]) -> [Int] {
        var index = SeparatorIndex()
        var found: [Int] = []
        bytes.withUnsafeBytes { bytes in
            while index.find(separators, in: bytes, from: index.end, released: index.released, isLast: true) {
                found += index.entries[..<index.count].map { index.start + SeparatorIndex.offset($0) }
            }
        }
        return found
    }

    @Test("finds what a look at each byte finds", arguments: [0, 1, 63, 64, 65, 1_000, 4_096, 4_097, 10_000] as [Int])
    func random(_ length: Int) {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("'+:?*AZ ~\n\u{0}\u{1F}".utf8) + [0x80, 0xA7, 0xFF]
        for _ in 0..<20 {
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            #expect(Self.found(bytes) == Self.expected(bytes))
        }
    }

    @Test("has room for bytes that all separate")
    func dense() {
        let bytes = [UInt8](repeating: 0x2B, count: 9_999)
        #expect(Self.found(bytes) == Array(0..<9_999))
    }

    @Test("tells what each is")
    func classes() {
        var index = SeparatorIndex()
        let bytes = Array("A+B:C*D?'E\nF'".utf8)
        let isFound = bytes.withUnsafeBytes {
            index.find(Self.separators, in: $0, from: 0, released: 0, isLast: true)
        }
        #expect(isFound && index.end == bytes.count)
        let kinds = index.entries[..<index.count].map(SeparatorIndex.kind)
        #expect(
            kinds == [ByteClass.element, ByteClass.component, ByteClass.repetition, 0, ByteClass.terminator])
    }

    @Test("waits for whole blocks while more may come")
    func waits() {
        var index = SeparatorIndex()
        let bytes = [UInt8](repeating: 0x2B, count: 100)
        let (first, second) = bytes.withUnsafeBytes { bytes in
            let first = index.find(Self.separators, in: bytes, from: 0, released: 0, isLast: false)
            let end = index.end
            return (first && end == 64, index.find(Self.separators, in: bytes, from: end, released: 0, isLast: false))
        }
        #expect(first && !second)
    }
}
