import Diagnostics
import EDIFACT
import Foundation
import Syntax
import Testing

/// A small generator of random numbers that a seed repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Damages bytes at a few places: changed, dropped, doubled, moved, service characters strewn in.
func damage(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let service = Array("'+:?*UNABHTZ\n\r\t \u{0}".utf8) + [0xFF, 0x80]
    for _ in 0..<Int.random(in: 1...8, using: &generator) where bytes.count > 2 {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, at + Int.random(in: 1...20, using: &generator))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
        case 3: bytes.insert(service[Int.random(in: 0..<service.count, using: &generator)], at: at)
        case 4: bytes.removeLast(min(bytes.count - 1, Int.random(in: 1...40, using: &generator)))
        default: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
        }
    }
    return bytes
}

@Suite("Damaged interchanges")
struct FuzzTests {
    /// How many damaged payloads are read; more of them with `FUZZ_ROUNDS`.
    private static let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap { Int($0) } ?? 100

    /// What no sample has: groups, version 4, escape sequences, separators that no UNA names.
    private static let rare: [[UInt8]] = [
        "UNB+UNOX:4+A+B+20260921:0930+1'UNG+ORDERS+++20260921:0930+5'UNH+1+ORDERS:D:01B:UN'USH+1'"
            + "FTX+AAI+++\u{1B}$B?e=:'+\u{1B}(B A?+B*C::'UNT+4+1'UNE+1+5'UNZ+1+1'",
        "UNB^UNOC!3^A^B^260921!0931^8~\r\nUNH^1^ORDERS!D!96A!UN~\r\nFTX^AAI^^^c?^d^~\r\nUNT^3^1~\r\nUNZ^1^8~\r\n",
    ].map { Array($0.utf8) }

    @Test("whatever is damaged, events keep their order and trees their form")
    func damaged() throws {
        var generator = SeededGenerator(state: 20_260_921 + UInt64(Self.rounds))
        let samples = try Corpus.names.map { try Corpus.bytes($0) } + Self.rare
        for _ in 0..<Self.rounds {
            let sample = samples[Int.random(in: 0..<samples.count, using: &generator)]
            let bytes = damage(sample, &generator)
            let reading = try Reading(bytes)
            #expect(reading.headers.count == reading.ends.count)
            var last = 0
            for message in reading.messages {
                #expect(message.range.lowerBound >= last && message.range.upperBound <= bytes.count)
                last = message.range.upperBound
                let fault = fault(of: message.tree)
                #expect(fault == nil, "\(String(decoding: bytes, as: UTF8.self))")
            }
            let piece = Int.random(in: 1...40, using: &generator)
            #expect(try Reading(bytes, piece: piece).log == reading.log)
        }
    }

    /// Every node ends behind itself and within its parent, and its value stands in the message's bytes.
    private func fault(of tree: Tree) -> String? {
        var open: [Int] = [tree.nodes.count]
        for (index, node) in tree.nodes.enumerated() {
            while let end = open.last, end <= index, open.count > 1 { open.removeLast() }
            guard let parent = open.last, Int(node.end) > index, Int(node.end) <= parent else {
                return "end of \(index): \(node)"
            }
            guard Int(node.valueStart) + Int(node.valueLength) <= tree.values.count else {
                return "value of \(index): \(node)"
            }
            open.append(Int(node.end))
        }
        return nil
    }
}
