public import Diagnostics
import Foundation
import Rollout

/// The files of a configuration's folder: the only place here that touches the disk.
public enum ConfigurationFolder {
    /// How many files are loaded at most.
    static let fileLimit = 20_000
    /// How deep folders stand in each other at most.
    static let depthLimit = 8

    /// The files beside a main file, as ``ConfigurationReader`` takes them.
    public struct Files: Sendable {
        /// The folder of the main file.
        public var folder: String
        /// The main file's name.
        public var root: String
        /// The bytes by path below the folder.
        public var bytes: [String: [UInt8]]
    }

    /// Loads a main file and the folders `partners`, `milestones`, `providers` and `mappings` beside it. Hidden files are passed by.
    public static func load(_ path: String) throws(Diagnostic) -> Files {
        let url = URL(fileURLWithPath: path)
        var files = Files(folder: folder(of: path), root: url.lastPathComponent, bytes: [:])
        files.bytes[files.root] = try bytes(of: path)
        for name in ["partners", "milestones", "providers", "mappings"] {
            try load(name, below: files.folder, depth: 0, into: &files.bytes)
        }
        return files
    }

    /// Reads an installation: from a main file, or the usual one when there is none.
    ///
    /// - Parameters:
    ///   - path: the main file; nil for an installation without files, which talks to this machine only.
    ///   - shippedMappings: the mappings that come with the product, by path below `mappings/`.
    public static func read(
        _ path: String?, shippedMappings: [String: [UInt8]] = [:]
    ) -> ConfigurationReading {
        guard let path else {
            return ConfigurationReading(
                installation: Installation(mappings: shippedMappings), diagnostics: DiagnosticList())
        }
        do {
            let files = try load(path)
            return ConfigurationReader.read(
                files.bytes, folder: files.folder, root: files.root, shippedMappings: shippedMappings,
                now: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)), secrets: { $0.resolve() })
        } catch {
            var diagnostics = DiagnosticList()
            diagnostics.append(error)
            return ConfigurationReading(installation: nil, diagnostics: diagnostics)
        }
    }

    /// The data folder that a main file names for its store, whatever is wrong with the rest of it; nil where the store is
    /// no folder, or the file cannot be read.
    public static func storeFolder(of path: String) -> String? {
        let folder = folder(of: path)
        guard let bytes = try? bytes(of: path) else { return nil }
        var draft = Draft(folder: folder, root: URL(fileURLWithPath: path).lastPathComponent)
        guard let node = draft.parse(bytes, file: draft.root) else { return nil }
        guard case .sqlite(let store) = draft.store(of: node) else { return nil }
        return store
    }

    /// The folder of a main file.
    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func load(
        _ name: String, below folder: String, depth: Int, into files: inout [String: [UInt8]]
    ) throws(Diagnostic) {
        let path = folder + "/" + name
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return }
        guard depth < depthLimit, let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw Diagnostic("configuration.file-unreadable", at: Position(file: path), value: path)
        }
        for entry in entries.sorted() where !entry.hasPrefix(".") {
            let inner = name + "/" + entry
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder + "/" + inner, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                try load(inner, below: folder, depth: depth + 1, into: &files)
            } else if ["yaml", "yml", "csv"].contains(where: { entry.hasSuffix("." + $0) }) {
                guard files.count < fileLimit else {
                    throw Diagnostic(
                        "configuration.too-many-files", at: Position(file: path), facts: ["limit": "\(fileLimit)"])
                }
                files[inner] = try bytes(of: folder + "/" + inner)
            }
        }
    }

    static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Diagnostic("configuration.file-unreadable", at: Position(file: path), value: path)
        }
        return [UInt8](data)
    }
}

extension SecretReference {
    /// The secret itself, from this process's environment or from a file of at most 64 KB.
    public func resolve() -> String? {
        switch self {
        case .environment(let name):
            return ProcessInfo.processInfo.environment[name]
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path), data.count <= 65_536,
                var text = String(data: data, encoding: .utf8)
            else { return nil }
            while let last = text.last, last.isNewline { text.removeLast() }
            return text
        }
    }
}
