import Diagnostics

extension MappingParser {
    /// The conversion that the keys of a place say.
    mutating func conversion(_ reader: inout YAMLReader, columns: Int) -> Conversion {
        var conversion = Conversion()
        dates(&reader, &conversion)
        codes(&reader, &conversion, columns: columns)
        conversion.text = reader.choice("text", of: Conversion.TextJoin.self)
        conversion.none = reader.texts("none")
        if let number = reader.text("number") {
            switch number {
            case "comma": conversion.hasDecimalComma = true
            case "factor": conversion.isFactor = true
            default:
                reader.report(choice("number", number, known: ["comma", "factor"], at: reader.position(of: "number")))
            }
        }
        conversion.zeros = reader.integer("zeros", in: 1...200)
        conversion.prefix = reader.text("prefix")
        conversion.gtin = reader.integer("gtin", in: 8...14)
        conversion.letterCase = reader.text("case")
        if let text = conversion.letterCase, text != "upper", text != "lower" {
            reader.report(choice("case", text, known: ["upper", "lower"], at: reader.position(of: "case")))
        }
        conversion.round = reader.integer("round", in: 0...30)
        conversion.cut = reader.integer("cut", in: 1...100_000)
        fits(&reader, &conversion)
        return conversion
    }

    private func choice(_ key: String, _ value: String, known: [String], at position: Position) -> Diagnostic {
        let facts = [
            "key": key, "known": known.joined(separator: ", "),
            "nearest": NearestName.to(value, among: known) ?? "none",
        ]
        return Diagnostic("yaml.not-choice", at: position, value: value, facts: facts)
    }

    private mutating func dates(_ reader: inout YAMLReader, _ conversion: inout Conversion) {
        if let node = reader.optional("date") {
            conversion.isDate = true
            if node.items?.isEmpty == true {
                reader.report(Diagnostic("mapping.date-pattern", at: node.position, value: "[]"))
            }
            for item in node.items ?? [node] {
                if let pattern = item.text.flatMap(DatePattern.parse) {
                    conversion.dates.append(pattern)
                } else {
                    reader.report(Diagnostic("mapping.date-pattern", at: item.position, value: item.text))
                }
            }
        }
        if let node = reader.optional("by"), let text = reader.text(of: node) { conversion.by = path(node, text) }
        conversion.zone = reader.text("zone")
    }

    private mutating func codes(_ reader: inout YAMLReader, _ conversion: inout Conversion, columns: Int) {
        if let node = reader.optional("codes") {
            for item in node.items ?? [node] {
                if let table = table(item, columns: columns) { conversion.codes.append(table) }
            }
        }
        switch reader.text("else") {
        case nil, "error": conversion.otherwise = .error
        case "pass": conversion.otherwise = .pass
        case "leave": conversion.otherwise = .leave
        case .some(let value): conversion.otherwise = .value(value)
        }
    }

    private mutating func table(_ node: YAMLNode, columns: Int) -> CodeTable? {
        if let entries = node.entries {
            do {
                return try CodeTable.inline(entries, columns: columns)
            } catch {
                report(error)
                return nil
            }
        }
        guard let name = node.text, let table = tables[name] else {
            let nearest = NearestName.to(node.text ?? "", among: tables.keys.sorted()) ?? "none"
            report(
                Diagnostic("mapping.codes-unknown", at: node.position, value: node.text, facts: ["nearest": nearest]))
            return nil
        }
        noteUse(ofTable: name)
        if table.isEmpty { report(Diagnostic("mapping.codes-empty", .warning, at: node.position, value: name)) }
        if let found = table.columns, found != columns {
            let facts = ["columns": "\(found)", "places": "\(columns)"]
            report(Diagnostic("mapping.codes-columns", at: node.position, value: name, facts: facts))
            return nil
        }
        return table
    }

    private mutating func fits(_ reader: inout YAMLReader, _ conversion: inout Conversion) {
        guard let pattern = reader.text("fits") else { return }
        conversion.fits = pattern
        if (try? Regex(pattern)) == nil {
            reader.report(Diagnostic("mapping.fits-invalid", at: reader.position(of: "fits"), value: pattern))
        }
    }
}
