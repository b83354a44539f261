import Syntax
import Testing

@Suite("Line breaks")
struct LineBreaksTests {
    @Test(
        "blocks and rest together count what a loop counts", arguments: [0, 1, 15, 16, 17, 4_079, 4_080, 4_081, 10_000])
    func count(_ length: Int) {
        for step in [1, 3, 16] {
            let bytes = (0..<length).map { $0 % step == 0 ? UInt8(0x0A) : UInt8(0x41) }
            #expect(bytes.withUnsafeBytes { LineBreaks.count(in: $0) } == bytes.count { $0 == 0x0A })
        }
    }
}
