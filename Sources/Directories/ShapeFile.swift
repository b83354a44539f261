public import Diagnostics
import Syntax

/// The compact text form of a shape, for structures that are made from XSDs or written by hand.
///
/// One definition a line, parts separated by tabs; identifiers are any text and may be used before they are defined; the
/// first `type` is the message's own; blank lines and lines that start with `#` are skipped.
///
///     shape   NAME   VERSION
///     codes   ID     CODE   CODE …
///     value   ID     CONTENT   MIN   MAX   CODES-ID
///     type    ID
///     KIND    NAME   MIN   MAX   TYPE-ID   VALUE-ID
///
/// CONTENT is a raw value of ``ShapeValue/Content``; MIN and MAX are numbers, `*` is no bound; KIND is `group`,
/// `segment`, `composite`, `element` or `attribute` and stands below its `type`; `-` is no identifier, and parts at the
/// end may be left out.
public enum ShapeFile {
    /// The shape of a file's bytes. Throws a `directory.shape-invalid` with the line.
    public static func parse(_ bytes: [UInt8], file: String? = nil) throws(Diagnostic) -> Shape {
        var parser = ShapeFileParser(file: file)
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            try parser.take(line)
        }
        return try parser.finish()
    }
}

/// Reads a shape file line by line.
private struct ShapeFileParser {
    private let file: String?
    private var line = 0
    private var title: (name: String, version: String)?
    private var builder = ShapeBuilder()
    private var codes: [String: CodeList] = [:]
    private var structures: [String: ShapeBuilder.Structure] = [:]
    private var defined: Set<String> = []
    private var values: [String: ShapeBuilder.Value] = [:]
    private var root: ShapeBuilder.Structure?
    private var current: ShapeBuilder.Structure?
    private var children: [ShapeBuilder.Child] = []

    init(file: String?) { self.file = file }

    mutating func take(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) {
        line += 1
        guard let first = bytes.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "\r") else { return }
        let parts = bytes.split(separator: 9, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        switch parts[0] {
        case "shape": title = (try part(parts, 1), parts.count > 2 ? parts[2] : "")
        case "codes":
            let id = try part(parts, 1)
            codes[id] = CodeList(identifier: id, parts.dropFirst(2).map { ($0, "") })
        case "value": try takeValue(parts)
        case "type": try takeType(try part(parts, 1))
        default: try takeChild(parts)
        }
    }

    mutating func finish() throws(Diagnostic) -> Shape {
        close()
        guard let title, let root else { throw fault("a shape line and a type", nil) }
        if let missing = structures.keys.filter({ !defined.contains($0) }).min() {
            throw fault("a definition of type \(missing)", missing)
        }
        return builder.finish(name: title.name, version: title.version, root: root)
    }

    private mutating func takeValue(_ parts: [String]) throws(Diagnostic) {
        guard let content = ShapeValue.Content(rawValue: try part(parts, 2)) else {
            throw fault("one of \(ShapeValue.Content.allCases.map(\.rawValue).joined(separator: ", "))", parts[2])
        }
        var list: CodeList?
        if let id = identifier(parts, 5) {
            guard let known = codes[id] else { throw fault("codes that are defined above", id) }
            list = known
        }
        values[parts[1]] = builder.value(
            ShapeValue(
                content, minimumLength: parts.count > 3 ? try number(parts[3]) : 0,
                maximumLength: parts.count > 4 ? try number(parts[4]) : .max, codes: list))
    }

    private mutating func takeType(_ id: String) throws(Diagnostic) {
        close()
        guard defined.insert(id).inserted else { throw fault("each type once", id) }
        let structure = structure(id)
        current = structure
        if root == nil { root = structure }
    }

    private mutating func takeChild(_ parts: [String]) throws(Diagnostic) {
        let kinds: [String: Tree.Kind] = [
            "group": .group, "segment": .segment, "composite": .composite, "element": .element, "attribute": .attribute,
        ]
        guard let kind = kinds[parts[0]] else { throw fault("shape, codes, value, type or a kind of node", parts[0]) }
        guard current != nil else { throw fault("a type line before its children", parts[0]) }
        var value: ShapeBuilder.Value?
        if let id = identifier(parts, 5) {
            guard let known = values[id] else { throw fault("a value that is defined above", id) }
            value = known
        }
        children.append(
            ShapeBuilder.Child(
                try part(parts, 1), kind, minimum: parts.count > 2 ? try number(parts[2]) : 0,
                maximum: parts.count > 3 ? try number(parts[3]) : 1,
                structure: identifier(parts, 4).map { structure($0) }, value: value))
    }

    private mutating func close() {
        if let current { builder.define(current, children) }
        current = nil
        children = []
    }

    private mutating func structure(_ id: String) -> ShapeBuilder.Structure {
        if let known = structures[id] { return known }
        let new = builder.structure()
        structures[id] = new
        return new
    }

    private func part(_ parts: [String], _ index: Int) throws(Diagnostic) -> String {
        guard index < parts.count, !parts[index].isEmpty else { throw fault("\(index + 1) parts or more", nil) }
        return parts[index]
    }

    private func identifier(_ parts: [String], _ index: Int) -> String? {
        index < parts.count && parts[index] != "-" && !parts[index].isEmpty ? parts[index] : nil
    }

    private func number(_ text: String) throws(Diagnostic) -> Int {
        if text == "*" { return .max }
        guard let value = Int(text), value >= 0 else { throw fault("a number or *", text) }
        return value
    }

    private func fault(_ expected: String, _ value: String?) -> Diagnostic {
        Diagnostic(
            "directory.shape-invalid", at: Position(line: line, file: file), value: value, facts: ["expected": expected]
        )
    }
}
