import Diagnostics
import Syntax

extension Reading {
    /// Puts the canonical text of one value's pieces into `found`. The pieces behind the first may be absent.
    mutating func convert(
        _ first: String, _ rest: [String?] = [], of place: CompiledPlace, at match: Match, field: String,
        reports: Bool, into found: inout ReadValue
    ) -> PlaceReading {
        if place.hasNone, place.conversion.none.contains(first) { return .absent }
        let rest = place.hasNone ? rest.map { $0.map(place.conversion.none.contains) == true ? nil : $0 } : rest
        if place.isDate {
            if rest.allSatisfy({ $0 == nil }), let day = day(first, of: place, at: match) {
                found.text = day
                found.node = match.node
                return .value
            }
            return date([first] + rest, of: place, at: match, field: field, reports: reports, into: &found)
        }
        let text = place.strips ? Self.stripped(first, by: place.conversion) : first
        if !place.tables.isEmpty {
            return code(text, rest, of: place, at: match, field: field, reports: reports, into: &found)
        }
        found.text = rest.isEmpty ? text : ([text] + rest.compactMap { $0 }).joined(separator: " ")
        found.node = match.node
        return found.text.isEmpty ? .absent : .value
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
        if conversion.impliedDecimals > 0 { text = ImpliedDecimals.read(text, count: conversion.impliedDecimals) }
        if conversion.isFactor { text = Percentage.read(text) }
        if let length = conversion.gtin { text = shortGTIN(text, length) }
        return text
    }

    /// A GTIN as documents have it, whatever the length that a format gives it: of 13 digits, a GTIN-12 with a zero before
    /// it; of 14 with an indicator, of 8 where no more than 8 say something. Leading zeros make no other number of it
    /// (GS1 General Specifications, 3.3.2 and 7.9).
    private static func shortGTIN(_ text: String, _ length: Int) -> String {
        guard text.utf8.count == length, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return text }
        if length == 12 { return "0" + text }
        let zeros = text.prefix { $0 == "0" }.count
        for short in [8, 13] where short < length && zeros >= length - short {
            return String(text.dropFirst(length - short))
        }
        return text
    }

    /// A plain day (102), which most dates are, without a list of patterns and pieces; nil for any other date.
    private mutating func day(_ text: String, of place: CompiledPlace, at match: Match) -> String? {
        if let by = place.by {
            let mark = (matches: matches.count, evidence: evidence.count)
            defer { dropMatches(from: mark.matches) }
            defer { dropEvidence(from: mark.evidence) }
            collect(by, from: match.enclosing, needsValue: true)
            if mark.matches < matches.count {
                let node = matches[mark.matches].node
                guard value(of: node).elementsEqual(DatePattern.dayCode), let day = DatePattern.day(text) else {
                    return nil
                }
                wasRead[node] = true
                second = nil
                return day
            }
        }
        guard place.readsDays, let day = DatePattern.day(text) else { return nil }
        second = nil
        return day
    }

    /// The code by `by:`, else the patterns in order.
    private mutating func date(
        _ texts: [String?], of place: CompiledPlace, at match: Match, field: String, reports: Bool,
        into found: inout ReadValue
    ) -> PlaceReading {
        var patterns = place.conversion.dates
        var code: String?
        if let by = place.by {
            let mark = (matches: matches.count, evidence: evidence.count)
            collect(by, from: match.enclosing, needsValue: true)
            if mark.matches < matches.count {
                let node = matches[mark.matches].node
                wasRead[node] = true
                code = text(of: node)
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
            guard let dates = pattern.read(texts) else { continue }
            found.text = dates[0]
            found.node = match.node
            found.isCut = pattern.cutsFraction(of: texts)
            if place.conversion.isDateTime, texts[0]?.hasSuffix(DatePattern.midnight) == true {
                found.text = String(dates[0].prefix(10))
            }
            second = dates.count > 1 ? dates[1] : nil
            return .value
        }
        if reports {
            let names = patterns.map(\.name).joined(separator: ", ")
            reportDate(texts, named: names, at: match, field: field)
        }
        return .invalid
    }

    private mutating func reportDate(_ texts: [String?], named patterns: String, at match: Match, field: String) {
        let value = texts.compactMap { $0 }.joined(separator: " ")
        report("mapping.date-invalid", at: match.node, value: value, field: field, facts: ["pattern": patterns])
    }

    /// What a code is called here, by the first table that knows it.
    private mutating func code(
        _ first: String, _ rest: [String?], of place: CompiledPlace, at match: Match, field: String, reports: Bool,
        into found: inout ReadValue
    ) -> PlaceReading {
        let keys = rest.isEmpty ? [] : [first] + rest.map { $0 ?? "" }
        found.node = match.node
        for table in place.tables {
            guard let ours = rest.isEmpty ? table.ours(for: first) : table.ours(for: keys) else { continue }
            found.text = ours
            return ours.isEmpty ? .absent : .value
        }
        switch place.conversion.otherwise {
        case .pass:
            found.text = first
            return .value
        case .value(let text):
            found.text = text
            return .value
        case .error, .leave:
            if reports {
                report(
                    "mapping.code-unknown", at: match.node,
                    value: rest.isEmpty ? first : keys.joined(separator: " "), field: field,
                    facts: ["tables": place.conversion.codes.map(\.name).joined(separator: ", ")])
            }
            return .invalid
        }
    }
}
