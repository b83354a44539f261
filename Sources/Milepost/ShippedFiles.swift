import Diagnostics
import Foundation

/// Files that come with the product and stand beside it: in a source checkout, or under `share/milepost` of where it was
/// installed.
enum ShippedFiles {
    /// The folder of a name: above the executable or in its `share/milepost`; above the working folder where that may
    /// count, too.
    static func folder(_ name: String, holding file: String, nearWorkingFolder: Bool) -> String? {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let own = URL(fileURLWithPath: executable).deletingLastPathComponent()
        let working = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        for start in nearWorkingFolder ? [working, own] : [own] {
            for folder in ancestors(of: start) {
                for candidate in [folder.appending(path: name), folder.appending(path: "share/milepost/" + name)]
                where FileManager.default.fileExists(atPath: candidate.appending(path: file).path) {
                    return candidate.path
                }
            }
        }
        return nil
    }

    /// A folder and those above it, the nearest first.
    private static func ancestors(of start: URL) -> [URL] {
        var folders = [start]
        while let last = folders.last, last.path != "/", folders.count < 32 {
            folders.append(last.deletingLastPathComponent())
        }
        return folders
    }

    /// What is said of a configuration that has no mappings, neither shipped ones nor its own.
    static let noMappings = Diagnostic("configuration.mappings-none", .warning)

    /// The shipped mappings by path below `mappings/`. The working folder does not count for them: a stray folder there
    /// must not change how orders are read.
    static func mappings() -> [String: [UInt8]] {
        guard let folder = folder("mappings", holding: "edifact-orders.yaml", nearWorkingFolder: false)
        else { return [:] }
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        var files: [String: [UInt8]] = [:]
        for name in names.sorted()
        where !name.hasPrefix("cases/") && (name.hasSuffix(".yaml") || name.hasSuffix(".csv")) {
            files[name] = FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) }
        }
        return files
    }
}
