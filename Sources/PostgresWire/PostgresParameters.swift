/// The arguments of one execution as libpq takes them: one run of bytes, and where each value stands in it.
public struct PostgresParameters: Sendable {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var types: [PostgresType] = []

    /// The type `bytea`.
    public static let bytea: PostgresType = 17

    /// No arguments.
    public init() {}

    /// How many there are.
    public var count: Int { lengths.count }

    /// Adds a value in the binary form of its type, or NULL.
    ///
    /// - Parameter type: what it is, where the statement has not been prepared; 0 leaves it to the server.
    public mutating func add(binary value: [UInt8]?, type: PostgresType = 0) {
        offsets.append(value == nil ? nil : bytes.count)
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(1)
        types.append(type)
        if let value { bytes += value }
    }

    /// Adds a value in text form, which holds no NUL, or NULL; the server reads it as the type that stands there.
    public mutating func add(text value: [UInt8]?) {
        offsets.append(value == nil ? nil : bytes.count)
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(0)
        types.append(0)
        if let value { bytes += value + [0] }
    }

    /// The four arrays of `PQsendQueryParams`.
    func withPointers<Result>(
        _ body: ([PostgresType], [UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        // An empty value still needs an address: a null pointer means NULL.
        (bytes + [0]).withUnsafeBytes { buffer in
            let values = offsets.map { offset in
                offset.flatMap { buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(types, values, lengths, formats)
        }
    }
}
