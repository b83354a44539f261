import Syntax

/// Which bytes may stand in data, fit for testing sixteen at a time.
///
/// Levels A and B are narrower than ISO 646 (ISO 9735:1988, 5.1 and 5.2): A has no lower case, and neither has the
/// characters whose place is open to national use (`# $ @ [ \ ] ^ _ { | } ~`). Those are read with a warning, since every
/// sender's mail address needs one of them and nobody takes it for another; lower case under A is an error.
/// Control characters are the scanner's business.
struct Repertoire: Sendable, Hashable {
    /// What is to be said about a byte.
    enum Verdict: UInt8, Sendable {
        case right
        /// Not of the level, but unmistakable.
        case outsideLevel
        case invalid
    }

    static let levelA = Repertoire(suspects: [0x5B...0xFF], watchesPunctuation: true, charset: .ascii) { byte in
        switch byte {
        case 0x61...0x7A, 0x7F...: .invalid
        case 0x23, 0x24, 0x40, 0x5B...0x60, 0x7B...0x7E: .outsideLevel
        default: .right
        }
    }
    static let levelB = Repertoire(
        suspects: [0x5B...0x60, 0x7B...0xFF], watchesPunctuation: true, charset: .ascii
    ) { byte in
        switch byte {
        case 0x7F...: .invalid
        case 0x23, 0x24, 0x40, 0x5B...0x60, 0x7B...0x7E: .outsideLevel
        default: .right
        }
    }

    /// Bytes outside these ranges are right without a look into the table.
    private let first: ClosedRange<UInt8>
    private let second: ClosedRange<UInt8>
    private let watchesPunctuation: Bool
    private let verdicts: [Verdict]
    private let isUTF8: Bool

    private init(
        suspects: [ClosedRange<UInt8>], watchesPunctuation: Bool, charset: Charset, _ verdict: (UInt8) -> Verdict
    ) {
        first = suspects[0]
        second = suspects.count > 1 ? suspects[1] : suspects[0]
        self.watchesPunctuation = watchesPunctuation
        isUTF8 = charset == .utf8
        verdicts = (0...255).map { verdict(UInt8($0)) }
    }

    /// All characters of a charset, made once.
    static func all(of charset: Charset) -> Repertoire { whole[charset] ?? Repertoire(charset: charset) }

    private static let whole = Dictionary(uniqueKeysWithValues: Charset.allCases.map { ($0, Repertoire(charset: $0)) })

    private init(charset: Charset) {
        let full: Set<Charset> = [.latin1, .latin2, .latin4, .cyrillic, .latin5, .iso2022]
        let suspects: ClosedRange<UInt8> = full.contains(charset) ? 0x7F...0x9F : 0x7F...0xFF
        self.init(suspects: [suspects], watchesPunctuation: false, charset: charset) { byte in
            if byte == 0x7F { return .invalid }
            if byte < 0x80 || charset == .utf8 || (charset == .iso2022 && byte >= 0xA0) { return .right }
            return charset.firstInvalid(in: [byte]) == nil ? .right : .invalid
        }
    }

    /// Calls `report` for every run of bytes that are not right, service characters apart, at most `limit` times.
    func check(
        _ bytes: UnsafeRawBufferPointer, _ service: ServiceCharacters, limit: Int,
        _ report: (Range<Int>, Verdict) -> Void
    ) {
        if isUTF8 { return checkUTF8(bytes, limit: limit, report) }
        var reported = 0
        var index = 0
        while index < bytes.count, reported < limit {
            guard let start = firstSuspect(bytes, from: index) else { return }
            let verdict = self.verdict(bytes[start], service)
            index = start + 1
            guard verdict != .right else { continue }
            while index < bytes.count, self.verdict(bytes[index], service) == verdict { index += 1 }
            report(start..<index, verdict)
            reported += 1
        }
    }

    private func verdict(_ byte: UInt8, _ service: ServiceCharacters) -> Verdict {
        let verdict = verdicts[Int(byte)]
        return verdict != .right && service.contains(byte) ? .right : verdict
    }

    private func checkUTF8(_ bytes: UnsafeRawBufferPointer, limit: Int, _ report: (Range<Int>, Verdict) -> Void) {
        var index = 0
        var reported = 0
        while index < bytes.count, reported < limit {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[index...])
            guard let wrong = Charset.utf8.firstInvalid(in: rest) else { return }
            report(index + wrong..<index + wrong + 1, .invalid)
            reported += 1
            index += wrong + 1
        }
    }

    /// Whether the first range is all that there is to look for.
    private var hasOneRange: Bool { !watchesPunctuation && first == second }

    /// Where the first 64 bytes begin that are not all outside one range.
    private func clear(
        _ bytes: UnsafeRawBufferPointer, from start: Int, _ low: SIMD16<UInt8>, _ span: SIMD16<UInt8>
    ) -> Int {
        var index = start
        while bytes.count &- index >= 64 {
            let one = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let two = bytes.loadUnaligned(fromByteOffset: index &+ 16, as: SIMD16<UInt8>.self)
            let three = bytes.loadUnaligned(fromByteOffset: index &+ 32, as: SIMD16<UInt8>.self)
            let four = bytes.loadUnaligned(fromByteOffset: index &+ 48, as: SIMD16<UInt8>.self)
            let front = ((one &- low) .<= span) .| ((two &- low) .<= span)
            let back = ((three &- low) .<= span) .| ((four &- low) .<= span)
            let words = unsafeBitCast(front .| back, to: SIMD2<UInt64>.self)
            if words[0] | words[1] != 0 { break }
            index &+= 64
        }
        return index
    }

    /// The first byte from an index on that the ranges do not clear.
    private func firstSuspect(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let low1 = SIMD16<UInt8>(repeating: first.lowerBound)
        let span1 = SIMD16<UInt8>(repeating: first.upperBound - first.lowerBound)
        let low2 = SIMD16<UInt8>(repeating: second.lowerBound)
        let span2 = SIMD16<UInt8>(repeating: second.upperBound - second.lowerBound)
        let number = SIMD16<UInt8>(repeating: watchesPunctuation ? 0x23 : first.lowerBound)
        let dollar = SIMD16<UInt8>(repeating: watchesPunctuation ? 0x24 : first.lowerBound)
        let at = SIMD16<UInt8>(repeating: watchesPunctuation ? 0x40 : first.lowerBound)
        var index = hasOneRange ? clear(bytes, from: start, low1, span1) : start
        while bytes.count - index >= 16 {
            let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let ranges = ((block &- low1) .<= span1) .| ((block &- low2) .<= span2)
            let mask = ranges .| (block .== number) .| (block .== dollar) .| (block .== at)
            let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
            if words[0] != 0 { return index + words[0].trailingZeroBitCount >> 3 }
            if words[1] != 0 { return index + 8 + words[1].trailingZeroBitCount >> 3 }
            index += 16
        }
        while index < bytes.count {
            let byte = bytes[index]
            if first.contains(byte) || second.contains(byte) { return index }
            if watchesPunctuation, byte == 0x23 || byte == 0x24 || byte == 0x40 { return index }
            index += 1
        }
        return nil
    }
}
