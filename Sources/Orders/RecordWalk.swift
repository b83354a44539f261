/// What stands around a record: the item and the quantity of its line.
public struct RecordSurroundings: Sendable, Hashable {
    /// The item, as it stood before anything was changed.
    public var item: Item?
    /// The quantity that the line is about.
    public var quantity: Quantity?

    /// Nothing around.
    public init() {}
}

/// Sees the items, quantities, prices and parties of a document, those of a line before those of its sub-lines, and may
/// change each.
public protocol RecordVisitor {
    /// - Parameter path: where it stands: `lines[2].item`.
    mutating func visit(_ item: inout Item, at path: String) throws
    mutating func visit(_ quantity: inout Quantity, in line: RecordSurroundings, at path: String) throws
    mutating func visit(_ price: inout Price, in line: RecordSurroundings, at path: String) throws
    mutating func visit(_ party: inout Party, at path: String) throws
}

extension Record {
    /// Shows a visitor what stands in the record.
    public mutating func walk(_ visitor: inout some RecordVisitor) throws {
        try walk(&visitor, in: RecordSurroundings(), at: "")
    }

    fileprivate mutating func walk(
        _ visitor: inout some RecordVisitor, in line: RecordSurroundings, at path: String
    ) throws {
        if var item = self as? Item {
            try visitor.visit(&item, at: path)
            if let changed = item as? Self { self = changed }
        } else if var quantity = self as? Quantity {
            try visitor.visit(&quantity, in: line, at: path)
            if let changed = quantity as? Self { self = changed }
        } else if var price = self as? Price {
            try visitor.visit(&price, in: line, at: path)
            if let changed = price as? Self { self = changed }
        } else {
            if var party = self as? Party {
                try visitor.visit(&party, at: path)
                if let changed = party as? Self { self = changed }
            }
            try walkFields(&visitor, in: surroundings(in: line), at: path)
        }
    }

    private mutating func walkFields(
        _ visitor: inout some RecordVisitor, in line: RecordSurroundings, at path: String
    ) throws {
        for field in Self.fields {
            let place = path.isEmpty ? field.name : "\(path).\(field.name)"
            switch field.content {
            case .scalar, .scalars: continue
            case .record(let access): try access.walk(&visitor, of: &self, in: line, at: place)
            case .list(let access): try access.walk(&visitor, of: &self, in: line, at: place)
            }
        }
    }

    /// What stands around the record's own records: of a line its item and its quantity.
    private func surroundings(in line: RecordSurroundings) -> RecordSurroundings {
        var line = line
        for field in Self.fields {
            guard case .record(let access) = field.content else { continue }
            if field.name == "item", let item = access.record(of: self) as? Item { line.item = item }
            if field.name == "quantity", let quantity = access.record(of: self) as? Quantity {
                line.quantity = quantity
            }
        }
        return line
    }
}

extension RecordAccess {
    fileprivate func record(of root: Root) -> any Record { value(of: root) ?? Child() }

    fileprivate func walk(
        _ visitor: inout some RecordVisitor, of root: inout Root, in line: RecordSurroundings, at path: String
    ) throws {
        guard value(of: root) != nil else { return }
        try change(in: &root) { try $0.walk(&visitor, in: line, at: path) }
    }
}

extension ListAccess {
    fileprivate func walk(
        _ visitor: inout some RecordVisitor, of root: inout Root, in line: RecordSurroundings, at path: String
    ) throws {
        guard !values(of: root).isEmpty else { return }
        try change(in: &root) { elements in
            for index in elements.indices {
                try elements[index].walk(&visitor, in: line, at: "\(path)[\(index + 1)]")
            }
        }
    }
}
