import Diagnostics
import Orders

extension MappingCompiler {
    /// Adds the programs of the fields that rules fill, those of one field together.
    mutating func fill(
        _ program: RecordProgram, of type: RecordType, with entries: [Entry], in scope: Scope
    ) {
        for (name, group) in entries.grouped(by: { $0.steps.first?.name }) {
            guard let first = group.first else { continue }
            guard let filling = type.filling(name) else {
                for entry in group { reportUnknown(name, of: type, entry.rule) }
                continue
            }
            add(filling, name, group, first: first.rule, to: program, in: scope)
        }
    }

    private mutating func add(
        _ filling: FieldFilling, _ name: String, _ group: [Entry], first: Rule, to program: RecordProgram,
        in scope: Scope
    ) {
        let path = scope.trail.isEmpty ? name : "\(scope.trail).\(name)"
        switch filling {
        case .scalar(let filling):
            if let rule = single(group, path: path, filling.type, in: scope) {
                program.append(ScalarProgram(filling: filling, name: name, rule: rule))
            }
        case .scalars(let filling):
            if let rule = single(group, path: path, filling.type, in: scope) {
                program.append(ScalarListProgram(filling: filling, name: name, rule: rule))
            }
        case .record(let filling):
            if group.contains(where: { $0.steps.first?.pick != nil }) {
                diagnostics.append(Diagnostic("mapping.field-no-list", at: first.key.position, value: name))
                return
            }
            let parts = parts(group, filling.type(), path: path, in: scope)
            program.append(NestedProgram(filling: filling, name: name, parts: parts))
        case .list(let filling):
            if let list = list(filling, name, group, path: path, in: scope) { program.append(list) }
        }
    }

    mutating func reportUnknown(_ name: String, of type: RecordType, _ rule: Rule) {
        diagnostics.append(
            Diagnostic(
                "mapping.field-unknown", at: rule.key.position, value: name,
                facts: ["record": type.name, "nearest": NearestName.to(name, among: type.fieldNames()) ?? "none"]))
    }

    /// The one value rule of a field.
    private mutating func single(
        _ group: [Entry], path: String, _ type: any Scalar.Type, in scope: Scope
    ) -> CompiledValue? {
        guard let entry = group.first else { return nil }
        for other in group.dropFirst() {
            diagnostics.append(
                Diagnostic(
                    "mapping.field-twice", at: other.rule.key.position, value: path,
                    facts: ["line": entry.rule.key.position.line.map(String.init) ?? "?"]))
        }
        guard entry.steps.count == 1, entry.steps.first?.pick == nil, case .value(let rule) = entry.rule.body else {
            diagnostics.append(Diagnostic("mapping.field-is-value", at: entry.rule.key.position, value: path))
            return nil
        }
        return value(rule, in: scope, field: path, type: type)
    }

    /// The parts of a record: rules below it at the same node, then its blocks.
    private mutating func parts(
        _ group: [Entry], _ type: RecordType, path: String, in scope: Scope
    ) -> [RecordPart] {
        var parts: [RecordPart] = []
        let direct = group.filter { $0.steps.count > 1 }.map { Entry(steps: $0.steps.dropFirst(), rule: $0.rule) }
        if !direct.isEmpty {
            let program = RecordProgram()
            var inner = scope
            inner.trail = path
            fill(program, of: type, with: direct, in: inner)
            program.close()
            parts.append(.direct(program))
        }
        var seen: Rule?
        for entry in group where entry.steps.count == 1 {
            guard case .blocks(let rules) = entry.rule.body else {
                diagnostics.append(Diagnostic("mapping.field-is-record", at: entry.rule.key.position, value: path))
                continue
            }
            if let seen {
                diagnostics.append(
                    Diagnostic(
                        "mapping.field-twice", at: entry.rule.key.position, value: path,
                        facts: ["line": seen.key.position.line.map(String.init) ?? "?"]))
                continue
            }
            seen = entry.rule
            if entry.rule.by != nil {
                diagnostics.append(Diagnostic("mapping.by-unread", at: entry.rule.key.position, value: path))
                continue
            }
            parts.append(.blocks(rules.compactMap { block($0, type, in: scope, trail: path) }))
        }
        return parts
    }

    private mutating func list(
        _ filling: RecordFilling, _ name: String, _ group: [Entry], path: String, in scope: Scope
    ) -> FieldProgram? {
        let type = filling.type()
        var order: [FieldPath.Pick?] = []
        var groups: [FieldPath.Pick?: [Entry]] = [:]
        for entry in group {
            let pick = entry.steps.first?.pick
            if groups[pick] == nil { order.append(pick) }
            groups[pick, default: []].append(entry)
        }
        var sources: [ListProgram.Source] = []
        for pick in order {
            guard let entries = groups[pick], let rule = entries.first?.rule else { continue }
            if pick == nil, let wrong = entries.first(where: { $0.steps.count > 1 }) {
                diagnostics.append(Diagnostic("mapping.field-is-list", at: wrong.rule.key.position, value: path))
                continue
            }
            var setter: PickProgram?
            if let pick {
                setter = self.pick(pick, type, rule)
                if setter == nil { continue }
            }
            let place = pick.map { "\(path)[\($0.field)=\($0.value)]" } ?? path
            let parts = parts(entries, type, path: place, in: scope)
            sources.append(ListProgram.Source(pick: setter, parts: parts))
        }
        return sources.isEmpty ? nil : ListProgram(filling: filling, name: name, sources: sources)
    }

    private mutating func pick(_ pick: FieldPath.Pick, _ type: RecordType, _ rule: Rule) -> PickProgram? {
        guard let filling = type.filling(pick.field) else {
            reportUnknown(pick.field, of: type, rule)
            return nil
        }
        guard case .scalar(let filling) = filling, let program = PickProgram(filling, value: pick.value) else {
            diagnostics.append(
                Diagnostic(
                    "mapping.pick-invalid", at: rule.key.position, value: pick.value, facts: ["field": pick.field]))
            return nil
        }
        return program
    }

    /// The program of a rule that fills two fields.
    mutating func pair(_ rule: Rule, of type: RecordType, in scope: Scope) -> FieldProgram? {
        guard rule.fields.count == 2, case .value(let value) = rule.body,
            let first = setter(rule.fields[0], type, rule), let second = setter(rule.fields[1], type, rule)
        else { return nil }
        let field = rule.key.text
        let compiled = self.value(value, in: scope, field: field, type: first.filling.type)
        return PairProgram(first: first, second: second, rule: compiled)
    }

    private mutating func setter(_ path: FieldPath, _ type: RecordType, _ rule: Rule) -> FieldSetter? {
        var way: [RecordFilling] = []
        var type = type
        for (index, step) in path.steps.enumerated() {
            guard let filling = type.filling(step.name) else {
                reportUnknown(step.name, of: type, rule)
                return nil
            }
            switch filling {
            case .scalar(let filling) where index == path.steps.count - 1:
                return FieldSetter(way: way, filling: filling, path: path.text)
            case .record(let filling) where index < path.steps.count - 1:
                way.append(filling)
                type = filling.type()
            default:
                diagnostics.append(Diagnostic("mapping.field-is-value", at: rule.key.position, value: path.text))
                return nil
            }
        }
        return nil
    }
}
