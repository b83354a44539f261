import Diagnostics
import Orders

extension MappingCompiler {
    /// Adds the programs of the fields that rules fill, those of one field together.
    mutating func fill<Root: Record>(
        _ program: RecordProgram, of type: Root.Type, with entries: [Entry], in scope: Scope
    ) {
        var order: [String] = []
        var groups: [String: [Entry]] = [:]
        for entry in entries {
            guard let step = entry.steps.first else { continue }
            if groups[step.name] == nil { order.append(step.name) }
            groups[step.name, default: []].append(entry)
        }
        for name in order {
            guard let group = groups[name], let first = group.first else { continue }
            guard let field = Root.fields.first(where: { $0.name == name }) else {
                for entry in group { reportUnknown(name, of: Root.self, entry.rule) }
                continue
            }
            add(field, group, first: first.rule, to: program, in: scope)
        }
    }

    private mutating func add<Root: Record>(
        _ field: Field<Root>, _ group: [Entry], first: Rule, to program: RecordProgram, in scope: Scope
    ) {
        let path = scope.trail.isEmpty ? field.name : "\(scope.trail).\(field.name)"
        switch field.content {
        case .scalar(let access):
            if let rule = single(group, path: path, in: scope) {
                program.append(scalar(access, field.name, rule))
            }
        case .scalars(let access):
            if let rule = single(group, path: path, in: scope) {
                program.append(scalarList(access, field.name, rule))
            }
        case .record(let access):
            if group.contains(where: { $0.steps.first?.pick != nil }) {
                diagnostics.append(Diagnostic("mapping.field-no-list", at: first.key.position, value: field.name))
                return
            }
            program.append(record(access, field.name, group, path: path, in: scope))
        case .list(let access):
            if let list = list(access, field.name, group, path: path, in: scope) { program.append(list) }
        }
    }

    mutating func reportUnknown<Root: Record>(_ name: String, of type: Root.Type, _ rule: Rule) {
        let known = Root.fields.map(\.name)
        diagnostics.append(
            Diagnostic(
                "mapping.field-unknown", at: rule.key.position, value: name,
                facts: ["record": Root.recordName, "nearest": NearestName.to(name, among: known) ?? "none"]))
    }

    /// The one value rule of a field.
    private mutating func single(_ group: [Entry], path: String, in scope: Scope) -> CompiledValue? {
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
        return value(rule, in: scope, field: path)
    }

    private func scalar<Access: ScalarAccess>(
        _ access: Access, _ name: String, _ rule: CompiledValue
    ) -> FieldProgram {
        ScalarProgram(access: access, name: name, rule: rule)
    }

    private func scalarList<Access: ScalarListAccess>(
        _ access: Access, _ name: String, _ rule: CompiledValue
    ) -> FieldProgram {
        ScalarListProgram(access: access, name: name, rule: rule)
    }

    private mutating func record<Access: RecordAccess>(
        _ access: Access, _ name: String, _ group: [Entry], path: String, in scope: Scope
    ) -> FieldProgram {
        NestedProgram(access: access, name: name, parts: parts(group, Access.Child.self, path: path, in: scope))
    }

    /// The parts of a record: rules below it at the same node, then its blocks.
    private mutating func parts<Child: Record>(
        _ group: [Entry], _ type: Child.Type, path: String, in scope: Scope
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

    private mutating func list<Access: ListAccess>(
        _ access: Access, _ name: String, _ group: [Entry], path: String, in scope: Scope
    ) -> FieldProgram? {
        var order: [FieldPath.Pick?] = []
        var groups: [FieldPath.Pick?: [Entry]] = [:]
        for entry in group {
            let pick = entry.steps.first?.pick
            if groups[pick] == nil { order.append(pick) }
            groups[pick, default: []].append(entry)
        }
        var sources: [ListProgram<Access>.Source] = []
        for pick in order {
            guard let entries = groups[pick], let rule = entries.first?.rule else { continue }
            if pick == nil, let wrong = entries.first(where: { $0.steps.count > 1 }) {
                diagnostics.append(Diagnostic("mapping.field-is-list", at: wrong.rule.key.position, value: path))
                continue
            }
            var setter: PickProgram<Access.Element>?
            if let pick {
                setter = self.pick(pick, Access.Element.self, rule)
                if setter == nil { continue }
            }
            let place = pick.map { "\(path)[\($0.field)=\($0.value)]" } ?? path
            let parts = parts(entries, Access.Element.self, path: place, in: scope)
            sources.append(ListProgram<Access>.Source(pick: setter, parts: parts))
        }
        return sources.isEmpty ? nil : ListProgram(access: access, name: name, sources: sources)
    }

    private mutating func pick<Element: Record>(
        _ pick: FieldPath.Pick, _ type: Element.Type, _ rule: Rule
    ) -> PickProgram<Element>? {
        guard let field = Element.fields.first(where: { $0.name == pick.field }) else {
            reportUnknown(pick.field, of: type, rule)
            return nil
        }
        guard case .scalar(let access) = field.content, let program = pickProgram(access, pick.value) else {
            diagnostics.append(
                Diagnostic(
                    "mapping.pick-invalid", at: rule.key.position, value: pick.value, facts: ["field": pick.field]))
            return nil
        }
        return program
    }

    private func pickProgram<Access: ScalarAccess>(_ access: Access, _ text: String) -> PickProgram<Access.Root>? {
        Access.Value(canonicalText: text).map { PickProgram(access, value: $0) }
    }

    /// The program of a rule that fills two fields.
    mutating func pair<Root: Record>(_ rule: Rule, of type: Root.Type, in scope: Scope) -> FieldProgram? {
        guard rule.fields.count == 2, case .value(let value) = rule.body,
            let first = setter(rule.fields[0], rule.fields[0].steps[...], type, rule),
            let second = setter(rule.fields[1], rule.fields[1].steps[...], type, rule)
        else { return nil }
        let field = rule.key.text
        return PairProgram(first: first, second: second, rule: self.value(value, in: scope, field: field))
    }

    private mutating func setter<Root: Record>(
        _ path: FieldPath, _ steps: ArraySlice<FieldPath.Step>, _ type: Root.Type, _ rule: Rule
    ) -> (any FieldSetter<Root>)? {
        guard let step = steps.first, let field = Root.fields.first(where: { $0.name == step.name }) else {
            reportUnknown(steps.first?.name ?? "", of: type, rule)
            return nil
        }
        switch field.content {
        case .scalar(let access) where steps.count == 1: return directSetter(access, path.text)
        case .record(let access) where steps.count > 1: return nestedSetter(access, path, steps.dropFirst(), rule)
        default:
            diagnostics.append(Diagnostic("mapping.field-is-value", at: rule.key.position, value: path.text))
            return nil
        }
    }

    private func directSetter<Access: ScalarAccess>(_ access: Access, _ path: String) -> any FieldSetter<Access.Root> {
        DirectSetter(access: access, path: path)
    }

    private mutating func nestedSetter<Access: RecordAccess>(
        _ access: Access, _ path: FieldPath, _ steps: ArraySlice<FieldPath.Step>, _ rule: Rule
    ) -> (any FieldSetter<Access.Root>)? {
        guard let next = setter(path, steps, Access.Child.self, rule) else { return nil }
        return NestedSetter(access: access, next: next)
    }
}
