import Diagnostics
import Orders
import Syntax

/// Turns the nodes of a mapping file into rules and collects every fault of the grammar.
struct MappingParser {
    /// The code tables of `codes/*.csv` by name.
    let tables: [String: CodeTable]
    private(set) var diagnostics = DiagnosticList()
    /// The tables that rules name.
    private(set) var usedTables: Set<String> = []
    private var identifiers = 0

    init(tables: [String: CodeTable]) { self.tables = tables }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    mutating func noteUse(ofTable name: String) { usedTables.insert(name) }

    mutating func nextIdentifier() -> Int {
        identifiers += 1
        return identifiers
    }

    /// The file of a root whose includes are put in; nil when its header is unusable.
    mutating func file(_ root: YAMLNode) -> MappingFile? {
        var reader = YAMLReader(root)
        let name = reader.requiredText("mapping")
        let namePosition = reader.position(of: "mapping")
        let format = reader.required("format").flatMap { self.format($0) }
        let document = reader.required("document").flatMap { self.document($0) }
        var blocks: [String: BlockBody] = [:]
        for entry in reader.entries("blocks") { blocks[entry.key.text] = body(of: entry.value) }
        var body = reader.required("rules").map { self.body(of: $0) } ?? BlockBody()
        body.constants += constants(reader.entries("constants"))
        let counts = reader.entries("counts").compactMap { count($0) }
        let ignored = reader.entries("ignore").compactMap { ignore($0) }
        let fills = reader.entries("fill").compactMap { fill($0) }
        let leaves = Set(reader.entries("leaves").compactMap { leave($0) })
        let answers = reader.entries("answers").compactMap { answer($0) }
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        guard let name, let format, let document else { return nil }
        return MappingFile(
            name: name, position: namePosition, format: format, document: document, blocks: blocks, body: body,
            counts: counts, ignored: ignored, fills: fills, answers: answers, leaves: leaves)
    }

    /// A path, its fault reported.
    mutating func path(_ node: YAMLNode, _ text: String) -> MappingPath? {
        do {
            return try PathParser.path(node, text: text)
        } catch {
            report(error)
            return nil
        }
    }

    /// The path that a key is.
    mutating func path(_ key: YAMLKey) -> MappingPath? {
        path(YAMLNode(.scalar(key.text), at: key.position, lead: nil), key.text)
    }

    mutating func field(_ key: YAMLKey) -> FieldPath? { field(key.text, at: key.position) }

    mutating func field(_ text: String, at position: Position) -> FieldPath? {
        do {
            return try FieldPath.parse(text, at: position)
        } catch {
            report(error)
            return nil
        }
    }

    private mutating func format(_ node: YAMLNode) -> MappingFormat? {
        var reader = YAMLReader(node)
        let syntaxText = reader.requiredText("syntax")
        let message = reader.requiredText("message")
        let directories = reader.texts("directory")
        let writes = reader.text("writes")
        let association = reader.text("association")
        let doctype = doctype(&reader)
        var match: [MatchRule] = []
        var envelope: [EnvelopeRule] = []
        for entry in reader.entries("match") {
            guard let condition = condition(entry.value) else { continue }
            if let party = EnvelopeRule.Party(rawValue: entry.key.text) {
                envelope.append(EnvelopeRule(party: party, condition: condition))
            } else if let path = path(entry.key) {
                match.append(MatchRule(path: path, condition: condition))
            }
        }
        if let syntaxText, SyntaxName(rawValue: syntaxText) == nil {
            let known = ["EDIFACT", "X12", "TRADACOMS", "XML", "IDOC", "CSV", "FIXED", "JSON"]
            reader.report(
                Diagnostic(
                    "yaml.not-choice", at: node["syntax"]?.position, value: syntaxText,
                    facts: [
                        "key": "syntax", "known": known.joined(separator: ", "),
                        "nearest": NearestName.to(syntaxText, among: known) ?? "none",
                    ]))
        }
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        guard let syntax = syntaxText.flatMap(SyntaxName.init(rawValue:)), let message else { return nil }
        return MappingFormat(
            position: node.position, syntax: syntax, message: message, directories: directories, writes: writes,
            doctype: doctype,
            association: association, match: match, envelope: envelope)
    }

    /// `doctype: http://xml.cxml.org/…/Fulfill.dtd`, which stands in quotes when it is written (XML 1.0, 4.2.2).
    private func doctype(_ reader: inout YAMLReader) -> String? {
        guard let text = reader.text("doctype") else { return nil }
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }) { return text }
        let facts = ["wanted": "a URI", "found": "a text"]
        reader.report(Diagnostic("yaml.wrong-kind", at: reader.position(of: "doctype"), value: text, facts: facts))
        return nil
    }

    /// `BGM/1225: "9|5|-"` is read as a predicate on the path's last name.
    private mutating func condition(_ node: YAMLNode) -> ValuePredicate? {
        guard let values = node.text, !values.isEmpty else {
            report(
                Diagnostic(
                    "yaml.wrong-kind", at: node.position,
                    facts: ["wanted": "a text", "found": node.kindName]))
            return nil
        }
        var condition = ValuePredicate(
            names: [], alternatives: [], allowsAbsence: false, allowsAny: false, position: node.position)
        for piece in values.split(separator: "|") {
            switch piece {
            case "-": condition.allowsAbsence = true
            case "*": condition.allowsAny = true
            default: condition.alternatives.append(String(piece))
            }
        }
        return condition
    }

    private mutating func answer(_ entry: YAMLEntry) -> AnswerRule? {
        guard let name = entry.value.text, !name.isEmpty else {
            report(
                Diagnostic(
                    "yaml.wrong-kind", at: entry.value.position,
                    facts: ["wanted": "the name of a mapping", "found": entry.value.kindName]))
            return nil
        }
        return AnswerRule(
            type: entry.key.text, mapping: name, typePosition: entry.key.position,
            mappingPosition: entry.value.position)
    }

    private mutating func document(_ node: YAMLNode) -> DocumentHeader? {
        if let text = node.text { return DocumentHeader(type: text, at: nil, position: node.position) }
        var reader = YAMLReader(node)
        let type = reader.requiredText("type")
        let at = reader.optional("at").flatMap { at in at.text.flatMap { path(at, $0) } }
        let confirms = reader.choice("confirms", of: ConfirmationForm.self) ?? .lines
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        return type.map {
            DocumentHeader(type: $0, at: at, position: node["type"]?.position ?? node.position, confirms: confirms)
        }
    }

    mutating func constants(_ entries: [YAMLEntry]) -> [ConstantRule] {
        var constants: [ConstantRule] = []
        for entry in entries {
            guard let value = entry.value.text else {
                report(
                    Diagnostic(
                        "yaml.wrong-kind", at: entry.value.position,
                        facts: ["wanted": "a text", "found": entry.value.kindName]))
                continue
            }
            if let path = path(entry.key) { constants.append(ConstantRule(path: path, value: value)) }
        }
        return constants
    }

    private mutating func count(_ entry: YAMLEntry) -> CountRule? {
        let parts = (entry.value.text ?? "").split(separator: " ").map(String.init)
        let counts = parts.first == CountRule.Function.count.rawValue
        guard parts.count == 2 || counts && parts.count == 4 && parts[2] == "+",
            let function = CountRule.Function(rawValue: parts[0])
        else {
            report(Diagnostic("mapping.count-invalid", at: entry.value.position, value: entry.value.text))
            return nil
        }
        guard let path = path(entry.key), let field = field(parts[1], at: entry.value.position) else { return nil }
        return CountRule(path: path, function: function, field: field, within: parts.count == 4 ? parts[3] : nil)
    }

    private mutating func ignore(_ entry: YAMLEntry) -> IgnoreRule? {
        guard let reason = entry.value.text, !reason.isEmpty else {
            report(Diagnostic("mapping.ignore-reason", at: entry.key.position, value: entry.key.text))
            return nil
        }
        return path(entry.key).map { IgnoreRule(path: $0, reason: reason) }
    }

    /// `leaves: { lines.delivery.requested: one day holds for the order }`.
    private mutating func leave(_ entry: YAMLEntry) -> String? {
        guard let reason = entry.value.text, !reason.isEmpty else {
            report(Diagnostic("mapping.ignore-reason", at: entry.key.position, value: entry.key.text))
            return nil
        }
        guard EssentialValues.contains(entry.key.text) else {
            report(Diagnostic("mapping.leaves-unknown", at: entry.key.position, value: entry.key.text))
            return nil
        }
        return entry.key.text
    }

    private mutating func fill(_ entry: YAMLEntry) -> FillRule? {
        let demands: [Character: FillRule.Demand] = ["!": .demanded, "?": .offered]
        let demand = entry.key.text.last.flatMap { demands[$0] }
        let names = entry.key.text.dropLast(demand == nil ? 0 : 1).split(separator: "/").map(String.init)
        var source = entry.value
        var conversion = Conversion()
        if entry.value.entries != nil {
            guard let node = entry.value["at"] else {
                return recordFill(entry.value).map {
                    FillRule(names: names, values: [], record: $0, position: entry.key.position)
                }
            }
            var reader = YAMLReader(entry.value)
            _ = reader.optional("at")
            conversion = self.conversion(&reader, columns: 1)
            reader.finish()
            for diagnostic in reader.diagnostics.items { report(diagnostic) }
            source = node
        }
        let texts = (source.items ?? [source]).map(\.text)
        let values = texts.compactMap { text in
            text.map { $0.hasPrefix(".") && $0.count > 1 ? .near(String($0.dropFirst())) : fallback($0) }
        }
        guard !values.isEmpty, values.count == texts.count, !texts.contains("") else {
            report(
                Diagnostic(
                    "yaml.wrong-kind", at: source.position,
                    facts: ["wanted": "a text or a list of texts", "found": source.kindName]))
            return nil
        }
        return FillRule(
            names: names, demand: demand ?? .shape, values: values, conversion: conversion,
            position: entry.key.position)
    }

    /// `{ in: BillTo/Address, use: party, from: buyer }`.
    private mutating func recordFill(_ node: YAMLNode) -> RecordFill? {
        var reader = YAMLReader(node)
        let place = reader.requiredText("in")
        let block = reader.requiredText("use")
        let from = reader.requiredText("from")
        reader.finish()
        for diagnostic in reader.diagnostics.items { report(diagnostic) }
        guard let place, let block, let from, let path = path(node["in"] ?? node, place) else { return nil }
        let use = YAMLKey(block, at: node["use"]?.position ?? node.position)
        let rule = BlockRule(
            identifier: nextIdentifier(), kind: .one, path: path, body: BlockBody(use: use), merge: [],
            isRequired: false, position: node.position)
        return RecordFill(from: from.split(separator: ".").map(String.init), block: rule)
    }
}
