/// Writes records as JSON: the fields in declared order, absent ones left out, decimals, dates and codes as strings.
///
/// The bytes are UTF-8 without blanks. The same record always gives the same bytes.
public struct JSONWriter {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []

    /// A writer with room for this many bytes.
    public init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    /// The bytes of one record.
    public static func bytes(of record: some Record) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(record)
        return writer.bytes
    }

    /// Adds one record as an object.
    public mutating func write(_ record: some Record) {
        withUnsafePointer(to: record) { writeObject($0) }
    }

    /// Adds one record as an object whose first member names its type.
    mutating func write(_ record: some Record, document: String) {
        bytes.append(contentsOf: #"{"document":"#.utf8)
        JSONText.append(document, to: &bytes)
        bytes.append(JSONText.comma)
        withUnsafePointer(to: record) { writeMembers(of: $0) }
        close(UInt8(ascii: "}"))
    }

    /// Adds a member's name. Appending the array itself would count a reference to it, a third of the whole time.
    @inline(__always) private mutating func append(key: [UInt8]) {
        key.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Adds one field with a scalar.
    @inline(__always) mutating func member(_ key: [UInt8], _ value: some Scalar) {
        append(key: key)
        value.appendJSON(to: &bytes)
        bytes.append(JSONText.comma)
    }

    /// Adds one field with a record; one without members is taken back unless it is to be kept.
    @inline(__always) mutating func member<R: Record>(_ key: [UInt8], _ record: UnsafePointer<R>, keepEmpty: Bool) {
        let start = bytes.count
        append(key: key)
        let inner = bytes.count
        writeObject(record)
        if !keepEmpty, bytes.count == inner + 2 {
            bytes.removeLast(bytes.count - start)
        } else {
            bytes.append(JSONText.comma)
        }
    }

    /// Adds one field with a list of records.
    @inline(__always) mutating func member<R: Record>(_ key: [UInt8], _ records: [R]) {
        append(key: key)
        bytes.append(UInt8(ascii: "["))
        records.withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else { return }
            for index in 0..<buffer.count {
                writeObject(first + index)
                bytes.append(JSONText.comma)
            }
        }
        close(UInt8(ascii: "]"))
        bytes.append(JSONText.comma)
    }

    /// Adds one field with a list of scalars.
    @inline(__always) mutating func member(_ key: [UInt8], _ values: [some Scalar]) {
        append(key: key)
        bytes.append(UInt8(ascii: "["))
        for value in values {
            value.appendJSON(to: &bytes)
            bytes.append(JSONText.comma)
        }
        close(UInt8(ascii: "]"))
        bytes.append(JSONText.comma)
    }

    private mutating func writeObject<R: Record>(_ record: UnsafePointer<R>) {
        bytes.append(UInt8(ascii: "{"))
        writeMembers(of: record)
        close(UInt8(ascii: "}"))
    }

    /// Adds the present fields, each with a comma behind it.
    private mutating func writeMembers<R: Record>(of record: UnsafePointer<R>) {
        R.fields.withUnsafeBufferPointer { fields in
            // The list keeps its fields alive; counting references to each would take two thirds of the time.
            for index in 0..<fields.count {
                Unmanaged.passUnretained(fields[index])._withUnsafeGuaranteedRef { $0.write(record, &self) }
            }
        }
    }

    /// Ends an object or a list in the place of the comma behind its last part.
    private mutating func close(_ mark: UInt8) {
        if bytes[bytes.count - 1] == JSONText.comma { bytes[bytes.count - 1] = mark } else { bytes.append(mark) }
    }
}
