import Mapping
import Orders

/// Tells whether a site rule's fact is the path of a value that an order has.
enum FactPath {
    /// The part that is no field, with what is known there.
    struct Fault {
        var part: String
        var nearest: String
        var known: String
    }

    /// What is wrong with a path such as `deliveryParty.gln` or `extensions.warehouse`; nil when nothing is.
    static func fault(in path: String) -> Fault? {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false)
        // The names of extensions are the mappings' own.
        if parts.first == "extensions", parts.count == 2, !parts[1].isEmpty { return nil }
        return fault(in: parts[...], of: Order.self)
    }

    private static func fault<R: Record>(in parts: ArraySlice<Substring>, of type: R.Type) -> Fault? {
        // A list's items may be picked by content: `parties[role=warehouse].gln`.
        let name = parts.first.map { $0.prefix { $0 != "[" } } ?? ""
        guard let field = R.fields.first(where: { $0.name == name }) else {
            let known = R.fields.map(\.name)
            return Fault(
                part: String(name), nearest: NearestName.to(String(name), among: known) ?? "none",
                known: known.joined(separator: ", "))
        }
        let rest = parts.dropFirst()
        switch field.content {
        case .scalar, .scalars:
            return rest.first.map { Fault(part: String($0), nearest: "none", known: "nothing") }
        case .record(let access): return fault(in: rest, below: access)
        case .list(let access): return fault(in: rest, belowItemsOf: access)
        }
    }

    private static func fault<Access: RecordAccess>(in parts: ArraySlice<Substring>, below: Access) -> Fault? {
        fault(in: parts, of: Access.Child.self)
    }

    private static func fault<Access: ListAccess>(in parts: ArraySlice<Substring>, belowItemsOf: Access) -> Fault? {
        fault(in: parts, of: Access.Element.self)
    }
}
