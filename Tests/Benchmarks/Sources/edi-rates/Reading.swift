import Diagnostics
import Directories
import EDIFACT
import Foundation
import Syntax
import X12

/// A payload in memory and the ways to read it that are measured.
struct Payload {
    let bytes: [UInt8]
    let isX12: Bool

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isX12 = bytes.starts(with: Array("ISA".utf8))
    }

    /// The byte that ends a segment: the one behind ISA16, or the last of UNA.
    private var terminator: UInt8 {
        if isX12 { return bytes.count > 105 ? bytes[105] : UInt8(ascii: "~") }
        return bytes.starts(with: Array("UNA".utf8)) && bytes.count > 8 ? bytes[8] : UInt8(ascii: "'")
    }

    /// Segments that memchr finds, released terminators among them: what finding any byte costs at least.
    func segmentsByMemchr() -> Int {
        let terminator = Int32(terminator)
        return bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            var count = 0
            var offset = 0
            while offset < buffer.count, let found = memchr(base + offset, terminator, buffer.count - offset) {
                count += 1
                offset = UnsafeRawPointer(found) - base + 1
            }
            return count
        }
    }

    /// Separators in the index that readers walk, with nothing built.
    func tokens() -> Int {
        let separators =
            isX12
            ? SeparatorSet(component: 0x3E, element: 0x2A, repetition: nil, release: nil, terminator: terminator)
            : SeparatorSet(component: 0x3A, element: 0x2B, repetition: nil, release: 0x3F, terminator: terminator)
        var index = SeparatorIndex()
        var count = 0
        bytes.withUnsafeBytes { bytes in
            while index.find(separators, in: bytes, from: index.end, released: index.released, isLast: true) {
                count += index.count
            }
        }
        return count
    }

    /// Messages as trees with positions.
    func trees() throws -> Int {
        var count = 0
        try read { _ in count += 1 }
        return count
    }

    /// Faults of all messages, each nested and checked by its directory.
    func faults(_ library: DirectoryLibrary) throws -> Int {
        var faults = 0
        try read { faults += library.nest($0).diagnostics.items.count }
        return faults
    }

    private func read(_ take: (Message) -> Void) throws {
        let handle: (ReaderEvent) -> Void = { event in
            if case .message(let message) = event { take(message) }
        }
        if isX12 {
            var reader = X12Reader()
            try reader.read(bytes[...], handle)
            try reader.finish(handle)
        } else {
            var reader = EDIFACTReader()
            try reader.read(bytes[...], handle)
            try reader.finish(handle)
        }
    }
}
