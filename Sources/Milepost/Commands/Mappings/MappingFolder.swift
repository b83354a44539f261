import Diagnostics
import Foundation
import Intake
import Mapping
import Orders

/// A folder of mappings with their golden cases.
struct MappingFolder {
    /// The kinds of file that say what is expected of a message.
    private static let expectations: Set<String> = ["json", "faults", "unread", "lost"]
    /// More than any message that a case needs; a larger file is refused.
    private static let largestFile = 64 << 20

    let url: URL
    /// The mappings of the folder and the shipped ones that they may include.
    let library: MappingLibrary
    /// The mappings that stand in the folder, by name.
    let own: [CompiledMapping]

    /// Loads the mappings; all that is wrong with them is the failure.
    init(_ path: String) throws {
        url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure(
                .usage, "client.value-invalid", value: path, facts: ["name": "DIR", "expected": "a folder"])
        }
        var files: [String: [UInt8]] = [:]
        for name in Self.paths(below: url) where !name.hasPrefix("cases/") {
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".csv") else { continue }
            files[name] = try Self.contents(url.appending(path: name))
        }
        let all = ShippedFiles.mappings().merging(files) { $1 }
        library = try Map.library(all) { files[$0.path] != nil }
        own = library.mappings.values.filter { files[$0.file] != nil }.sorted { $0.name < $1.name }
        guard !own.isEmpty else {
            throw CommandFailure(.usage, "mapping.folder-empty", value: path)
        }
    }

    /// The golden cases of the folder's mappings, by their folder and name.
    func cases() throws -> [GoldenCase] {
        let folder = url.appending(path: "cases")
        let names = Set(own.map(\.name))
        return try Self.paths(below: folder).compactMap { path in
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count == 2, names.contains(parts[0]) else { return nil }
            let file = folder.appending(path: path)
            guard !Self.expectations.contains(file.pathExtension), !parts[1].hasPrefix(".") else { return nil }
            return GoldenCase(
                name: "\(parts[0])/\(file.deletingPathExtension().lastPathComponent)", mapping: parts[0],
                message: try Self.contents(file), expected: try expected(file))
        }
    }

    private func expected(_ message: URL) throws -> GoldenOutcome? {
        let stem = message.deletingPathExtension()
        let json = stem.appendingPathExtension("json")
        guard FileManager.default.fileExists(atPath: json.path) else { return nil }
        let bytes = try Self.contents(json)
        do throws(Diagnostic) {
            return GoldenOutcome(
                documents: try JSONValue.parse(bytes), faults: Self.lines(stem.appendingPathExtension("faults")),
                unread: Self.lines(stem.appendingPathExtension("unread")),
                lost: Self.lines(stem.appendingPathExtension("lost")))
        } catch {
            var fault = error
            fault.position?.file = json.path
            throw CommandFailure(.usage, fault)
        }
    }

    /// Writes what is expected of a case anew; lines that say why stay.
    func update(_ golden: GoldenCase, to outcome: GoldenOutcome) throws {
        let stem = url.appending(path: "cases/\(golden.name)")
        try Data(outcome.documents.indentedBytes).write(to: stem.appendingPathExtension("json"))
        for (kind, lines) in [("faults", outcome.faults), ("unread", outcome.unread), ("lost", outcome.lost)] {
            let file = stem.appendingPathExtension(kind)
            let reasons = Self.text(file).split(separator: "\n").filter { $0.hasPrefix("#") }.map(String.init)
            if !lines.isEmpty {
                try Data((reasons + lines).map { $0 + "\n" }.joined().utf8).write(to: file)
            } else if FileManager.default.fileExists(atPath: file.path) {
                try FileManager.default.removeItem(at: file)
            }
        }
    }

    private static func paths(below folder: URL) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.sorted()
    }

    private static func contents(_ file: URL) throws -> [UInt8] {
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
        guard size <= largestFile, let bytes = FileManager.default.contents(atPath: file.path) else {
            throw InputFile.failure(file.path, size > largestFile ? "it is too large" : "it cannot be read")
        }
        return [UInt8](bytes)
    }

    private static func lines(_ file: URL) -> [String] {
        text(file).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    }

    private static func text(_ file: URL) -> String {
        FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
