public import Diagnostics
import Yams

/// Reads a YAML file into positioned text nodes.
///
/// Anchors, aliases and repeated keys are refused: the first two because a few lines of them expand without bound, the
/// last because one of the two values would be lost in silence. Size and depth have limits.
public enum YAMLSource {
    /// The largest file in bytes, unless the caller says otherwise.
    public static let defaultSizeLimit = 4 << 20
    /// How deep lists and mappings may stand in each other.
    public static let depthLimit = 64

    /// The root of a file's bytes; an empty file is an empty mapping. The first fault is thrown.
    public static func parse(
        _ bytes: some Collection<UInt8>, file: String, sizeLimit: Int = defaultSizeLimit
    ) throws(Diagnostic) -> YAMLNode {
        let start = Position(line: 1, column: 1, file: file)
        guard bytes.count <= sizeLimit else {
            throw Diagnostic("yaml.too-large", at: start, facts: ["limit": "\(sizeLimit)", "size": "\(bytes.count)"])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Diagnostic("yaml.not-utf8", at: start)
        }
        return try parse(text, file: file, sizeLimit: sizeLimit)
    }

    /// The root of a file's text; an empty file is an empty mapping. The first fault is thrown.
    public static func parse(
        _ text: String, file: String, sizeLimit: Int = defaultSizeLimit
    ) throws(Diagnostic) -> YAMLNode {
        let start = Position(line: 1, column: 1, file: file)
        guard text.utf8.count <= sizeLimit else {
            throw Diagnostic(
                "yaml.too-large", at: start, facts: ["limit": "\(sizeLimit)", "size": "\(text.utf8.count)"])
        }
        if AliasScan.expandsTooFar(text) { throw Diagnostic("yaml.anchor", at: start) }
        let parser: Parser
        let root: Node?
        do {
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw diagnostic(of: error, file: file)
        }
        // Nodes hold their anchors weakly; the parser owns them.
        defer { withExtendedLifetime(parser) {} }
        guard let root else { return YAMLNode(.mapping([]), at: start) }
        return try YAMLConversion(file: file).node(root, depth: 0)
    }

    private static func diagnostic(of error: any Error, file: String) -> Diagnostic {
        var position = Position(line: 1, column: 1, file: file)
        var problem = "\(error)"
        switch error as? YamlError {
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
            position = Position(line: mark.line, column: mark.column, file: file)
            problem = text
        case .reader(let text, _, _, _):
            problem = text
        case .duplicatedKeysInMapping(let keys, let context):
            position = Position(line: context.mark.line, column: context.mark.column, file: file)
            return Diagnostic("yaml.duplicate-key", at: position, value: keys.first)
        default: break
        }
        return Diagnostic("yaml.syntax", at: position, facts: ["problem": problem])
    }
}

/// Turns the parser's nodes into ours.
private struct YAMLConversion {
    let file: String

    func node(_ node: Node, depth: Int) throws(Diagnostic) -> YAMLNode {
        let place = position(of: node)
        guard node.anchor == nil else { throw Diagnostic("yaml.anchor", at: place) }
        guard depth < YAMLSource.depthLimit else {
            throw Diagnostic("yaml.too-deep", at: place, facts: ["limit": "\(YAMLSource.depthLimit)"])
        }
        switch node {
        case .scalar(let scalar):
            return YAMLNode(.scalar(scalar.string), at: place, lead: lead(of: scalar))
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try self.node(item, depth: depth + 1)) }
            return YAMLNode(.list(items), at: place, lead: 0)
        case .mapping(let mapping):
            return YAMLNode(.mapping(try entries(of: mapping, depth: depth)), at: place, lead: 0)
        case .alias:
            throw Diagnostic("yaml.anchor", at: place)
        }
    }

    private func entries(of mapping: Node.Mapping, depth: Int) throws(Diagnostic) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let place = position(of: key)
            guard key.anchor == nil else { throw Diagnostic("yaml.anchor", at: place) }
            guard case .scalar(let scalar) = key else { throw Diagnostic("yaml.key-kind", at: place) }
            guard seen.insert(scalar.string).inserted else {
                throw Diagnostic("yaml.duplicate-key", at: place, value: scalar.string)
            }
            let entry = try node(value, depth: depth + 1)
            entries.append(YAMLEntry(key: YAMLKey(scalar.string, at: place), value: entry))
        }
        return entries
    }

    private func position(of node: Node) -> Position {
        Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, file: file)
    }

    /// Escapes, folding and line breaks move characters, so a place inside such a text is not computed.
    private func lead(of scalar: Node.Scalar) -> Int? {
        let text = scalar.string.utf8
        switch scalar.style {
        case .plain: return text.contains(0x20) && text.count > 60 ? nil : 0
        case .singleQuoted: return text.contains(0x27) ? nil : 1
        case .doubleQuoted: return text.contains(0x5C) || text.contains(0x22) || text.contains(0x0A) ? nil : 1
        default: return nil
        }
    }
}

/// A cheap look at the text before it is parsed: the parser compares keys in full, and a key that is an alias of an
/// alias of an alias takes exponential time.
private enum AliasScan {
    /// With so few references the worst expansion is below ten thousand nodes.
    static let harmless = 24

    static func expandsTooFar(_ text: String) -> Bool {
        var anchors = 0
        var aliases = 0
        var previous = UInt8(ascii: "\n")
        var mark: UInt8 = 0
        for byte in text.utf8 {
            if mark != 0, isNameByte(byte) {
                if mark == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
            }
            let starts = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
            mark = starts && opensToken(after: previous) ? byte : 0
            previous = byte
        }
        return anchors > 0 && aliases > harmless
    }

    private static func opensToken(after byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x80...0xFF: true
        default: false
        }
    }
}
