/// Counts line breaks sixteen bytes at a time.
public enum LineBreaks {
    /// How many line feeds there are.
    public static func count(in bytes: UnsafeRawBufferPointer) -> Int {
        let feed = SIMD16<UInt8>(repeating: 0x0A)
        let one = SIMD16<UInt8>(repeating: 1)
        let zero = SIMD16<UInt8>(repeating: 0)
        var total = 0
        var index = 0
        while bytes.count - index >= 16 {
            // A lane holds at most 255, so the lanes are added up before they can wrap.
            var lanes = zero
            let stop = min(bytes.count - 15, index + 255 * 16)
            while index < stop {
                let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                lanes &+= zero.replacing(with: one, where: block .== feed)
                index += 16
            }
            for lane in 0..<16 { total += Int(lanes[lane]) }
        }
        while index < bytes.count {
            if bytes[index] == 0x0A { total += 1 }
            index += 1
        }
        return total
    }
}
