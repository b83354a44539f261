// Each way to describe a field is inlined into its record's list, so that what it writes is compiled for the record's
// and the value's own types: ten times faster than going through the protocols of access.
extension Field {
    /// An optional scalar field.
    @inline(__always)
    public static func scalar<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Value?> & Sendable
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .scalar(OptionalScalar(slot: slot)), .scalar(.optional(slot))) { root, writer in
            if let value = slot.pointer(in: root).pointee { writer.member(key, value) }
        } read: { value, root, reader in
            if let scalar = reader.scalar(Value.self, value) { slot.change(in: &root) { $0 = scalar } }
        }
    }

    /// A scalar field that is always there, `empty` standing for absence.
    @inline(__always)
    public static func scalar<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Value> & Sendable, empty: Value
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .scalar(PlainScalar(slot: slot, empty: empty)), .scalar(.plain(slot))) {
            root, writer in
            let value = slot.pointer(in: root).pointee
            if value != empty { writer.member(key, value) }
        } read: { value, root, reader in
            if let scalar = reader.scalar(Value.self, value) { slot.change(in: &root) { $0 = scalar } }
        }
    }

    /// A scalar field that is always there and always written; absence sets its usual value.
    @inline(__always)
    public static func scalar<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Value> & Sendable, always usual: Value
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .scalar(ConstantScalar(slot: slot, usual: usual)), .scalar(.plain(slot))) {
            root, writer in
            writer.member(key, slot.pointer(in: root).pointee)
        } read: { value, root, reader in
            if let scalar = reader.scalar(Value.self, value) { slot.change(in: &root) { $0 = scalar } }
        }
    }

    /// An optional record field.
    @inline(__always)
    public static func record<Child: Record>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Child?> & Sendable
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .record(OptionalRecord(slot: slot)), .record(.optional(slot))) { root, writer in
            guard let child = slot.pointer(in: root).pointee else { return }
            withUnsafePointer(to: child) { writer.member(key, $0, keepEmpty: true) }
        } read: { value, root, reader in
            let child = reader.read(Child.self, from: value)
            slot.change(in: &root) { $0 = child }
        }
    }

    /// A record field that is always there.
    @inline(__always)
    public static func record<Child: Record>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Child> & Sendable
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .record(PlainRecord(slot: slot)), .record(.plain(slot))) { root, writer in
            writer.member(key, slot.pointer(in: root), keepEmpty: false)
        } read: { value, root, reader in
            let child = reader.read(Child.self, from: value)
            slot.change(in: &root) { $0 = child }
        }
    }

    /// A list of records.
    @inline(__always)
    public static func list<Element: Record>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, [Element]> & Sendable
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .list(RecordList(slot: slot)), .list(.list(slot))) { root, writer in
            let elements = slot.pointer(in: root)
            if !elements.pointee.isEmpty { writer.member(key, elements.pointee) }
        } read: { value, root, reader in
            let elements = reader.list(value) { reader, element in reader.read(Element.self, from: element) }
            slot.change(in: &root) { $0 = elements }
        }
    }

    /// A list of scalars.
    @inline(__always)
    public static func scalars<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, [Value]> & Sendable
    ) -> Field {
        let slot = FieldSlot(path)
        let key = JSONText.key(name)
        return Field(name, summary, .scalars(ScalarList(slot: slot)), .scalars(.list(slot))) { root, writer in
            let values = slot.pointer(in: root)
            if !values.pointee.isEmpty { writer.member(key, values.pointee) }
        } read: { value, root, reader in
            let values = reader.list(value) { reader, element in reader.scalar(Value.self, element) }
            slot.change(in: &root) { $0 = values }
        }
    }
}
