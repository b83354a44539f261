import Syntax

/// Makes the shape of one transaction set from the lines of an X12 version.
///
/// Loops are named by their first segment, elements and components by their place. Loops of hierarchical levels (HL) may
/// stand in each other, as HL02 says. TRADACOMS is drawn in the same way: its elements have places, too, and a group of
/// another name than its first segment's keeps it.
struct X12Shape {
    /// The most loops in each other; the deepest transaction set has six.
    private static let deepest = 32

    let directory: DirectoryFile
    let codes: CodeFile

    private var builder = ShapeBuilder()
    private var segments: [String: ShapeBuilder.Structure] = [:]
    private var composites: [String: ShapeBuilder.Structure] = [:]
    private var values: [String: ShapeBuilder.Value] = [:]

    init(directory: DirectoryFile, codes: CodeFile, facts: ViewFacts) {
        self.directory = directory
        self.codes = codes
        builder.facts = facts
        builder.notation = .positions
    }

    /// The shape of a transaction set (`850`), nil when the version has none of that name.
    mutating func shape(message: String) -> Shape? {
        guard let items = directory.message(message) else { return nil }
        let root = builder.structure()
        builder.define(root, items.map { child($0, depth: 0) })
        builder.otherTags = directory.tags
        return builder.finish(name: message, version: directory.name, root: root)
    }

    private mutating func child(_ item: DirectoryFile.Item, depth: Int) -> ShapeBuilder.Child {
        let minimum = item.isMandatory ? 1 : 0
        // The tables write 99999 and more for "no bound" (X12.6: >1).
        let maximum = item.maximum >= 99_999 ? Int.max : item.maximum
        let trigger = item.items.first?.name ?? item.name
        let start = segment(trigger)
        guard !item.items.isEmpty, depth < Self.deepest else {
            return ShapeBuilder.Child(
                item.name, .segment, minimum: minimum, maximum: maximum, structure: start)
        }
        let loop = builder.structure()
        let elements = builder.children(of: start)
        var rest = item.items.dropFirst().map { child($0, depth: depth + 1) }
        if item.name == "HL" {
            rest.append(ShapeBuilder.Child("HL", .group, minimum: 0, maximum: maximum, structure: loop, tag: "HL"))
        }
        builder.define(loop, elements + rest, layout: builder.layout(of: start))
        return ShapeBuilder.Child(
            item.name, .group, minimum: minimum, maximum: maximum, structure: loop, tag: trigger)
    }

    private mutating func segment(_ tag: String) -> ShapeBuilder.Structure {
        if let known = segments[tag] { return known }
        let definition = directory.places("S \(tag)")
        if let title = definition?.title, !title.isEmpty { builder.titles[tag] = title }
        for (index, title) in (definition?.titles ?? []).enumerated() where !title.isEmpty {
            builder.titles[tag + Self.number(index + 1)] = title
        }
        let structure = structure(definition)
        segments[tag] = structure
        return structure
    }

    private mutating func composite(_ place: String) -> ShapeBuilder.Structure {
        if let known = composites[place] { return known }
        let structure = structure(directory.places("C \(place)"))
        composites[place] = structure
        return structure
    }

    private mutating func structure(_ definition: DirectoryFile.Definition?) -> ShapeBuilder.Structure {
        var children: [ShapeBuilder.Child] = []
        var slots: [ShapeLayout.Slot] = []
        for (index, entry) in (definition?.entries ?? []).enumerated() {
            var child = ShapeBuilder.Child(
                Self.number(index + 1), .element, minimum: entry.isMandatory ? 1 : 0, maximum: entry.repeats)
            if let value = value(entry) {
                child.value = value
            } else if let place = entry.representation {
                child.kind = .composite
                child.structure = composite(place)
            }
            children.append(child)
            slots.append(.init(child: index, isMandatory: entry.isMandatory, repeats: entry.repeats))
        }
        // An element has one place with and without a repetition separator.
        let layout = ShapeLayout(expanded: slots, repeating: slots, conditions: definition?.conditions ?? [])
        return builder.structure(children, layout: layout)
    }

    private mutating func value(_ entry: DirectoryFile.Entry) -> ShapeBuilder.Value? {
        guard let representation = entry.representation, var rule = ShapeValue(representation: representation) else {
            return nil
        }
        let key = "\(representation) \(entry.identifier)"
        if let known = values[key] { return known }
        if !entry.identifier.isEmpty { rule.codes = codes.codes(of: entry.identifier, in: directory.name) }
        let value = builder.value(rule)
        values[key] = value
        return value
    }

    private static func number(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
