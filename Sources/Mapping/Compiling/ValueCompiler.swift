import Diagnostics
import Directories
import Orders

extension MappingCompiler {
    /// The rule of a value with its paths found; places that this shape does not know are left out.
    mutating func value(
        _ rule: ValueRule, in scope: Scope, field: String, type: (any Scalar.Type)?
    ) -> CompiledValue {
        if let type { checkStandIns(of: rule, field: field, type: type) }
        var places: [CompiledPlace] = []
        for place in rule.places where place.only != .write {
            if let compiled = self.place(place, in: scope, field: field) { places.append(compiled) }
        }
        if case .document(let name) = rule.fallback { references.append((name, rule.position)) }
        var gate = rule.fallback == nil && !rule.isRequired ? Gate.closed : .open
        for place in places { gate.formUnion(place.gate) }
        let value = CompiledValue(
            places: places, fallback: rule.fallback, isRequired: rule.isRequired, position: rule.position, gate: gate)
        if scope.isDocument { documentValues[field] = value }
        return value
    }

    /// Reports what would stand for an absent or unknown value and is none of the field's.
    private mutating func checkStandIns(of rule: ValueRule, field: String, type: any Scalar.Type) {
        func report(_ text: String, _ key: String, at position: Position) {
            guard type.init(canonicalText: text) == nil else { return }
            diagnostics.append(
                Diagnostic(
                    "mapping.default-invalid", at: position, value: text,
                    facts: ["field": field, "key": key, "expected": type.typeDescription]))
        }
        if case .text(let text) = rule.fallback { report(text, "default", at: rule.position) }
        for place in rule.places {
            if case .value(let text) = place.conversion.otherwise { report(text, "else", at: place.position) }
        }
    }

    private mutating func place(_ place: ValuePlace, in scope: Scope, field: String) -> CompiledPlace? {
        var codes: [PathCode] = []
        var by: PathCode?
        var decimals = 0
        var content: ShapeValue.Content?
        for path in place.paths {
            guard let resolved = resolve(path, in: scope) else {
                // A date stays a date without its time.
                if codes.isEmpty { return nil } else { continue }
            }
            codes.append(paths.compile(resolved, block: scope.block))
            let value = resolver.shape.value(of: resolved.scope.node)
            decimals = value?.impliedDecimals ?? 0
            content = value?.content
            if place.only == nil {
                uses.append(ElementUse(resolved, field: field, position: place.position, resolver: resolver))
            }
            if let byPath = place.conversion.by, by == nil { by = compileBy(byPath, of: resolved, in: scope) }
        }
        var conversion = place.conversion
        conversion.impliedDecimals = decimals
        conversion.isDateTime = content == .dateTime && codes.count == 1
        return CompiledPlace(
            paths: codes, by: by, conversion: conversion, position: place.position,
            text: place.paths.map(\.text).joined(separator: " + "), gate: gate(of: codes))
    }

    /// `by:` is seen from where the value's last written step starts, so that it finds the value's neighbour.
    private mutating func compileBy(_ path: MappingPath, of value: ResolvedPath, in scope: Scope) -> PathCode? {
        let place = value.scope.up(value.steps[value.enclosing...].count { !$0.isItself })
        let inner = Scope(place: place, block: -1, trail: scope.trail)
        guard let resolved = resolve(path, in: inner) else { return nil }
        return paths.compile(resolved, block: -1)
    }
}
