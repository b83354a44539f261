import CScan

/// Finds the bytes that separate, end or control, sixty-four at a time.
///
/// Each byte of a block is compared with the separators and with the control characters below blank; what is found becomes
/// one bit of a word, so that going from one to the next is counting zeros.
struct SeparatorBlock {
    /// How many bytes a block has.
    static let length = 64

    private let component: UInt8
    private let element: UInt8
    private let terminator: UInt8
    private let release: UInt8
    private let repetition: UInt8
    private let hasRelease: Bool

    /// Blocks under these separators. One that there is not takes the place of one that is looked for anyway.
    init(_ separators: SeparatorSet) {
        component = separators.component ?? separators.terminator
        element = separators.element
        terminator = separators.terminator
        release = separators.release ?? separators.terminator
        repetition = separators.repetition ?? separators.terminator
        hasRelease = separators.release != nil
    }

    /// The bits of what is found in 64 bytes, the first byte's being the lowest. They stand at an offset of the window.
    ///
    /// Release characters and what they release are left out, and so is what stands before `released`, which moves on
    /// behind the last byte that is released.
    @inline(__always) func found(_ block: UnsafeRawPointer, at offset: Int, released: inout Int) -> UInt64 {
        var found = milepost_separators(block, component, element, terminator, release, repetition)
        guard hasRelease else { return found }
        let hidden = released &- offset
        if hidden > 0 { found = hidden < Self.length ? found & (~0 &<< UInt64(hidden)) : 0 }
        var releases = found & milepost_matches(block, release)
        while releases != 0 {
            let first = releases & (0 &- releases)
            let pair = first | first &<< 1
            released = offset &+ releases.trailingZeroBitCount &+ 2
            found &= ~pair
            releases &= ~pair
        }
        return found
    }
}
