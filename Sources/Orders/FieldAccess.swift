/// A key path to an optional scalar.
struct OptionalScalar<Root: Record, Value: Scalar>: ScalarAccess {
    let path: any WritableKeyPath<Root, Value?> & Sendable

    func value(of root: Root) -> Value? { root[keyPath: path] }
    func set(_ value: Value?, in root: inout Root) { root[keyPath: path] = value }
}

/// A key path to a scalar that is always there; absence sets its empty value.
struct PlainScalar<Root: Record, Value: Scalar>: ScalarAccess {
    let path: any WritableKeyPath<Root, Value> & Sendable
    let empty: Value

    func value(of root: Root) -> Value? {
        let value = root[keyPath: path]
        return value == empty ? nil : value
    }
    func set(_ value: Value?, in root: inout Root) { root[keyPath: path] = value ?? empty }
}

/// A key path to a scalar that is always there and always written; absence sets its usual value.
struct ConstantScalar<Root: Record, Value: Scalar>: ScalarAccess {
    let path: any WritableKeyPath<Root, Value> & Sendable
    let usual: Value

    func value(of root: Root) -> Value? { root[keyPath: path] }
    func set(_ value: Value?, in root: inout Root) { root[keyPath: path] = value ?? usual }
}

/// A key path to an optional record.
struct OptionalRecord<Root: Record, Child: Record>: RecordAccess {
    let path: any WritableKeyPath<Root, Child?> & Sendable

    func value(of root: Root) -> Child? { root[keyPath: path] }
    func change(in root: inout Root, _ body: (inout Child) throws -> Void) rethrows {
        var child = root[keyPath: path] ?? Child()
        root[keyPath: path] = nil
        try body(&child)
        root[keyPath: path] = child
    }
}

/// A key path to a record that is always there.
struct PlainRecord<Root: Record, Child: Record>: RecordAccess {
    let path: any WritableKeyPath<Root, Child> & Sendable
    let empty = Child()

    func value(of root: Root) -> Child? {
        let value = root[keyPath: path]
        return value == empty ? nil : value
    }
    func change(in root: inout Root, _ body: (inout Child) throws -> Void) rethrows { try body(&root[keyPath: path]) }
}

/// A key path to a list of records.
struct RecordList<Root: Record, Element: Record>: ListAccess {
    let path: any WritableKeyPath<Root, [Element]> & Sendable

    func values(of root: Root) -> [Element] { root[keyPath: path] }
    func change(in root: inout Root, _ body: (inout [Element]) throws -> Void) rethrows {
        try body(&root[keyPath: path])
    }
}

/// A key path to a list of scalars.
struct ScalarList<Root: Record, Value: Scalar>: ScalarListAccess {
    let path: any WritableKeyPath<Root, [Value]> & Sendable

    func values(of root: Root) -> [Value] { root[keyPath: path] }
    func change(in root: inout Root, _ body: (inout [Value]) throws -> Void) rethrows { try body(&root[keyPath: path]) }
}
