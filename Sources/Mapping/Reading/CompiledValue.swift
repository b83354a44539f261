import Diagnostics

/// A rule of a value, its paths found in a shape.
///
/// Nothing writes to its memory after `init`, which is what makes it safe to share.
final class CompiledValue: @unchecked Sendable {
    let places: [CompiledPlace]
    /// What reading needs of each place, without a reference to count.
    let codes: UnsafeMutableBufferPointer<PlaceCode>
    let fallback: Fallback?
    let hasFallback: Bool
    let isRequired: Bool
    let position: Position
    let gate: Gate

    init(places: [CompiledPlace], fallback: Fallback?, isRequired: Bool, position: Position, gate: Gate) {
        self.gate = gate
        self.places = places
        self.fallback = fallback
        hasFallback = fallback != nil
        self.isRequired = isRequired
        self.position = position
        codes = .allocate(capacity: places.count)
        _ = codes.initialize(from: places.map(PlaceCode.init))
    }

    deinit { codes.deallocate() }
}

/// How a place is read.
struct PlaceCode: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// One path, the text as it is.
        case plain
        /// One path, converted.
        case converted
        /// Several paths, one value.
        case combined
        /// All nodes in one text.
        case joined
    }

    let path: PathCode
    let kind: Kind
    /// Which names the place needs.
    let gate: Gate

    init(_ place: CompiledPlace) {
        gate = place.gate
        path = place.paths[0]
        kind = place.joins ? .joined : place.paths.count > 1 ? .combined : place.isPlain ? .plain : .converted
    }
}

/// One place of a value.
final class CompiledPlace: Sendable {
    let paths: [PathCode]
    let by: PathCode?
    let conversion: Conversion
    /// True when a read text goes through as it is.
    let isPlain: Bool
    /// True when something is taken away from a read text.
    let strips: Bool
    /// True when all nodes are read into one text.
    let joins: Bool
    // Parts of the conversion by themselves: taking them out of it would copy all of it.
    let hasNone: Bool
    let isDate: Bool
    /// True when a date without a code is a plain day first of all.
    let readsDays: Bool
    let tables: [CodeTable]
    let position: Position
    let text: String
    let gate: Gate

    init(paths: [PathCode], by: PathCode?, conversion: Conversion, position: Position, text: String, gate: Gate) {
        self.gate = gate
        self.paths = paths
        self.by = by
        self.conversion = conversion
        isPlain = conversion.isPlain
        strips =
            conversion.prefix != nil || conversion.zeros != nil || conversion.hasDecimalComma || conversion.gtin != nil
            || conversion.impliedDecimals > 0 || conversion.isFactor
        joins = conversion.text != nil
        hasNone = !conversion.none.isEmpty
        isDate = conversion.isDate
        readsDays = conversion.dates.first?.beginsWithDay ?? false
        tables = conversion.codes
        self.position = position
        self.text = text
    }
}
