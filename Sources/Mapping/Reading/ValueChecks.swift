import Diagnostics
import Syntax

extension Reading {
    /// Compares a constant with what was sent; a difference is a warning.
    mutating func check(_ constant: CompiledConstant, in scope: ReadScope) {
        let mark = (matches: matches.count, evidence: evidence.count)
        collect(constant.path, in: scope, needsValue: true)
        for index in mark.matches..<matches.count {
            let node = matches[index].node
            markRead(node, evidenceFrom: mark.evidence)
            guardValue(of: node)
            guard let text = text(of: node), text != constant.value else { continue }
            report(
                "mapping.constant-differs", .warning, at: node, value: text, field: constant.text,
                facts: ["expected": constant.value])
        }
        dropMatches(from: mark.matches)
        dropEvidence(from: mark.evidence)
    }

    /// Every repeat's value of the first place that has any.
    mutating func values(_ rule: CompiledValue, in scope: ReadScope, field: String) -> [ReadValue] {
        for (number, place) in rule.places.enumerated() {
            let mark = (matches: matches.count, evidence: evidence.count)
            defer { dropEvidence(from: mark.evidence) }
            defer { dropMatches(from: mark.matches) }
            guard let path = place.paths.first else { continue }
            collect(path, in: scope, needsValue: true)
            for node in scope.others { collect(path, from: node, needsValue: true) }
            guard mark.matches < matches.count else { continue }
            isUnsteady()
            var values: [ReadValue] = []
            let end = matches.count
            for index in mark.matches..<end {
                let match = matches[index]
                markRead(match.node, evidenceFrom: mark.evidence)
                guard let text = text(of: match.node) else { continue }
                var value = ReadValue(text: text, node: match.node, place: number)
                if !place.isPlain {
                    guard convert(text, of: place, at: match, field: field, reports: true, into: &value) == .value
                    else { continue }
                    value.place = number
                }
                values.append(value)
            }
            return values
        }
        return []
    }
}
