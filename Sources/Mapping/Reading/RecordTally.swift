import Diagnostics
import Orders

/// Counts the items of a list field, or sums a decimal field, of a record and what stands in it.
enum RecordTally {
    /// The count or sum; nil when it is too large for a decimal.
    static func of<Root: Record>(_ field: FieldPath, function: CountRule.Function, in root: Root) -> ExactDecimal? {
        of(places(of: field, in: Root.self), function: function, in: root)
    }

    /// The count or sum; nil when it is too large for a decimal.
    /// - Parameter places: where the field stands, from ``places(of:in:)``.
    static func of<Root: Record>(_ places: [Int], function: CountRule.Function, in root: Root) -> ExactDecimal? {
        var values: [ExactDecimal] = []
        var count = 0
        walk(root, places[...], &values, &count)
        switch function {
        case .count: return ExactDecimal(canonicalText: String(count))
        case .sum:
            var sum = ExactDecimal(canonicalText: "0")
            for value in values { sum = sum.flatMap { $0.adding(value) } }
            return sum
        }
    }

    private static func walk<Root: Record>(
        _ root: Root, _ steps: ArraySlice<Int>, _ values: inout [ExactDecimal], _ count: inout Int
    ) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch Root.fields[step].content {
        case .scalar(let access): scalar(access, root, &values, &count)
        case .record(let access): record(access, root, rest, &values, &count)
        case .list(let access): list(access, root, rest, &values, &count)
        case .scalars(let access): scalars(access, root, &count)
        }
    }

    private static func scalar<Access: ScalarAccess>(
        _ access: Access, _ root: Access.Root, _ values: inout [ExactDecimal], _ count: inout Int
    ) {
        guard let value = access.value(of: root) else { return }
        count += 1
        if let value = value as? ExactDecimal { values.append(value) }
    }

    private static func record<Access: RecordAccess>(
        _ access: Access, _ root: Access.Root, _ steps: ArraySlice<Int>, _ values: inout [ExactDecimal],
        _ count: inout Int
    ) {
        guard let child = access.value(of: root) else { return }
        walk(child, steps, &values, &count)
    }

    private static func list<Access: ListAccess>(
        _ access: Access, _ root: Access.Root, _ steps: ArraySlice<Int>, _ values: inout [ExactDecimal],
        _ count: inout Int
    ) {
        let items = access.values(of: root)
        guard !steps.isEmpty else {
            count += items.count
            return
        }
        for item in items { walk(item, steps, &values, &count) }
    }

    private static func scalars<Access: ScalarListAccess>(_ access: Access, _ root: Access.Root, _ count: inout Int) {
        count += access.values(of: root).count
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
    static func fault<Root: Record>(
        of field: FieldPath, function: CountRule.Function, in type: Root.Type
    ) -> Diagnostic? {
        fault(field.steps[...], field, function, type)
    }

    private static func fault<Root: Record>(
        _ steps: ArraySlice<FieldPath.Step>, _ path: FieldPath, _ function: CountRule.Function, _ type: Root.Type
    ) -> Diagnostic? {
        guard let step = steps.first, let field = Root.fields.first(where: { $0.name == step.name }) else {
            let nearest = NearestName.to(steps.first?.name ?? "", among: Root.fields.map(\.name)) ?? "none"
            return Diagnostic(
                "mapping.field-unknown", at: path.position, value: steps.first?.name ?? path.text,
                facts: ["record": Root.recordName, "nearest": nearest])
        }
        let rest = steps.dropFirst()
        let invalid = Diagnostic("mapping.count-invalid", at: path.position, value: path.text)
        switch field.content {
        case .scalar(let access): return rest.isEmpty && (function == .count || isDecimal(access)) ? nil : invalid
        case .record(let access): return rest.isEmpty ? invalid : fault(access, rest, path, function)
        case .list(let access):
            if rest.isEmpty { return function == .count ? nil : invalid }
            return fault(access, rest, path, function)
        case .scalars: return rest.isEmpty && function == .count ? nil : invalid
        }
    }

    private static func isDecimal<Access: ScalarAccess>(_ access: Access) -> Bool {
        Access.Value.self == ExactDecimal.self
    }

    private static func fault<Access: RecordAccess>(
        _ access: Access, _ steps: ArraySlice<FieldPath.Step>, _ path: FieldPath, _ function: CountRule.Function
    ) -> Diagnostic? {
        fault(steps, path, function, Access.Child.self)
    }

    private static func fault<Access: ListAccess>(
        _ access: Access, _ steps: ArraySlice<FieldPath.Step>, _ path: FieldPath, _ function: CountRule.Function
    ) -> Diagnostic? {
        fault(steps, path, function, Access.Element.self)
    }
}
