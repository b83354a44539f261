import Orders

/// A record whose every field has a random value, down to a depth; it is made through the fields' own description, so
/// that a field that is added to the model is in every property test at once.
struct RandomRecord {
    var generator: SeededGenerator
    /// The chance that a field is filled, in per cent.
    var density = 100

    mutating func make<R: Record>(_ type: R.Type, depth: Int = 4) -> R {
        var record = R()
        for field in R.fields where Int.random(in: 0..<100, using: &generator) < density {
            switch field.content {
            case .scalar(let access): access.fill(&record, from: &self)
            case .record(let access): if depth > 0 { access.fill(&record, from: &self, depth: depth - 1) }
            case .list(let access): if depth > 0 { access.fill(&record, from: &self, depth: depth - 1) }
            case .scalars(let access): access.fill(&record, from: &self)
            }
        }
        return record
    }

    mutating func scalar<Value: Scalar>(_ type: Value.Type) -> Value? {
        switch type {
        case is ExactDecimal.Type: generator.decimal() as? Value
        case is BusinessTime.Type: generator.time() as? Value
        case is Bool.Type: true as? Value
        case is Int.Type: Int.random(in: .min ... .max, using: &generator) as? Value
        case let codes as any ClosedCode.Type: Value(canonicalText: codes.lastText)
        default: Value(canonicalText: generator.text())
        }
    }
}

extension ClosedCode {
    fileprivate static var lastText: String { Array(allCases).last?.rawValue ?? "" }
}

extension ScalarAccess {
    fileprivate func fill(_ root: inout Root, from random: inout RandomRecord) {
        set(random.scalar(Value.self), in: &root)
    }
}

extension RecordAccess {
    fileprivate func fill(_ root: inout Root, from random: inout RandomRecord, depth: Int) {
        let child = random.make(Child.self, depth: depth)
        change(in: &root) { $0 = child }
    }
}

extension ListAccess {
    fileprivate func fill(_ root: inout Root, from random: inout RandomRecord, depth: Int) {
        let elements = (0..<2).map { _ in random.make(Element.self, depth: depth) }
        change(in: &root) { $0 = elements }
    }
}

extension ScalarListAccess {
    fileprivate func fill(_ root: inout Root, from random: inout RandomRecord) {
        let values = (0..<2).compactMap { _ in random.scalar(Value.self) }
        change(in: &root) { $0 = values }
    }
}
