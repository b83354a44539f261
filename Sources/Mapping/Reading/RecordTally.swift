import Diagnostics
import Orders

/// Counts the items of a list field, or sums a decimal field, of a record and what stands in it.
enum RecordTally {
    /// The count or sum of a rule; nil when it is too large for a decimal.
    static func of<Root: Record>(_ rule: CountRule, in root: Root) -> ExactDecimal? {
        of(rule, places(of: rule.field, in: Root.self), in: root)
    }

    /// The count or sum; nil when it is too large for a decimal.
    /// - Parameter places: where the field stands, from ``places(of:in:)``.
    static func of<Root: Record>(_ rule: CountRule, _ places: [Int], in root: Root) -> ExactDecimal? {
        var tally = Tally(within: rule.within)
        walk(root, places[...], &tally)
        switch rule.function {
        case .count: return ExactDecimal(canonicalText: String(tally.count))
        case .sum:
            var sum = ExactDecimal(canonicalText: "0")
            for value in tally.values { sum = sum.flatMap { $0.adding(value) } }
            return sum
        }
    }

    /// What has been found.
    private struct Tally {
        var values: [ExactDecimal] = []
        var count = 0
        /// The list in items that counts as well.
        let within: String?

        init(within: String?) { self.within = within }
    }

    private static func walk<Root: Record>(
        _ root: Root, _ steps: ArraySlice<Int>, _ tally: inout Tally
    ) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch Root.fields[step].content {
        case .scalar(let access): scalar(access, root, &tally)
        case .record(let access): record(access, root, rest, &tally)
        case .list(let access): list(access, root, rest, &tally)
        case .scalars(let access): scalars(access, root, &tally)
        }
    }

    private static func scalar<Access: ScalarAccess>(
        _ access: Access, _ root: Access.Root, _ tally: inout Tally
    ) {
        guard let value = access.value(of: root) else { return }
        tally.count += 1
        if let value = value as? ExactDecimal { tally.values.append(value) }
    }

    private static func record<Access: RecordAccess>(
        _ access: Access, _ root: Access.Root, _ steps: ArraySlice<Int>, _ tally: inout Tally
    ) {
        guard let child = access.value(of: root) else { return }
        walk(child, steps, &tally)
    }

    private static func list<Access: ListAccess>(
        _ access: Access, _ root: Access.Root, _ steps: ArraySlice<Int>, _ tally: inout Tally
    ) {
        let items = access.values(of: root)
        guard !steps.isEmpty else {
            tally.count += items.count
            if let within = tally.within { countInside(items, within, &tally) }
            return
        }
        for item in items { walk(item, steps, &tally) }
    }

    /// Counts the items of a list in items, and in these.
    private static func countInside<Item: Record>(_ items: [Item], _ list: String, _ tally: inout Tally) {
        guard !items.isEmpty, let field = Item.fields.first(where: { $0.name == list }),
            case .list(let access) = field.content
        else { return }
        for item in items { self.list(access, item, [], &tally) }
    }

    private static func scalars<Access: ScalarListAccess>(_ access: Access, _ root: Access.Root, _ tally: inout Tally) {
        tally.count += access.values(of: root).count
    }

    /// The numbers of the fields that lead to a field, which is one of the type.
    static func places<Root: Record>(of field: FieldPath, in type: Root.Type) -> [Int] {
        places(field.steps[...], type)
    }

    private static func places<Root: Record>(_ steps: ArraySlice<FieldPath.Step>, _ type: Root.Type) -> [Int] {
        guard let step = steps.first, let place = Root.fields.firstIndex(where: { $0.name == step.name }) else {
            return []
        }
        switch Root.fields[place].content {
        case .scalar, .scalars: return [place]
        case .record(let access): return [place] + places(access, steps.dropFirst())
        case .list(let access): return [place] + places(access, steps.dropFirst())
        }
    }

    private static func places<Access: RecordAccess>(_ access: Access, _ steps: ArraySlice<FieldPath.Step>) -> [Int] {
        places(steps, Access.Child.self)
    }

    private static func places<Access: ListAccess>(_ access: Access, _ steps: ArraySlice<FieldPath.Step>) -> [Int] {
        places(steps, Access.Element.self)
    }

    /// What is wrong with the field, nil when it can be counted or summed.
    static func fault<Root: Record>(of rule: CountRule, in type: Root.Type) -> Diagnostic? {
        fault(rule.field.steps[...], rule, type)
    }

    private static func fault<Root: Record>(
        _ steps: ArraySlice<FieldPath.Step>, _ rule: CountRule, _ type: Root.Type
    ) -> Diagnostic? {
        guard let step = steps.first, let field = Root.fields.first(where: { $0.name == step.name }) else {
            let nearest = NearestName.to(steps.first?.name ?? "", among: Root.fields.map(\.name)) ?? "none"
            return Diagnostic(
                "mapping.field-unknown", at: rule.field.position, value: steps.first?.name ?? rule.field.text,
                facts: ["record": Root.recordName, "nearest": nearest])
        }
        let rest = steps.dropFirst()
        let invalid = Diagnostic("mapping.count-invalid", at: rule.field.position, value: rule.field.text)
        switch field.content {
        case .scalar(let access): return rest.isEmpty && (rule.function == .count || isDecimal(access)) ? nil : invalid
        case .record(let access): return rest.isEmpty ? invalid : fault(access, rest, rule)
        case .list(let access):
            if rest.isEmpty { return rule.function == .count ? fault(access, within: rule) : invalid }
            return fault(access, rest, rule)
        case .scalars: return rest.isEmpty && rule.function == .count ? nil : invalid
        }
    }

    private static func isDecimal<Access: ScalarAccess>(_ access: Access) -> Bool {
        Access.Value.self == ExactDecimal.self
    }

    private static func fault<Access: RecordAccess>(
        _ access: Access, _ steps: ArraySlice<FieldPath.Step>, _ rule: CountRule
    ) -> Diagnostic? {
        fault(steps, rule, Access.Child.self)
    }

    private static func fault<Access: ListAccess>(
        _ access: Access, _ steps: ArraySlice<FieldPath.Step>, _ rule: CountRule
    ) -> Diagnostic? {
        fault(steps, rule, Access.Element.self)
    }

    /// What is wrong with the list in counted items that counts as well.
    private static func fault<Access: ListAccess>(_ access: Access, within rule: CountRule) -> Diagnostic? {
        guard let list = rule.within else { return nil }
        let lists = Access.Element.fields.filter { field in
            if case .list = field.content { true } else { false }
        }
        guard !lists.contains(where: { $0.name == list }) else { return nil }
        return Diagnostic(
            "mapping.field-unknown", at: rule.field.position, value: list,
            facts: [
                "record": Access.Element.recordName,
                "nearest": NearestName.to(list, among: lists.map(\.name)) ?? "none",
            ])
    }
}
