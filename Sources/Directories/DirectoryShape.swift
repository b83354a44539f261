import Syntax

/// Makes the shape of one message from a directory's lines.
///
/// A group is named by its trigger, whose elements stand directly in it; where one tag opens two groups at one level they
/// keep their group names. Entries of the same element or composite in one segment are one child that may repeat.
struct DirectoryShape {
    /// The most levels of groups; the deepest message of the directories has seven.
    private static let deepest = 32

    /// What UNH says of the message's type and version; whether it is known shows when its shape is looked for.
    private static let named: Set<String> = ["0052", "0054", "0057", "0065"]

    let directory: DirectoryFile
    /// UNH, UNS and UNT, which are not in the directories.
    let service: DirectoryFile
    let codes: CodeFile

    private var builder = ShapeBuilder()
    private var segments: [String: ShapeBuilder.Structure] = [:]
    private var composites: [String: ShapeBuilder.Structure] = [:]
    private var values: [String: ShapeBuilder.Value] = [:]

    init(directory: DirectoryFile, service: DirectoryFile, codes: CodeFile, facts: ViewFacts) {
        self.directory = directory
        self.service = service
        self.codes = codes
        builder.facts = facts
    }

    /// The shape of a message, nil when the directory has none of that name.
    mutating func shape(message: String) -> Shape? {
        guard let items = directory.message(message) else { return nil }
        let root = builder.structure()
        builder.define(root, children(of: items, depth: 0))
        builder.otherTags = directory.tags
        return builder.finish(name: message, version: directory.name, root: root)
    }

    private mutating func children(of items: [DirectoryFile.Item], depth: Int) -> [ShapeBuilder.Child] {
        var triggers: [String: Int] = [:]
        for item in items { if let trigger = item.items.first?.name { triggers[trigger, default: 0] += 1 } }
        return items.map { item in
            guard let trigger = item.items.first?.name, depth < Self.deepest else {
                return ShapeBuilder.Child(
                    item.name, .segment, minimum: item.isMandatory ? 1 : 0, maximum: item.maximum,
                    structure: segment(item.name))
            }
            let start = segment(trigger)
            let structure = builder.structure()
            let elements = builder.children(of: start)
            let rest = children(of: Array(item.items.dropFirst()), depth: depth + 1)
            builder.define(structure, elements + rest, layout: builder.layout(of: start))
            return ShapeBuilder.Child(
                triggers[trigger] == 1 ? trigger : item.name, .group, minimum: item.isMandatory ? 1 : 0,
                maximum: item.maximum, structure: structure, tag: trigger)
        }
    }

    private mutating func segment(_ tag: String) -> ShapeBuilder.Structure {
        if let known = segments[tag] { return known }
        let definition = directory.segment(tag) ?? service.segment(tag)
        let structure = structure(definition)
        segments[tag] = structure
        if let title = definition?.title, !title.isEmpty { builder.titles[tag] = title }
        return structure
    }

    private mutating func composite(_ name: String) -> ShapeBuilder.Structure {
        if let known = composites[name] { return known }
        let definition = directory.composite(name) ?? service.composite(name)
        let structure = structure(definition)
        composites[name] = structure
        if let title = definition?.title, !title.isEmpty { builder.titles[name] = title }
        return structure
    }

    /// Entries as children, those of one name joined, and the places where they stand.
    private mutating func structure(_ definition: DirectoryFile.Definition?) -> ShapeBuilder.Structure {
        var children: [ShapeBuilder.Child] = []
        var layout = ShapeLayout(expanded: [], repeating: [], conditions: definition?.conditions ?? [])
        for entry in definition?.entries ?? [] {
            let index: Int
            if let known = children.firstIndex(where: { $0.name == entry.identifier }) {
                index = known
                children[index].maximum += entry.repeats
                children[index].minimum += entry.isMandatory ? 1 : 0
            } else {
                index = children.count
                children.append(child(entry))
            }
            layout.repeating.append(
                ShapeLayout.Slot(child: index, isMandatory: entry.isMandatory, repeats: entry.repeats))
            for number in 0..<min(entry.repeats, 99) {
                layout.expanded.append(
                    ShapeLayout.Slot(child: index, isMandatory: entry.isMandatory && number == 0, repeats: 1))
            }
        }
        return builder.structure(children, layout: layout)
    }

    private mutating func child(_ entry: DirectoryFile.Entry) -> ShapeBuilder.Child {
        var child = ShapeBuilder.Child(
            entry.identifier, .element, minimum: entry.isMandatory ? 1 : 0, maximum: entry.repeats)
        if entry.identifier.first?.isNumber == true {
            child.value = value(entry)
        } else {
            child.kind = .composite
            child.structure = composite(entry.identifier)
        }
        return child
    }

    private mutating func value(_ entry: DirectoryFile.Entry) -> ShapeBuilder.Value? {
        let element = directory.element(entry.identifier) ?? service.element(entry.identifier)
        guard let representation = entry.representation ?? element?.representation else { return nil }
        let key = "\(entry.identifier) \(representation)"
        if let known = values[key] { return known }
        guard var rule = ShapeValue(representation: representation) else { return nil }
        guard !Self.named.contains(entry.identifier) else { return keep(rule, key, element?.title) }
        rule.codes =
            codes.codes(of: entry.identifier, in: directory.name) ?? codes.codes(of: entry.identifier, in: service.name)
        return keep(rule, key, element?.title)
    }

    private mutating func keep(_ rule: ShapeValue, _ key: String, _ title: String?) -> ShapeBuilder.Value {
        let value = builder.value(rule)
        values[key] = value
        if let title, !title.isEmpty { builder.titles[String(key.prefix { $0 != " " })] = title }
        return value
    }
}
