import Orders

/// A canonical document as a flat array of fields in the order of its record, absent ones left out.
///
/// Rules name fields by text; here they find them without the record's types. A node's descendants follow it, up to its
/// `end`. Node 0 is the document.
struct FieldTree {
    /// A record, a list, or one value.
    struct Node {
        var name: String
        /// The canonical text of a value; nil for records and lists.
        var text: String?
        var end = 0
        var parent: Int
        var isList = false
        /// The item's number in its list, from 1; 0 for what is no item.
        var index = 0
    }

    private(set) var nodes: [Node] = []

    /// The fields of a document.
    init(_ document: CanonicalDocument) {
        add(document.content, name: "", parent: 0)
    }

    /// The children of a node, in order.
    func children(of node: Int) -> [Int] {
        var children: [Int] = []
        var next = node + 1
        while next < nodes[node].end {
            children.append(next)
            next = nodes[next].end
        }
        return children
    }

    /// The field of this name in a record; nil when it is absent, or when there is no record.
    func field(_ name: String, of record: Int?) -> Int? {
        guard let record else { return nil }
        var next = record + 1
        while next < nodes[record].end {
            if nodes[next].name == name { return next }
            next = nodes[next].end
        }
        return nil
    }

    /// The record at a path of field names from the document, if it says anything.
    func record(at path: some Sequence<String>) -> Int? {
        var node: Int? = 0
        for name in path { node = field(name, of: node) }
        return node.flatMap { nodes[$0].end > $0 + 1 ? $0 : nil }
    }

    /// The record that a record is in, as a field or as an item of a list; nil for the document.
    func record(around record: Int) -> Int? {
        guard record > 0 else { return nil }
        let parent = nodes[record].parent
        return nodes[parent].isList ? nodes[parent].parent : parent
    }

    /// The value at a path of field names.
    func value(at path: some Sequence<String>, of record: Int?) -> Int? {
        var node = record
        for name in path { node = field(name, of: node) }
        return node.flatMap { nodes[$0].text == nil ? nil : $0 }
    }

    /// A node's place in the document: `lines[2].item.gtin`.
    func path(of node: Int) -> String {
        var parts: [String] = []
        var next = node
        while next > 0 {
            let found = nodes[next]
            parts.append(found.index > 0 ? "\(nodes[found.parent].name)[\(found.index)]" : found.name)
            next = found.index > 0 ? nodes[found.parent].parent : found.parent
        }
        return parts.reversed().joined(separator: ".")
    }

    /// A node's way from the document, without its places in lists: `lines.item.gtin`.
    func way(of node: Int) -> String {
        var parts: [String] = []
        var next = node
        while next > 0 {
            if nodes[next].index == 0 { parts.append(nodes[next].name) }
            next = nodes[next].parent
        }
        return parts.reversed().joined(separator: ".")
    }

    // MARK: Building

    private mutating func open(_ name: String, parent: Int, isList: Bool = false, index: Int = 0) -> Int {
        nodes.append(Node(name: name, parent: parent, isList: isList, index: index))
        return nodes.count - 1
    }

    private mutating func leaf(_ name: String, _ text: String, parent: Int, index: Int = 0) {
        nodes.append(Node(name: name, text: text, end: nodes.count + 1, parent: parent, index: index))
    }

    private mutating func add<Root: Record>(_ record: Root, name: String, parent: Int, index: Int = 0) {
        let node = open(name, parent: parent, index: index)
        for field in Root.fields {
            switch field.content {
            case .scalar(let access): addScalar(access, field.name, record, parent: node)
            case .record(let access): addRecord(access, field.name, record, parent: node)
            case .list(let access): addList(access, field.name, record, parent: node)
            case .scalars(let access): addScalars(access, field.name, record, parent: node)
            }
        }
        nodes[node].end = nodes.count
    }

    private mutating func addScalar<Access: ScalarAccess>(
        _ access: Access, _ name: String, _ root: Access.Root, parent: Int
    ) {
        guard let text = access.value(of: root)?.canonicalText, !text.isEmpty else { return }
        leaf(name, text, parent: parent)
    }

    private mutating func addRecord<Access: RecordAccess>(
        _ access: Access, _ name: String, _ root: Access.Root, parent: Int
    ) {
        guard let child = access.value(of: root) else { return }
        add(child, name: name, parent: parent)
    }

    private mutating func addList<Access: ListAccess>(
        _ access: Access, _ name: String, _ root: Access.Root, parent: Int
    ) {
        let items = access.values(of: root)
        guard !items.isEmpty else { return }
        let list = open(name, parent: parent, isList: true)
        for (index, item) in items.enumerated() { add(item, name: "", parent: list, index: index + 1) }
        nodes[list].end = nodes.count
    }

    private mutating func addScalars<Access: ScalarListAccess>(
        _ access: Access, _ name: String, _ root: Access.Root, parent: Int
    ) {
        let texts = access.values(of: root).map(\.canonicalText)
        guard !texts.isEmpty else { return }
        let list = open(name, parent: parent, isList: true)
        for (index, text) in texts.enumerated() { leaf("", text, parent: list, index: index + 1) }
        nodes[list].end = nodes.count
    }
}
