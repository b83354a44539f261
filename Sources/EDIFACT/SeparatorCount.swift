/// How many segments and tokens bytes have, counted as the scanner finds them, with nothing built: the measure of the
/// token layer for the benchmarks.
@_spi(Benchmarks) public struct SeparatorCount: Sendable, Hashable {
    /// Terminators that were not released.
    public private(set) var segments = 0
    /// Separators of every kind that were not released.
    public private(set) var tokens = 0
    private var released = 0

    /// Counts all bytes.
    public init(_ bytes: UnsafeRawBufferPointer, service: ServiceCharacters = .standard) {
        let blocks = SeparatorBlock(service)
        var index = 0
        while bytes.count &- index >= SeparatorBlock.length {
            var found = blocks.found(in: bytes, at: index)
            while found != 0 {
                let at = index &+ found.trailingZeroBitCount
                found &= found &- 1
                take(bytes[at], at, service)
            }
            index &+= SeparatorBlock.length
        }
        while index < bytes.count {
            take(bytes[index], index, service)
            index += 1
        }
    }

    @inline(__always) private mutating func take(_ byte: UInt8, _ at: Int, _ service: ServiceCharacters) {
        guard at >= released else { return }
        if byte == service.release {
            released = at &+ 2
            return
        }
        segments &+= byte == service.terminator ? 1 : 0
        let separates = byte == service.element || byte == service.component || byte == service.repetition
        tokens &+= separates || byte == service.terminator ? 1 : 0
    }
}
