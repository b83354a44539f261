import Orders

/// Sets one field somewhere below a record, for rules that fill two.
protocol FieldSetter<Root>: AnyObject, Sendable {
    associatedtype Root: Record
    var path: String { get }
    func set(_ text: String, _ found: ReadValue, _ reading: Reading, in root: inout Root)
}

/// Sets a field of the record itself.
final class DirectSetter<Access: ScalarAccess>: FieldSetter {
    typealias Root = Access.Root

    let access: Access
    let path: String

    init(access: Access, path: String) {
        self.access = access
        self.path = path
    }

    func set(_ text: String, _ found: ReadValue, _ reading: Reading, in root: inout Root) {
        guard let value = Access.Value(text, from: reading, found, field: path) else { return }
        access.set(value, in: &root)
        if reading.explains { reading.explain(value.canonicalText, from: found, field: path) }
    }
}

/// Sets a field of a record within the record.
final class NestedSetter<Access: RecordAccess>: FieldSetter {
    typealias Root = Access.Root

    let access: Access
    let next: any FieldSetter<Access.Child>

    init(access: Access, next: any FieldSetter<Access.Child>) {
        self.access = access
        self.next = next
    }

    var path: String { next.path }

    func set(_ text: String, _ found: ReadValue, _ reading: Reading, in root: inout Root) {
        access.change(in: &root) { next.set(text, found, reading, in: &$0) }
    }
}
