public import Diagnostics

extension DiagnosticList {
    /// Says of faults of a document where in the input the value stands that they are about; of a value that is missing, where
    /// the record stands that it is missing from.
    public mutating func place(by origins: [ValueOrigin]) {
        guard !isEmpty else { return }
        let inputs = Dictionary(origins.map { ($0.field, $0.input) }, uniquingKeysWith: { first, _ in first })
        revise { fault in
            guard let path = fault.position?.path, var place = Self.place(of: path, in: inputs, origins) else {
                return fault
            }
            place.path = path
            var fault = fault
            fault.position = place
            return fault
        }
    }

    private static func place(of path: String, in inputs: [String: Position?], _ origins: [ValueOrigin]) -> Position? {
        if let place = inputs[path] ?? nil { return place }
        // The record that the value is missing from, if it is an item of a list.
        guard let dot = path.lastIndex(of: "."), path[..<dot].hasSuffix("]") else { return nil }
        let record = path[...dot]
        return origins.first { $0.input != nil && $0.field.hasPrefix(record) }?.input
    }
}
