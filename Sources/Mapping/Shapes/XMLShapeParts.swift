import Diagnostics
import Directories
import Syntax

/// Turns what elements hold into structures of a shape.
struct XMLShapeParts {
    private(set) var builder: ShapeBuilder
    private(set) var diagnostics = DiagnosticList()
    /// What parts hold, by name.
    private let nodes: [String: YAMLNode]
    private var structures: [String: ShapeBuilder.Structure] = [:]
    private var values: [String: ShapeBuilder.Value] = [:]

    init(builder: ShapeBuilder, nodes: [String: YAMLNode]) {
        self.builder = builder
        self.nodes = nodes
    }

    /// What a document holds: a part, or names.
    mutating func structure(of node: YAMLNode) -> ShapeBuilder.Structure {
        content(of: node).structure ?? builder.structure()
    }

    /// What an element holds.
    private mutating func content(of node: YAMLNode) -> (structure: ShapeBuilder.Structure?, value: ShapeBuilder.Value?)
    {
        if let codes = node.items {
            let list = CodeList(identifier: "", codes.compactMap(\.text).map { ($0, "") })
            return (nil, builder.value(ShapeValue(.text, codes: list)))
        }
        guard let name = node.text else {
            let structure = builder.structure()
            return (structure, define(structure, node))
        }
        if let value = value(name) { return (nil, value) }
        if let part = nodes[name] { return self.part(name, part) }
        let known = nodes.keys.sorted() + ShapeValue.Content.allCases.map(\.rawValue)
        report("mapping.shape-type", node.position, name, ["nearest": NearestName.to(name, among: known) ?? "none"])
        return (nil, nil)
    }

    private mutating func part(
        _ name: String, _ node: YAMLNode
    ) -> (structure: ShapeBuilder.Structure?, value: ShapeBuilder.Value?) {
        if let known = structures[name] { return (known, values[name]) }
        let structure = builder.structure()
        structures[name] = structure
        // A part that holds itself needs its own value before it is finished.
        values[name] = ownValue(of: node)
        define(structure, node)
        return (structure, values[name])
    }

    private mutating func value(_ name: String) -> ShapeBuilder.Value? {
        if let known = values["." + name] { return known }
        guard let rule = ShapeValue(representation: name) ?? ShapeValue.Content(rawValue: name).map({ ShapeValue($0) })
        else { return nil }
        let value = builder.value(rule)
        values["." + name] = value
        return value
    }

    /// The rule for an element's own text beside its attributes: what stands at `.`.
    private mutating func ownValue(of node: YAMLNode) -> ShapeBuilder.Value? {
        node.entries?.first { $0.key.text == "." }.flatMap { content(of: $0.value).value }
    }

    @discardableResult
    private mutating func define(_ structure: ShapeBuilder.Structure, _ node: YAMLNode) -> ShapeBuilder.Value? {
        guard let entries = node.entries else {
            report("yaml.wrong-kind", node.position, nil, ["wanted": "names", "found": node.kindName])
            return nil
        }
        var children: [ShapeBuilder.Child] = []
        var names: Set<String> = []
        for entry in entries where entry.key.text != "." {
            guard let child = child(entry) else { continue }
            if !names.insert(child.name).inserted {
                report("yaml.duplicate-key", entry.key.position, child.name, ["key": child.name])
            }
            children.append(child)
        }
        builder.define(structure, children)
        return ownValue(of: node)
    }

    private mutating func child(_ entry: YAMLEntry) -> ShapeBuilder.Child? {
        let key = entry.key.text
        let name = String(XMLShapeExtension.bare(key))
        let local = name.drop { $0 == "@" }
        guard !local.isEmpty, !name.dropFirst().contains("@"), !name.contains(where: { " /[]|?*+=\t".contains($0) })
        else {
            report("mapping.shape-name", entry.key.position, key)
            return nil
        }
        let mark = key.count > name.count ? key.last : nil
        let content = content(of: entry.value)
        return ShapeBuilder.Child(
            name, name.hasPrefix("@") ? .attribute : .element, minimum: mark == nil || mark == "+" ? 1 : 0,
            maximum: mark == "*" || mark == "+" ? .max : 1, structure: content.structure, value: content.value)
    }

    private mutating func report(
        _ code: Code, _ position: Position, _ value: String?, _ facts: [String: String] = [:]
    ) {
        diagnostics.append(Diagnostic(code, at: position, value: value, facts: facts))
    }
}
