import Foundation

/// Damages bytes at a few places: changed, dropped, doubled, moved, cut off; service characters and pieces of envelopes
/// strewn in.
public struct Damage: Sendable {
    /// How many damaged payloads a test reads: its own number unless `FUZZ_ROUNDS` says another.
    public static func rounds(_ usual: Int) -> Int {
        ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap { Int($0) } ?? usual
    }

    private let service: [UInt8]
    private let pieces: [[UInt8]]

    /// - Parameters:
    ///   - service: characters that mean something to the reader.
    ///   - pieces: texts that do.
    public init(service: String, pieces: [String]) {
        self.service = Array(service.utf8) + [0xFF, 0x80, 0x7F]
        self.pieces = pieces.map { Array($0.utf8) }
    }

    /// The bytes with one to eight damages.
    public func damaged(_ original: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &generator) where bytes.count > 2 { damage(&bytes, &generator) }
        return bytes
    }

    private func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, at + Int.random(in: 1...20, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
        case 3: bytes.insert(service[Int.random(in: 0..<service.count, using: &generator)], at: at)
        case 4: bytes.removeLast(min(bytes.count - 1, Int.random(in: 1...40, using: &generator)))
        case 5: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: at)
        case 6: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...200, using: &generator)), at: at)
        default: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
        }
    }
}
