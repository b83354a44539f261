import Foundation

/// What the Swift files of the package import.
struct SourceImports {
    /// The package's own folder, whatever links lead there.
    static let root: String = {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// The folders of `Sources` that hold Swift.
    static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root + "/Sources").filter { try !files(of: $0).isEmpty }
            .sorted()
    }

    /// The modules that a target imports, each with the files that do.
    static func modules(of target: String) throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        for file in try files(of: target) {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            for module in modules(in: text) { found[module, default: []].append(file) }
        }
        return found
    }

    /// The modules that a source text imports, single declarations included.
    static func modules(in text: String) -> Set<String> {
        var found: Set<String> = []
        for line in text.utf8.split(separator: 0x0A) {
            var words = (String(line) ?? "").split(separator: " ")[...]
            words = words.drop { $0.hasPrefix("@") || accessLevels.contains($0) }
            guard words.count > 1, words.removeFirst() == "import" else { continue }
            if words.count > 1, kinds.contains(words[words.startIndex]) { words.removeFirst() }
            if let module = words.first?.prefix(while: { $0 != "." }) { found.insert(String(module)) }
        }
        return found
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "typealias", "var", "let", "actor",
    ]

    private static func files(of target: String) throws -> [String] {
        let folder = URL(fileURLWithPath: root + "/Sources/" + target).resolvingSymlinksInPath().path
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".swift") }.map { folder + "/" + $0 }
    }
}
