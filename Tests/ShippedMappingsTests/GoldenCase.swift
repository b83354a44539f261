import Foundation
import Orders

/// A message beside the mapping that reads it (`mappings/cases/MAPPING/CASE.edi`), with the document that is expected
/// (`CASE.json`; a list where the payload holds several messages) and, where there are any, the values that stay unread
/// (`CASE.unread`, a line each).
struct GoldenCase: Sendable, CustomStringConvertible {
    let message: URL

    var mapping: String { message.deletingLastPathComponent().lastPathComponent }
    var description: String { "\(mapping)/\(message.lastPathComponent)" }
    private var stem: URL { message.deletingPathExtension() }

    /// Every case of the folder.
    static let all: [GoldenCase] = {
        let folder = ShippedMappings.folder.appending(path: "cases")
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { $0.hasSuffix(".edi") || $0.hasSuffix(".xml") }.sorted()
            .map { GoldenCase(message: folder.appending(path: $0)) }
    }()

    /// True when the expected files are to be written anew.
    static let updates = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1"

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: message)) }

    /// The expected text of one kind, rewritten first when that was asked for; nil when there is none.
    func expected(_ kind: String, actual: String?) throws -> String? {
        let file = stem.appendingPathExtension(kind)
        if Self.updates {
            if let actual {
                try Data(actual.utf8).write(to: file)
            } else if FileManager.default.fileExists(atPath: file.path) {
                try FileManager.default.removeItem(at: file)
            }
        }
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
