/// Finds the bytes that may separate, release or end, sixty-four at a time.
///
/// Each byte of a block is compared with the service characters and with the control characters below blank; what is
/// found becomes one bit of a word, so that going from one to the next is counting zeros.
struct SeparatorBlock: Sendable {
    /// How many bytes a block has.
    static let length = 64

    private let components: SIMD16<UInt8>
    private let elements: SIMD16<UInt8>
    private let terminators: SIMD16<UInt8>
    private let releases: SIMD16<UInt8>
    private let repetitions: SIMD16<UInt8>
    private let high = SIMD16<UInt8>(repeating: 0xE0)
    private let none = SIMD16<UInt8>(repeating: 0)

    /// Blocks under these characters. One that there is not takes the place of one that is looked for anyway.
    init(_ service: ServiceCharacters) {
        components = SIMD16(repeating: service.component)
        elements = SIMD16(repeating: service.element)
        terminators = SIMD16(repeating: service.terminator)
        releases = SIMD16(repeating: service.release ?? service.terminator)
        repetitions = SIMD16(repeating: service.repetition ?? service.terminator)
    }

    /// The bits of the bytes that are found in the 64 from an offset on, the first byte's being the lowest.
    @inline(__always) func found(in bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
        let low = half(bytes, offset) | half(bytes, offset &+ 16) &<< 16
        let high = half(bytes, offset &+ 32) | half(bytes, offset &+ 48) &<< 16
        return low | high &<< 32
    }

    /// Sixteen bits of sixteen bytes.
    @inline(__always) private func half(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        let block = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
        let services =
            (block .== components) .| (block .== elements) .| (block .== terminators) .| (block .== releases)
            .| (block .== repetitions)
        // A control character has none of the three highest bits; comparing by size is slow here.
        let mask = services .| ((block & high) .== none)
        let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self) & SIMD2(repeating: 0x0101_0101_0101_0101)
        // The multiplication moves the lowest bit of each byte, in order, into the highest byte.
        let gather: UInt64 = 0x0102_0408_1020_4080
        return (words[0] &* gather) &>> 56 | ((words[1] &* gather) &>> 56) &<< 8
    }
}
