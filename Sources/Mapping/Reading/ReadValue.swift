import Diagnostics
import Orders
import Syntax

/// What a rule found for a field.
struct ReadValue {
    var text = ""
    /// The node that it stands at; nil for a default.
    var node: Int?
    /// The place of the rule that it was found at, by number; nil for a default.
    var place: Int?
    /// True when the text says less than was sent: a time without its fraction of a second.
    var isCut = false
}

/// What reading a place came to.
enum PlaceReading {
    case absent
    /// A fault has been reported.
    case invalid
    case value
}

extension Reading {
    /// Finds the value of a rule: of the first place that has one, else its default; false where there is none or where a
    /// fault was reported. A required field without a value is reported here.
    mutating func find(
        _ found: inout ReadValue, by rule: CompiledValue, in scope: ReadScope, field: String = "", reports: Bool = true
    ) -> Bool {
        var isFound = false
        found.isCut = false
        for index in rule.codes.indices {
            // The gate of a rule's only place is the rule's own, which is open now.
            if usesGates, rule.codes.count > 1, rule.codes[index].gate.isShut(for: scope.names) { continue }
            if isFound {
                passOver(rule.places[index], in: scope, unlessSameAs: found)
                continue
            }
            switch read(rule, index, in: scope, field: field, reports: reports, into: &found) {
            case .absent: continue
            case .invalid: return false
            case .value:
                isFound = true
                found.place = index
                if found.isCut, reports { reportCut(found, field: field) }
            }
        }
        if isFound { return true }
        if rule.hasFallback {
            if let text = fallback(rule.fallback, index: scope.index) {
                found = ReadValue(text: text)
                recorder.found = .fallback
                return true
            }
            isUnsteady()
        }
        if rule.isRequired, reports { reportMissing(rule, in: scope, field: field) }
        return false
    }

    @inline(never)
    mutating func reportMissing(_ rule: CompiledValue, in scope: ReadScope, field: String) {
        let places = rule.places.map(\.text).joined(separator: ", ")
        report("mapping.required-field", at: scope.node, field: field, facts: ["places": places])
    }

    /// Tells that a time was read without its fraction of a second.
    @inline(never)
    private mutating func reportCut(_ found: ReadValue, field: String) {
        guard let node = found.node else { return }
        report(
            "mapping.fraction-cut", .information, at: node, value: text(of: node), field: field,
            facts: ["kept": found.text])
    }

    /// What stands for absence, in an item of this number.
    mutating func fallback(_ fallback: Fallback?, index: Int) -> String? {
        switch fallback {
        case nil: nil
        case .text(let text): text
        case .index: index > 0 ? String(index) : nil
        case .profile(let name): profile[name]
        case .document(let field): documentText(field)
        case .near: nil
        }
    }

    /// A later place of a rule that has its value: the same value counts as read, another one stays listed as unread.
    private mutating func passOver(_ place: CompiledPlace, in scope: ReadScope, unlessSameAs found: ReadValue) {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        guard let path = place.paths.first, place.paths.count == 1, !place.joins else { return }
        collect(path, in: scope, needsValue: true)
        for index in mark.matches..<matches.count {
            let node = matches[index].node
            let raw = text(of: node) ?? ""
            isUnsteady()
            if raw == found.text || found.node.flatMap({ text(of: $0) }) == raw {
                markRead(node, evidenceFrom: mark.evidence)
            }
        }
    }

    private mutating func read(
        _ rule: CompiledValue, _ number: Int, in scope: ReadScope, field: String, reports: Bool,
        into found: inout ReadValue
    ) -> PlaceReading {
        let code = rule.codes[number]
        switch code.kind {
        case .joined: return join(rule.places[number], in: scope, field: field, into: &found)
        case .combined: return combine(rule, number, in: scope, field: field, reports: reports, into: &found)
        case .plain, .converted: break
        }
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropEvidence(from: mark.evidence) }
        defer { dropMatches(from: mark.matches) }
        collect(code.path, in: scope, needsValue: true)
        if !scope.others.isEmpty {
            for other in scope.others { collect(code.path, from: other, needsValue: true) }
        }
        guard mark.matches < matches.count else { return .absent }
        let match = matches[mark.matches]
        if matches.count > mark.matches + 1 {
            isUnsteady()
            if reports { checkUnambiguous(mark.matches..<matches.count, field: field, place: rule.places[number]) }
        }
        for index in mark.matches..<matches.count { wasRead[matches[index].node] = true }
        markEvidence(from: mark.evidence)
        guard let text = text(of: match.node) else { return .absent }
        if code.kind == .plain {
            found.text = text
            found.node = match.node
            recorder.found = .plain(node: match.node)
            return .value
        }
        let outcome = convert(
            text, of: rule.places[number], at: match, field: field, reports: reports, into: &found)
        recorder.found = .converted(place: number, node: match.node, enclosing: match.enclosing)
        if outcome != .value { isUnsteady() }
        return outcome
    }

    /// Two different values for one field are an error; the first is taken.
    private mutating func checkUnambiguous(_ range: Range<Int>, field: String, place: CompiledPlace) {
        let first = value(of: matches[range.lowerBound].node)
        for index in range.dropFirst() {
            guard !value(of: matches[index].node).elementsEqual(first) else { continue }
            report(
                "mapping.ambiguous", at: matches[index].node, value: tree.text(of: matches[index].node), field: field,
                facts: ["first": tree.text(of: matches[range.lowerBound].node) ?? "", "path": place.text])
            return
        }
    }

    /// Several places in one value; later ones may be absent.
    private mutating func combine(
        _ rule: CompiledValue, _ number: Int, in scope: ReadScope, field: String, reports: Bool,
        into found: inout ReadValue
    ) -> PlaceReading {
        let place = rule.places[number]
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropEvidence(from: mark.evidence) }
        defer { dropMatches(from: mark.matches) }
        var texts: [String?] = []
        var first: Match?
        var laterMatch: Match?
        var taken: [Int?] = []
        for path in place.paths {
            let start = matches.count
            collect(path, in: scope, needsValue: true)
            guard start < matches.count else {
                texts.append(nil)
                if recorder.isOn { taken.append(nil) }
                continue
            }
            if matches.count > start + 1 {
                isUnsteady()
                if reports { checkUnambiguous(start..<matches.count, field: field, place: place) }
            }
            if recorder.isOn { taken.append(matches[start].node) }
            texts.append(text(of: matches[start].node))
            if first == nil { first = matches[start] } else if laterMatch == nil { laterMatch = matches[start] }
        }
        guard let first, let text = texts[0] else { return .absent }
        for index in mark.matches..<matches.count { markRead(matches[index].node, evidenceFrom: mark.evidence) }
        var outcome = convert(
            text, Array(texts.dropFirst()), of: place, at: first, field: field, reports: reports && !place.isDate,
            into: &found)
        if place.isDate, outcome == .invalid || outcome == .value && BusinessTime(canonicalText: found.text) == nil {
            outcome = .invalid
            if reports { reportPart(of: texts, place: place, first: first, times: laterMatch, field: field) }
        }
        if recorder.isOn {
            recorder.found = .combined(place: number, nodes: taken, enclosing: first.enclosing)
            if outcome != .value { isUnsteady() }
        }
        return outcome
    }

    /// The first values below a node in one text, by which a person tells it from another.
    func summary(of node: Int) -> String {
        var texts: [String] = []
        var next = node
        let end = tree.nodes[node].end
        while next < end, texts.count < 4 {
            if let text = tree.text(of: next), !text.isEmpty { texts.append(text) }
            next += 1
        }
        return texts.joined(separator: " ")
    }

    /// Blames the day or the time of a date that stands in two places.
    @inline(never)
    private mutating func reportPart(
        of texts: [String?], place: CompiledPlace, first: Match, times: Match?, field: String
    ) {
        let patterns = place.conversion.dates
        let isDay = patterns.contains { pattern in
            pattern.read([texts.first ?? nil])?.first.flatMap { BusinessTime(canonicalText: $0) } != nil
        }
        let blamed = isDay ? times ?? first : first
        report(
            "mapping.date-invalid", at: blamed.node, value: text(of: blamed.node), field: field,
            facts: ["pattern": patterns.map(\.name).joined(separator: ", ")])
    }

    /// All pieces of a text, in order.
    private mutating func join(
        _ place: CompiledPlace, in scope: ReadScope, field: String, into found: inout ReadValue
    ) -> PlaceReading {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropEvidence(from: mark.evidence) }
        defer { dropMatches(from: mark.matches) }
        for path in place.paths { collect(path, in: scope, needsValue: true) }
        for node in scope.others {
            for path in place.paths { collect(path, from: node, needsValue: true) }
        }
        guard mark.matches < matches.count else { return .absent }
        if matches.count == mark.matches + 1, place.conversion.none.isEmpty {
            recorder.found = .plain(node: matches[mark.matches].node)
        } else {
            isUnsteady()
        }
        var pieces: [String] = []
        for index in mark.matches..<matches.count {
            markRead(matches[index].node, evidenceFrom: mark.evidence)
            if let text = text(of: matches[index].node), !place.conversion.none.contains(text) {
                pieces.append(text)
            }
        }
        guard !pieces.isEmpty else { return .absent }
        let separators: [Conversion.TextJoin: String] = [.lines: "\n", .flow: " ", .words: " "]
        let separator = place.conversion.text.flatMap { separators[$0] } ?? ""
        found.text = pieces.count == 1 ? pieces[0] : pieces.joined(separator: separator)
        found.node = matches[mark.matches].node
        return .value
    }
}
