import Diagnostics
import Mapping

extension Draft {
    /// The root node of a file's bytes, nil with a fault noted.
    ///
    /// A repeated key is one fault; the rest of the file is read without it, so that no other fault hides behind it and
    /// none is made up.
    mutating func parse(_ bytes: [UInt8], file: String) -> YAMLNode? {
        var text = RepeatedKeys(bytes)
        while true {
            do {
                return try YAMLSource.parse(text.bytes, file: shown(file))
            } catch {
                guard error.code == "yaml.duplicate-key", let place = text.blank(error) else {
                    diagnostics.append(error)
                    noteUnread(file)
                    return nil
                }
                diagnostics.append(place)
            }
        }
    }

    /// Names that an unreadable file may define are not missed elsewhere.
    private mutating func noteUnread(_ file: String) {
        switch file.split(separator: "/").first {
        case "partners": unread.insert(.partner)
        case "milestones": unread.insert(.milestone)
        case "mappings": unread.insert(.mapping)
        case "providers": unread.insert(.providerAPI)
        default: unread.formUnion([.backend, .site, .function, .folder, .provider])
        }
    }

    /// The root nodes of the YAML files directly in a folder, by name. A `.yml` file is not read, and said so.
    mutating func parseAll(_ files: [String: [UInt8]], below prefix: String) -> [(path: String, node: YAMLNode)] {
        var nodes: [(path: String, node: YAMLNode)] = []
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) where path.hasPrefix(prefix) {
            guard path.hasSuffix(".yaml"), !path.dropFirst(prefix.count).contains("/") else {
                report(
                    "configuration.file-ignored", .warning, at: Position(file: shown(path)), value: path,
                    facts: ["folder": prefix])
                continue
            }
            if let node = parse(bytes, file: path) { nodes.append((path, node)) }
        }
        return nodes
    }

    /// Takes in the mappings' sources and their names: the key `mapping` of each, shapes and code tables aside. What
    /// they say inside is their compiler's to check.
    mutating func readMappings(_ files: [String: [UInt8]], shipped: [String: [UInt8]]) {
        let prefix = "mappings/"
        var own: [String: [UInt8]] = [:]
        for (path, bytes) in files where path.hasPrefix(prefix) { own[String(path.dropFirst(prefix.count))] = bytes }
        installation.mappings = shipped.merging(own) { $1 }
        for (path, bytes) in own.sorted(by: { $0.key < $1.key }) where path.hasPrefix("shapes/") {
            defineFormats(bytes, file: prefix + path)
        }
        for (path, bytes) in installation.mappings.sorted(by: { $0.key < $1.key }) {
            guard path.hasSuffix(".yaml"), !path.hasPrefix("shapes/"), !path.hasPrefix("codes/") else { continue }
            guard let node = parse(bytes, file: prefix + path) else { continue }
            guard let name = node["mapping"]?.text, let place = node["mapping"]?.position else {
                report("yaml.missing-key", at: node.position, facts: ["key": "mapping"])
                continue
            }
            // A mapping of the house may bear a shipped one's name under another path: it takes its place.
            if own[path] == nil, ownNames(own).contains(name) { continue }
            _ = define(.mapping, name, at: place)
        }
    }

    /// Notes the kinds of files of a shape that a partner may say it sends; what is wrong with the shape is its compiler's to
    /// tell.
    private mutating func defineFormats(_ bytes: [UInt8], file: String) {
        guard let node = try? YAMLSource.parse(bytes, file: file) else { return }
        for entry in node["documents"]?.entries ?? []
        where ["csv", "fixed", "json"].contains(where: { entry.value[$0] != nil }) {
            definitions[.format, default: [:]][entry.key.text] = entry.key.position
        }
    }

    private func ownNames(_ own: [String: [UInt8]]) -> Set<String> {
        var names: Set<String> = []
        for (path, bytes) in own where path.hasSuffix(".yaml") {
            if let node = try? YAMLSource.parse(bytes, file: path), let name = node["mapping"]?.text {
                names.insert(name)
            }
        }
        return names
    }
}
