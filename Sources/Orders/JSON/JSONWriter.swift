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
        bytes.append(UInt8(ascii: "{"))
        writeMembers(of: record)
        close("}")
    }

    /// Adds one record as an object whose first member names its type.
    mutating func write(_ record: some Record, document: String) {
        bytes.append(contentsOf: #"{"document":"#.utf8)
        JSONText.append(document, to: &bytes)
        bytes.append(JSONText.comma)
        writeMembers(of: record)
        close("}")
    }

    /// Adds the present fields, each with a comma behind it.
    private mutating func writeMembers<R: Record>(of record: R) {
        for field in R.fields {
            switch field.content {
            case .scalar(let access): access.write(record, key: field.jsonKey, to: &self)
            case .record(let access): access.write(record, key: field.jsonKey, to: &self)
            case .list(let access): access.write(record, key: field.jsonKey, to: &self)
            case .scalars(let access): access.write(record, key: field.jsonKey, to: &self)
            }
        }
    }

    fileprivate mutating func open(_ key: [UInt8]) { bytes.append(contentsOf: key) }
    fileprivate mutating func write(_ value: some Scalar) { value.appendJSON(to: &bytes) }
    fileprivate mutating func separate() { bytes.append(JSONText.comma) }
    fileprivate mutating func startList() { bytes.append(UInt8(ascii: "[")) }

    /// Ends an object or a list in the place of the comma behind its last part.
    fileprivate mutating func close(_ mark: Unicode.Scalar) {
        let mark = UInt8(truncatingIfNeeded: mark.value)
        if bytes[bytes.count - 1] == JSONText.comma { bytes[bytes.count - 1] = mark } else { bytes.append(mark) }
    }
}

extension ScalarAccess {
    fileprivate func write(_ root: Root, key: [UInt8], to writer: inout JSONWriter) {
        guard let value = value(of: root) else { return }
        writer.open(key)
        writer.write(value)
        writer.separate()
    }
}

extension RecordAccess {
    fileprivate func write(_ root: Root, key: [UInt8], to writer: inout JSONWriter) {
        guard let child = value(of: root) else { return }
        writer.open(key)
        writer.write(child)
        writer.separate()
    }
}

extension ListAccess {
    fileprivate func write(_ root: Root, key: [UInt8], to writer: inout JSONWriter) {
        let values = values(of: root)
        guard !values.isEmpty else { return }
        writer.open(key)
        writer.startList()
        for value in values {
            writer.write(value)
            writer.separate()
        }
        writer.close("]")
        writer.separate()
    }
}

extension ScalarListAccess {
    fileprivate func write(_ root: Root, key: [UInt8], to writer: inout JSONWriter) {
        let values = values(of: root)
        guard !values.isEmpty else { return }
        writer.open(key)
        writer.startList()
        for value in values {
            writer.write(value)
            writer.separate()
        }
        writer.close("]")
        writer.separate()
    }
}
