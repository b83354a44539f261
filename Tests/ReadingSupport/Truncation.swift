import Diagnostics
import Syntax

/// A payload that is cut off after any of its bytes.
public enum Truncation {
    /// What goes wrong when a payload is cut, for every place between its header's end and its last terminator: a reading
    /// that breaks its form, no report, none of the place of the cut, or one behind it. A cut between two segments is seen
    /// where the next one should stand, a cut within a segment there or where that segment begins.
    ///
    /// - Parameters:
    ///   - payload: a payload without a fault, whose last byte ends its last segment.
    ///   - header: how many bytes must have come for the payload to be known for what it is.
    ///   - terminator: the byte that ends segments, and is nowhere data.
    ///   - read: reads a payload.
    public static func deviations(
        of payload: [UInt8], header: Int, terminator: UInt8, read: ([UInt8]) throws -> Reading
    ) rethrows -> [String] {
        var deviations: [String] = []
        for length in 0..<payload.count {
            let bytes = Array(payload.prefix(length))
            let reading = try read(bytes)
            if let fault = reading.fault(in: bytes) { deviations.append("\(length): \(fault)") }
            let offsets = reading.diagnostics.compactMap(\.position?.offset)
            if offsets.contains(where: { $0 > length }) { deviations.append("\(length): a report behind the end") }
            guard length >= header else { continue }
            if reading.diagnostics.isEmpty { deviations.append("\(length): nothing is reported") }
            let whole = (bytes.lastIndex(of: terminator) ?? -1) + 1
            let last = offsets.max() ?? -1
            if last < whole {
                deviations.append("\(length): last report at \(last), behind \(whole) something is missing")
            }
        }
        return deviations
    }
}
