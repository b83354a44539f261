import Diagnostics
import Syntax

extension Reading {
    /// The canonical text of the pieces of one value.
    func converted(
        _ pieces: [String?], of place: CompiledPlace, at match: Match, field: String, reports: Bool
    ) -> PlaceReading {
        let conversion = place.conversion
        var texts = pieces
        if !conversion.none.isEmpty {
            for index in texts.indices {
                if let text = texts[index], conversion.none.contains(text) { texts[index] = nil }
            }
        }
        guard let first = texts.first ?? nil else { return .absent }
        if conversion.isDate { return date(texts, of: place, at: match, field: field, reports: reports) }
        texts[0] = Self.stripped(first, by: conversion)
        if !conversion.codes.isEmpty { return code(texts, of: place, at: match, field: field, reports: reports) }
        let text = texts.compactMap { $0 }.joined(separator: " ")
        guard !text.isEmpty else { return .absent }
        return .value(ReadValue(text: text, node: match.node, rule: place.position))
    }

    /// Takes away what a format adds to a value: a prefix, leading zeros, its decimal mark.
    private static func stripped(_ text: String, by conversion: Conversion) -> String {
        var text = text
        if let prefix = conversion.prefix, text.hasPrefix(prefix) { text.removeFirst(prefix.count) }
        if conversion.zeros != nil {
            let rest = text.drop { $0 == "0" }
            text = rest.isEmpty && !text.isEmpty ? "0" : String(rest)
        }
        if conversion.hasDecimalComma {
            // A comma that is the only one is the mark; dots before it group thousands.
            let commas = text.filter { $0 == "," }.count
            if commas == 1 {
                text = String(text.filter { $0 != "." && $0 != " " }.map { $0 == "," ? "." : $0 })
            }
        }
        if let length = conversion.gtin { text = shortGTIN(text, length) }
        return text
    }

    /// A GTIN that zeros fill up to a length, as it was before: of 8, 12 or 13 digits (GS1 General Specifications, 7.9).
    private static func shortGTIN(_ text: String, _ length: Int) -> String {
        guard text.utf8.count == length, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return text }
        let zeros = text.prefix { $0 == "0" }.count
        for short in [8, 12, 13] where short < length && zeros >= length - short {
            return String(text.dropFirst(length - short))
        }
        return text
    }

    /// The code by `by:`, else the patterns in order.
    private func date(
        _ texts: [String?], of place: CompiledPlace, at match: Match, field: String, reports: Bool
    ) -> PlaceReading {
        var patterns = place.conversion.dates
        var code: String?
        if let by = place.by {
            let mark = (matches: matches.count, evidence: evidence.count)
            collect(by, from: match.enclosing, needsValue: true)
            if mark.matches < matches.count {
                let node = matches[mark.matches].node
                wasRead[node] = true
                code = tree.text(of: node)
            }
            dropMatches(from: mark.matches)
            dropEvidence(from: mark.evidence)
        }
        if let code {
            guard let pattern = DatePattern.code(code) else {
                if reports { reportDate(texts, named: code, at: match, field: field) }
                return .invalid
            }
            patterns = [pattern]
        }
        for pattern in patterns {
            guard let found = pattern.read(texts) else { continue }
            let second = found.count > 1 ? found[1] : nil
            return .value(ReadValue(text: found[0], second: second, node: match.node, rule: place.position))
        }
        if reports {
            let names = patterns.map(\.name).joined(separator: ", ")
            reportDate(texts, named: names, at: match, field: field)
        }
        return .invalid
    }

    private func reportDate(_ texts: [String?], named patterns: String, at match: Match, field: String) {
        let value = texts.compactMap { $0 }.joined(separator: " ")
        report("mapping.date-invalid", at: match.node, value: value, field: field, facts: ["pattern": patterns])
    }

    /// What a code is called here, by the first table that knows it.
    private func code(
        _ texts: [String?], of place: CompiledPlace, at match: Match, field: String, reports: Bool
    ) -> PlaceReading {
        let conversion = place.conversion
        let keys = texts.map { $0 ?? "" }
        for table in conversion.codes {
            let ours = keys.count == 1 ? table.ours(for: keys[0]) : table.ours(for: keys)
            guard let ours else { continue }
            return ours.isEmpty ? .absent : .value(ReadValue(text: ours, node: match.node, rule: place.position))
        }
        switch conversion.otherwise {
        case .pass: return .value(ReadValue(text: keys[0], node: match.node, rule: place.position))
        case .value(let text): return .value(ReadValue(text: text, node: match.node, rule: place.position))
        case .error:
            if reports {
                report(
                    "mapping.code-unknown", at: match.node, value: keys.joined(separator: " "), field: field,
                    facts: ["tables": conversion.codes.map(\.name).joined(separator: ", ")])
            }
            return .invalid
        }
    }
}
