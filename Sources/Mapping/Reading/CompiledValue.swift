import Diagnostics

/// A rule of a value, its paths found in a shape.
final class CompiledValue: Sendable {
    let places: [CompiledPlace]
    let fallback: Fallback?
    let isRequired: Bool
    let position: Position
    let gate: Gate

    init(places: [CompiledPlace], fallback: Fallback?, isRequired: Bool, position: Position, gate: Gate) {
        self.gate = gate
        self.places = places
        self.fallback = fallback
        self.isRequired = isRequired
        self.position = position
    }
}

/// One place of a value.
final class CompiledPlace: Sendable {
    let paths: [PathCode]
    let by: PathCode?
    let conversion: Conversion
    /// True when a read text goes through as it is.
    let isPlain: Bool
    /// True when all nodes are read into one text.
    let joins: Bool
    let position: Position
    let text: String

    init(paths: [PathCode], by: PathCode?, conversion: Conversion, position: Position, text: String) {
        self.paths = paths
        self.by = by
        self.conversion = conversion
        isPlain = conversion.isPlain
        joins = conversion.text != nil
        self.position = position
        self.text = text
    }
}
