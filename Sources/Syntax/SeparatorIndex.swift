/// The bytes that divide a segment syntax. One that there is not is nil.
public struct SeparatorSet: Sendable, Hashable {
    public var component: UInt8?
    public var element: UInt8
    public var repetition: UInt8?
    public var release: UInt8?
    public var terminator: UInt8

    /// Separators by their bytes.
    public init(component: UInt8?, element: UInt8, repetition: UInt8?, release: UInt8?, terminator: UInt8) {
        self.component = component
        self.element = element
        self.repetition = repetition
        self.release = release
        self.terminator = terminator
    }
}

/// The token layer of the segment syntaxes: where separators and control characters stand in the next few thousand bytes
/// of a reader's window, released ones left out.
///
/// An index is made, walked to its end with ``next``, and made again behind it, in the same memory.
public struct SeparatorIndex: Sendable {
    /// So many bytes are looked at in one go.
    private static let span = 64 * SeparatorBlock.length

    /// What the bytes were held against, and the ``ByteClass`` of each byte under it.
    public private(set) var separators: SeparatorSet?
    public private(set) var classes: [UInt8] = []
    /// Where each stands, counted from ``start``, in the lower 24 bits, and its class in the upper eight: who walks over them
    /// knows what comes before the byte itself is loaded. The first ``count`` hold.
    public private(set) var entries: [UInt32]
    public private(set) var count = 0
    /// The one that is to be taken next.
    public var next = 0
    /// The part of the window that was looked at.
    public private(set) var start = 0
    public private(set) var end = 0
    /// One past the last byte that is released by what stands before it.
    public private(set) var released = 0

    /// An empty index. There is room for one more block than is needed, since offsets are written four at a time.
    public init() {
        // Of any content: the first ``count`` are written before they are read.
        entries = Array(unsafeUninitializedCapacity: Self.span + SeparatorBlock.length) { buffer, initialized in
            initialized = buffer.count
        }
    }

    /// Follows the window when its first bytes go.
    public mutating func shift(by count: Int) {
        start -= count
        end -= count
        released -= count
    }

    /// Goes on with the first entry from an index of the window on, which is one of the part that was looked at.
    public mutating func skip(to index: Int) {
        let offset = index - start
        while next > 0, Self.offset(entries[next - 1]) >= offset { next -= 1 }
        while next < count, Self.offset(entries[next]) < offset { next += 1 }
    }

    /// Looks at the bytes from an index of the window on, of which those before `released` are data, block by block; the
    /// last bytes that fill no block only if no more will come. False when there is nothing to look at.
    public mutating func find(
        _ separators: SeparatorSet, in bytes: UnsafeRawBufferPointer, from start: Int, released: Int, isLast: Bool
    ) -> Bool {
        if separators != self.separators {
            self.separators = separators
            classes = ByteClass.table(separators)
        }
        self.start = start
        self.released = released
        end = start
        count = 0
        next = 0
        let stop = min(bytes.count - SeparatorBlock.length, start + Self.span - SeparatorBlock.length)
        if stop >= start, let base = bytes.baseAddress { findBlocks(base, to: stop) }
        if isLast, end < bytes.count, bytes.count - start < Self.span { findRest(bytes) }
        return end > start
    }

    /// The whole blocks up to the one that starts at `stop` at the latest.
    private mutating func findBlocks(_ base: UnsafeRawPointer, to stop: Int) {
        guard let separators else { return }
        let blocks = SeparatorBlock(separators)
        var released = released
        var count = count
        var index = end
        let start = start
        classes.withUnsafeBufferPointer { classes in
            entries.withUnsafeMutableBufferPointer { entries in
                // In bounds: a block has at most as many separators as bytes, and there is room for those of all blocks.
                let target = entries.baseAddress.unsafelyUnwrapped
                let classes = classes.baseAddress.unsafelyUnwrapped
                while index <= stop {
                    let found = blocks.found(base + index, at: index, released: &released)
                    count = Self.write(found, base + index, classes, at: index &- start, to: target, from: count)
                    index &+= SeparatorBlock.length
                }
            }
        }
        self.released = released
        self.count = count
        end = index
    }

    /// The bytes that fill no block, in one that is filled up with blanks.
    private mutating func findRest(_ bytes: UnsafeRawBufferPointer) {
        guard let separators else { return }
        let length = bytes.count - end
        withUnsafeTemporaryAllocation(byteCount: SeparatorBlock.length, alignment: 16) { block in
            block.initializeMemory(as: UInt8.self, repeating: 0x20)
            block.copyBytes(from: bytes[end...])
            let block = UnsafeRawPointer(block.baseAddress.unsafelyUnwrapped)
            var found = SeparatorBlock(separators).found(block, at: end, released: &released)
            if length < SeparatorBlock.length { found &= ~(~0 &<< UInt64(length)) }
            count = classes.withUnsafeBufferPointer { classes in
                entries.withUnsafeMutableBufferPointer { entries in
                    Self.write(
                        found, block, classes.baseAddress.unsafelyUnwrapped, at: end - start,
                        to: entries.baseAddress.unsafelyUnwrapped, from: count)
                }
            }
        }
        end = bytes.count
    }

    /// Writes an entry for each bit, four at a time, since how many there are can hardly be foretold. Returns the new count.
    @inline(__always) private static func write(
        _ found: UInt64, _ block: UnsafeRawPointer, _ classes: UnsafePointer<UInt8>, at offset: Int,
        to target: UnsafeMutablePointer<UInt32>, from count: Int
    ) -> Int {
        var rest = found
        var written = count
        while rest != 0 {
            for _ in 0..<4 {
                let place = rest.trailingZeroBitCount & (SeparatorBlock.length &- 1)
                let kind = classes[Int(block.load(fromByteOffset: place, as: UInt8.self))]
                target[written] = UInt32(truncatingIfNeeded: offset &+ place) | UInt32(kind) &<< 24
                written &+= rest == 0 ? 0 : 1
                rest &= rest &- 1
            }
        }
        return written
    }

    /// Where an entry's byte stands, counted from ``start``.
    @inlinable @inline(__always) public static func offset(_ entry: UInt32) -> Int { Int(entry & 0xFF_FFFF) }
    /// Whether an entry's byte separates or ends something; else it is a control character.
    @inlinable @inline(__always) public static func isSeparator(_ entry: UInt32) -> Bool {
        entry &>> 24 & UInt32(ByteClass.separators) != 0
    }
    /// The class of an entry's byte.
    @inlinable @inline(__always) public static func kind(_ entry: UInt32) -> UInt8 { UInt8(entry &>> 24) }
}
