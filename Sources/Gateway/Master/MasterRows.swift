import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Synchronization

/// The rows of a query as the list that they are: CSV with a head line (RFC 4180), within the bounds of one list.
final class MasterRows: Sendable {
    private struct State {
        var csv: [UInt8] = []
        var count = 0
    }

    /// How many bytes a list may have.
    static let mostBytes = 128 << 20

    private let state = Mutex(State())

    /// How many rows there were.
    var count: Int { state.withLock(\.count) }
    /// The list, without rows its head line is missing.
    var csv: [UInt8] { state.withLock(\.csv) }

    /// Takes a row; false where there are too many.
    func take(_ row: PostgresRow) -> Bool {
        state.withLock { state in
            if state.count == 0 { Self.add(row.fields.map { Array($0.name.utf8) }, to: &state.csv) }
            state.count += 1
            Self.add(row.fields.map(\.value.plainBytes), to: &state.csv)
            return state.count <= CrossReferenceList.largestCount && state.csv.count <= Self.mostBytes
        }
    }

    private static func add(_ values: [[UInt8]], to csv: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        for (index, value) in values.enumerated() {
            if index > 0 { csv.append(UInt8(ascii: ",")) }
            csv.append(quote)
            for (place, part) in value.split(separator: quote, omittingEmptySubsequences: false).enumerated() {
                if place > 0 { csv += [quote, quote] }
                csv += part
            }
            csv.append(quote)
        }
        csv += [0x0D, 0x0A]
    }
}
