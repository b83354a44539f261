import Diagnostics
import Foundation
import Mapping
import Orders
import ReadingSupport
import Testing

/// Nodes that are made alike are read by plans (`ReadPlan`); a reading that is to explain itself takes none. Both say the
/// same, whatever was read before.
@Suite struct ReadPlanTests {
    static let cases: [URL] = {
        let folder = ShippedMappings.folder.appending(path: "cases")
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.sorted().filter { path in
            [".edi", ".xml", ".txt", ".idoc"].contains { path.hasSuffix($0) } && !path.hasPrefix("licences")
        }.map { folder.appending(path: $0) }
    }()

    @Test("what is read by plans is what is read without", arguments: cases)
    func sample(_ file: URL) throws {
        let bytes = try [UInt8](Data(contentsOf: file))
        var random = SeededGenerator(state: UInt64(bytes.count))
        // A structure is noted, recorded and followed; what is changed from then on meets plans of what it was.
        for round in 0..<7 {
            let variant = round < 3 ? bytes : changed(bytes, &random)
            for pair in try ShippedMappings.readTwice(variant) {
                let (planned, explained) = pair
                #expect(
                    planned.document.jsonBytes == explained.document.jsonBytes, "\(file.lastPathComponent) \(round)")
                #expect(planned.diagnostics.items == explained.diagnostics.items)
                #expect(planned.unread == explained.unread)
            }
        }
    }

    /// Some of the digits and capitals behind the envelope made others of their kind, and a piece written twice.
    private func changed(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let start = min(bytes.count - 1, 150)
        for _ in 0..<8 {
            let place = Int.random(in: start..<bytes.count, using: &random)
            switch bytes[place] {
            case 0x30...0x39: bytes[place] = UInt8.random(in: 0x30...0x39, using: &random)
            case 0x41...0x5A: bytes[place] = UInt8.random(in: 0x41...0x5A, using: &random)
            default: break
            }
        }
        guard let end = bytes[start...].firstIndex(of: 0x27) ?? bytes[start...].firstIndex(of: 0x7E),
            let next = bytes[(end + 1)...].firstIndex(of: bytes[end])
        else { return bytes }
        bytes.insert(contentsOf: bytes[(end + 1)...next], at: next + 1)
        return bytes
    }
}
