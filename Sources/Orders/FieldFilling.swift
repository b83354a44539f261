/// Fills a field of a record whose type is known at run time only: the record comes as the address of its memory.
///
/// Mappings fill hundreds of fields a document. Going through the protocols of access would make the runtime look up
/// generic types for each of them, which takes twenty times as long as the filling itself; these are closures that were
/// compiled for the types of one field. The caller answers for handing each of them a record of the field's own type,
/// which it has when it got the field from the record's ``RecordType``.
public enum FieldFilling: Sendable {
    /// One value.
    case scalar(ScalarFilling)
    /// A list of plain values; setting adds one.
    case scalars(ScalarFilling)
    /// One record.
    case record(RecordFilling)
    /// A list of records.
    case list(RecordFilling)
}

/// Fills a field of plain values.
public struct ScalarFilling: Sendable {
    /// The values' type.
    public let type: any Scalar.Type
    /// Sets the value of a canonical text in the record at an address; false when the text is no such value.
    public let set: @Sendable (_ record: UnsafeMutableRawPointer, _ text: String) -> Bool
    /// Where the value stands and how it is made, for the types that nearly all values are of.
    public let direct: DirectFilling?
}

/// Fills a field whose type is known here, without a call through a closure and, of decimals and times, without a text.
public struct DirectFilling: Sendable, BitwiseCopyable {
    /// The types.
    enum Kind: Sendable, BitwiseCopyable {
        case text, optionalText, decimal, time, globalNumber, itemNumber
    }

    let kind: Kind
    let offset: Int

    /// Nil for any other type.
    init?<Value>(_ type: Value.Type, offset: Int) {
        switch type {
        case is String.Type: kind = .text
        case is String?.Type: kind = .optionalText
        case is ExactDecimal?.Type: kind = .decimal
        case is BusinessTime?.Type: kind = .time
        case is GLN?.Type: kind = .globalNumber
        case is GTIN?.Type: kind = .itemNumber
        default: return nil
        }
        self.offset = offset
    }

    /// Sets the value of a canonical text that is ASCII in the record at an address; false, and nothing set, when it is no such
    /// value. Of a text that is not empty.
    @inline(__always)
    public func set(_ record: UnsafeMutableRawPointer, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let place = record + offset
        switch kind {
        case .text:
            place.assumingMemoryBound(to: String.self).pointee = String(decoding: text, as: UTF8.self)
        case .optionalText:
            place.assumingMemoryBound(to: String?.self).pointee = String(decoding: text, as: UTF8.self)
        case .decimal:
            guard let value = ExactDecimal(bytes: text, decimalMark: UInt8(ascii: "."), lenient: false) else {
                return false
            }
            place.assumingMemoryBound(to: ExactDecimal?.self).pointee = value
        case .time:
            guard let value = BusinessTime(canonicalBytes: text) else { return false }
            place.assumingMemoryBound(to: BusinessTime?.self).pointee = value
        case .globalNumber:
            guard let value = GLN(canonicalText: String(decoding: text, as: UTF8.self)) else { return false }
            place.assumingMemoryBound(to: GLN?.self).pointee = value
        case .itemNumber:
            guard let value = GTIN(canonicalText: String(decoding: text, as: UTF8.self)) else { return false }
            place.assumingMemoryBound(to: GTIN?.self).pointee = value
        }
        return true
    }

    /// Sets the value of a canonical text in the record at an address; false, and nothing set, when it is no such value.
    public func set(_ record: UnsafeMutableRawPointer, _ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        let place = record + offset
        switch kind {
        case .text: place.assumingMemoryBound(to: String.self).pointee = text
        case .optionalText: place.assumingMemoryBound(to: String?.self).pointee = text
        case .decimal, .time, .globalNumber, .itemNumber:
            var text = text
            return text.withUTF8 { set(record, $0) }
        }
        return true
    }
}

/// Fills a field of records.
public struct RecordFilling: Sendable {
    /// Fills a record at an address and says whether it is to be kept.
    public typealias Body = (_ record: UnsafeMutableRawPointer) -> Bool

    /// The type of the records in the field. Worked out when asked for, since a line may hold lines.
    public let type: @Sendable () -> RecordType
    /// Hands an empty record to a body, which becomes the field's (a list's next) when the body says so. True if it did.
    public let add: @Sendable (_ record: UnsafeMutableRawPointer, _ body: Body) -> Bool
    /// The same where nothing has filled the field yet, which saves an empty record; what a body leaves that does not want it
    /// kept is the caller's to drop.
    public let fill: @Sendable (_ record: UnsafeMutableRawPointer, _ body: Body) -> Bool
    /// Hands the field's record as it is to a body, an empty one when there is none; of a list a new one.
    public let change: @Sendable (_ record: UnsafeMutableRawPointer, _ body: (UnsafeMutableRawPointer) -> Void) -> Void
    /// Makes room for so many more records in a list.
    public let reserve: @Sendable (_ record: UnsafeMutableRawPointer, _ count: Int) -> Void
}

/// A type of record as a value.
public struct RecordType: Sendable {
    /// The type's identity.
    public let id: ObjectIdentifier
    /// The record's name in the JSON Schema.
    public let name: String
    /// The fields' names, in their order.
    public let fieldNames: @Sendable () -> [String]
    /// How the field of a name is filled; nil when there is none of that name.
    public let filling: @Sendable (_ field: String) -> FieldFilling?
    /// Hands a copy of the record at an address to a body.
    public let withCopy:
        @Sendable (_ record: UnsafeMutableRawPointer, _ body: (UnsafeMutableRawPointer) -> Void) -> Void
    /// Replaces a record by an empty one.
    public let clear: @Sendable (_ record: UnsafeMutableRawPointer) -> Void
    /// Replaces the first record by the second.
    public let assign: @Sendable (_ record: UnsafeMutableRawPointer, _ other: UnsafeMutableRawPointer) -> Void
    /// True when two records are equal.
    public let areEqual: @Sendable (_ record: UnsafeMutableRawPointer, _ other: UnsafeMutableRawPointer) -> Bool

    /// The value that stands for a type.
    public init<R: Record>(_ type: R.Type) {
        id = ObjectIdentifier(type)
        name = R.recordName
        fieldNames = { R.fields.map(\.name) }
        filling = { name in R.fields.first { $0.name == name }?.filling }
        withCopy = { record, body in
            var copy = record.assumingMemoryBound(to: R.self).pointee
            withUnsafeMutablePointer(to: &copy) { body(UnsafeMutableRawPointer($0)) }
        }
        clear = { record in record.assumingMemoryBound(to: R.self).pointee = R() }
        assign = { record, other in
            record.assumingMemoryBound(to: R.self).pointee = other.assumingMemoryBound(to: R.self).pointee
        }
        areEqual = { record, other in
            record.assumingMemoryBound(to: R.self).pointee == other.assumingMemoryBound(to: R.self).pointee
        }
    }
}

// What the closures do is kept in functions of the value's type alone, so that two fields of one type share its code.
extension ScalarFilling {
    @inline(__always)
    static func optional<Root: Record, Value: Scalar>(_ slot: FieldSlot<Root, Value?>) -> ScalarFilling {
        ScalarFilling(
            type: Value.self, set: { record, text in setOptional(slot.pointer(in: record), text) },
            direct: DirectFilling(Value?.self, offset: slot.offset))
    }

    @inline(__always)
    static func plain<Root: Record, Value: Scalar>(_ slot: FieldSlot<Root, Value>) -> ScalarFilling {
        ScalarFilling(
            type: Value.self, set: { record, text in setPlain(slot.pointer(in: record), text) },
            direct: DirectFilling(Value.self, offset: slot.offset))
    }

    @inline(__always)
    static func list<Root: Record, Value: Scalar>(_ slot: FieldSlot<Root, [Value]>) -> ScalarFilling {
        ScalarFilling(
            type: Value.self, set: { record, text in append(text, to: slot.pointer(in: record)) }, direct: nil)
    }

    private static func setOptional<Value: Scalar>(_ slot: UnsafeMutablePointer<Value?>, _ text: String) -> Bool {
        guard let value = Value(canonicalText: text) else { return false }
        slot.pointee = value
        return true
    }

    private static func setPlain<Value: Scalar>(_ slot: UnsafeMutablePointer<Value>, _ text: String) -> Bool {
        guard let value = Value(canonicalText: text) else { return false }
        slot.pointee = value
        return true
    }

    private static func append<Value: Scalar>(_ text: String, to slot: UnsafeMutablePointer<[Value]>) -> Bool {
        guard let value = Value(canonicalText: text) else { return false }
        slot.pointee.append(value)
        return true
    }
}

extension RecordFilling {
    @inline(__always)
    static func optional<Root: Record, Child: Record>(_ slot: FieldSlot<Root, Child?>) -> RecordFilling {
        RecordFilling(type: { RecordType(Child.self) }) { record, body in
            make(slot.pointer(in: record), body)
        } fill: { record, body in
            make(slot.pointer(in: record), body)
        } change: { record, body in
            change(slot.pointer(in: record), body)
        } reserve: { _, _ in
        }
    }

    @inline(__always)
    static func plain<Root: Record, Child: Record>(_ slot: FieldSlot<Root, Child>) -> RecordFilling {
        RecordFilling(type: { RecordType(Child.self) }) { record, body in
            guard let child = made(Child.self, body) else { return false }
            slot.pointer(in: record).pointee = child
            return true
        } fill: { record, body in
            body(UnsafeMutableRawPointer(slot.pointer(in: record)))
        } change: { record, body in
            body(UnsafeMutableRawPointer(slot.pointer(in: record)))
        } reserve: { _, _ in
        }
    }

    @inline(__always)
    static func list<Root: Record, Element: Record>(_ slot: FieldSlot<Root, [Element]>) -> RecordFilling {
        RecordFilling(type: { RecordType(Element.self) }) { record, body in
            append(to: slot.pointer(in: record), body)
        } fill: { record, body in
            append(to: slot.pointer(in: record), body)
        } change: { record, body in
            _ = append(to: slot.pointer(in: record)) { element in
                body(element)
                return true
            }
        } reserve: { record, count in
            let list = slot.pointer(in: record)
            list.pointee.reserveCapacity(list.pointee.count + count)
        }
    }

    private static func make<Child: Record>(_ slot: UnsafeMutablePointer<Child?>, _ body: Body) -> Bool {
        guard let child = made(Child.self, body) else { return false }
        slot.pointee = child
        return true
    }

    /// A new record, if the body wants it kept.
    private static func made<Child: Record>(_ type: Child.Type, _ body: Body) -> Child? {
        var child = Child()
        let isKept = withUnsafeMutablePointer(to: &child) { body(UnsafeMutableRawPointer($0)) }
        return isKept ? consume child : nil
    }

    private static func change<Child: Record>(
        _ slot: UnsafeMutablePointer<Child?>, _ body: (UnsafeMutableRawPointer) -> Void
    ) {
        var child = slot.pointee ?? Child()
        slot.pointee = nil
        withUnsafeMutablePointer(to: &child) { body(UnsafeMutableRawPointer($0)) }
        slot.pointee = child
    }

    /// The new element is filled where it stands: a line is two thousand bytes that need not be moved twice.
    private static func append<Element: Record>(to slot: UnsafeMutablePointer<[Element]>, _ body: Body) -> Bool {
        slot.pointee.append(Element())
        let isKept = slot.pointee.withUnsafeMutableBufferPointer { elements in
            guard let first = elements.baseAddress else { return false }
            return body(UnsafeMutableRawPointer(first + (elements.count - 1)))
        }
        if !isKept { slot.pointee.removeLast() }
        return isKept
    }
}
