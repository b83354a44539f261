/// Where a field stands in its record's memory.
///
/// A key path costs tens of nanoseconds a step; documents are read and written millions of times a day. The offset comes
/// from the key path itself and is documented to hold for stored properties, which the fields of a record are.
struct FieldSlot<Root: Record, Value: Sendable>: Sendable {
    let offset: Int

    init(_ path: any WritableKeyPath<Root, Value> & Sendable) {
        guard let offset = MemoryLayout<Root>.offset(of: path) else {
            preconditionFailure("a field of \(Root.recordName) is no stored property")
        }
        self.offset = offset
    }

    @inline(__always) func pointer(in root: UnsafePointer<Root>) -> UnsafePointer<Value> {
        (UnsafeRawPointer(root) + offset).assumingMemoryBound(to: Value.self)
    }

    @inline(__always) func pointer(in root: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Value> {
        (root + offset).assumingMemoryBound(to: Value.self)
    }

    @inline(__always) func value(of root: Root) -> Value {
        withUnsafePointer(to: root) { pointer(in: $0).pointee }
    }

    @inline(__always) func change<Result>(in root: inout Root, _ body: (inout Value) throws -> Result) rethrows
        -> Result
    {
        try withUnsafeMutablePointer(to: &root) { pointer in
            try body(&(UnsafeMutableRawPointer(pointer) + offset).assumingMemoryBound(to: Value.self).pointee)
        }
    }
}

/// An optional scalar.
struct OptionalScalar<Root: Record, Value: Scalar>: ScalarAccess {
    let slot: FieldSlot<Root, Value?>

    func value(of root: Root) -> Value? { slot.value(of: root) }
    func set(_ value: Value?, in root: inout Root) { slot.change(in: &root) { $0 = value } }
}

/// A scalar that is always there; absence sets its empty value.
struct PlainScalar<Root: Record, Value: Scalar>: ScalarAccess {
    let slot: FieldSlot<Root, Value>
    let empty: Value

    func value(of root: Root) -> Value? {
        let value = slot.value(of: root)
        return value == empty ? nil : value
    }
    func set(_ value: Value?, in root: inout Root) { slot.change(in: &root) { $0 = value ?? empty } }
}

/// A scalar that is always there and always written; absence sets its usual value.
struct ConstantScalar<Root: Record, Value: Scalar>: ScalarAccess {
    let slot: FieldSlot<Root, Value>
    let usual: Value

    func value(of root: Root) -> Value? { slot.value(of: root) }
    func set(_ value: Value?, in root: inout Root) { slot.change(in: &root) { $0 = value ?? usual } }
}

/// An optional record.
struct OptionalRecord<Root: Record, Child: Record>: RecordAccess {
    let slot: FieldSlot<Root, Child?>

    func value(of root: Root) -> Child? { slot.value(of: root) }
    func change(in root: inout Root, _ body: (inout Child) throws -> Void) rethrows {
        try slot.change(in: &root) { value in
            var child = value ?? Child()
            value = nil
            defer { value = child }
            try body(&child)
        }
    }
}

/// A record that is always there.
struct PlainRecord<Root: Record, Child: Record>: RecordAccess {
    let slot: FieldSlot<Root, Child>
    let empty = Child()

    func value(of root: Root) -> Child? {
        let value = slot.value(of: root)
        return value == empty ? nil : value
    }
    func change(in root: inout Root, _ body: (inout Child) throws -> Void) rethrows {
        try slot.change(in: &root, body)
    }
}

/// A list of records.
struct RecordList<Root: Record, Element: Record>: ListAccess {
    let slot: FieldSlot<Root, [Element]>

    func values(of root: Root) -> [Element] { slot.value(of: root) }
    func change(in root: inout Root, _ body: (inout [Element]) throws -> Void) rethrows {
        try slot.change(in: &root, body)
    }
}

/// A list of scalars.
struct ScalarList<Root: Record, Value: Scalar>: ScalarListAccess {
    let slot: FieldSlot<Root, [Value]>

    func values(of root: Root) -> [Value] { slot.value(of: root) }
    func change(in root: inout Root, _ body: (inout [Value]) throws -> Void) rethrows {
        try slot.change(in: &root, body)
    }
}
