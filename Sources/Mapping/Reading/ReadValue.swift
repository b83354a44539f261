import Diagnostics
import Syntax

/// What a rule found for a field.
struct ReadValue {
    var text: String
    /// The second text of a period.
    var second: String?
    /// The node that it stands at; nil for a default.
    var node: Int?
    /// The rule's place in its file.
    var rule: Position
}

/// What reading a place came to.
enum PlaceReading {
    case absent
    /// A fault has been reported.
    case invalid
    case value(ReadValue)
}

extension Reading {
    /// The value of a rule: of the first place that has one, else its default; nil where there is none or where a fault
    /// was reported. A required field without a value is reported here.
    func value(
        _ rule: CompiledValue, in scope: ReadScope, field: String = "", reports: Bool = true
    ) -> ReadValue? {
        var found: ReadValue?
        for place in rule.places {
            if let found {
                passOver(place, in: scope, unlessSameAs: found)
                continue
            }
            switch read(place, in: scope, field: field, reports: reports) {
            case .absent: continue
            case .invalid: return nil
            case .value(let value): found = value
            }
            if rule.places.count == 1 { break }
        }
        if let found { return found }
        if let text = fallback(rule.fallback, in: scope) {
            return ReadValue(text: text, node: nil, rule: rule.position)
        }
        if rule.isRequired, reports { reportMissing(rule, in: scope, field: field) }
        return nil
    }

    func reportMissing(_ rule: CompiledValue, in scope: ReadScope, field: String) {
        let places = rule.places.map(\.text).joined(separator: ", ")
        report("mapping.required-field", at: scope.node, field: field, facts: ["places": places])
    }

    private func fallback(_ fallback: Fallback?, in scope: ReadScope) -> String? {
        switch fallback {
        case nil: nil
        case .text(let text): text
        case .index: scope.index > 0 ? String(scope.index) : nil
        case .profile(let name): profile[name]
        case .document(let field): documentText(field)
        }
    }

    /// A later place of a rule that has its value: the same value counts as read, another one stays listed as unread.
    private func passOver(_ place: CompiledPlace, in scope: ReadScope, unlessSameAs found: ReadValue) {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        guard let path = place.paths.first, place.paths.count == 1, !place.joins else { return }
        collect(path, from: scope.node, needsValue: true)
        for index in mark.matches..<matches.count {
            let node = matches[index].node
            let raw = tree.text(of: node) ?? ""
            if raw == found.text || found.node.flatMap({ tree.text(of: $0) }) == raw {
                markRead(node, evidenceFrom: mark.evidence)
            }
        }
    }

    private func read(_ place: CompiledPlace, in scope: ReadScope, field: String, reports: Bool) -> PlaceReading {
        if place.joins { return join(place, in: scope, field: field) }
        if place.paths.count > 1 { return combine(place, in: scope, field: field, reports: reports) }
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropEvidence(from: mark.evidence) }
        defer { dropMatches(from: mark.matches) }
        collect(place.paths[0], from: scope.node, needsValue: true)
        for other in scope.others { collect(place.paths[0], from: other, needsValue: true) }
        guard mark.matches < matches.count else { return .absent }
        let match = matches[mark.matches]
        if matches.count > mark.matches + 1, reports {
            checkUnambiguous(mark.matches..<matches.count, field: field, place: place)
        }
        for index in mark.matches..<matches.count { wasRead[matches[index].node] = true }
        markRead(match.node, evidenceFrom: mark.evidence)
        guard let text = tree.text(of: match.node) else { return .absent }
        if place.isPlain { return .value(ReadValue(text: text, node: match.node, rule: place.position)) }
        return converted([text], of: place, at: match, field: field, reports: reports)
    }

    /// Two different values for one field are an error; the first is taken.
    private func checkUnambiguous(_ range: Range<Int>, field: String, place: CompiledPlace) {
        let first = tree.rawValue(of: matches[range.lowerBound].node)
        for index in range.dropFirst() {
            let other = tree.rawValue(of: matches[index].node)
            guard other != first else { continue }
            report(
                "mapping.ambiguous", at: matches[index].node, value: tree.text(of: matches[index].node), field: field,
                facts: ["first": tree.text(of: matches[range.lowerBound].node) ?? "", "path": place.text])
            return
        }
    }

    /// Several places in one value; later ones may be absent.
    private func combine(_ place: CompiledPlace, in scope: ReadScope, field: String, reports: Bool) -> PlaceReading {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropEvidence(from: mark.evidence) }
        defer { dropMatches(from: mark.matches) }
        var texts: [String?] = []
        var first: Match?
        for path in place.paths {
            let start = matches.count
            collect(path, from: scope.node, needsValue: true)
            guard start < matches.count else {
                texts.append(nil)
                continue
            }
            if matches.count > start + 1, reports {
                checkUnambiguous(start..<matches.count, field: field, place: place)
            }
            texts.append(tree.text(of: matches[start].node))
            if first == nil { first = matches[start] }
        }
        guard let first, texts[0] != nil else { return .absent }
        for index in mark.matches..<matches.count { markRead(matches[index].node, evidenceFrom: mark.evidence) }
        return converted(texts, of: place, at: first, field: field, reports: reports)
    }

    /// All pieces of a text, in order.
    private func join(_ place: CompiledPlace, in scope: ReadScope, field: String) -> PlaceReading {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropEvidence(from: mark.evidence) }
        defer { dropMatches(from: mark.matches) }
        for node in [scope.node] + scope.others {
            for path in place.paths { collect(path, from: node, needsValue: true) }
        }
        guard mark.matches < matches.count else { return .absent }
        var pieces: [String] = []
        for index in mark.matches..<matches.count {
            markRead(matches[index].node, evidenceFrom: mark.evidence)
            if let text = tree.text(of: matches[index].node), !place.conversion.none.contains(text) {
                pieces.append(text)
            }
        }
        guard !pieces.isEmpty else { return .absent }
        let separator = place.conversion.text == .lines ? "\n" : place.conversion.text == .flow ? " " : ""
        let match = matches[mark.matches]
        let text = pieces.joined(separator: separator)
        return .value(ReadValue(text: text, node: match.node, rule: place.position))
    }
}
