import Diagnostics

extension MappingParser {
    /// The rule of a value: a path, a mapping with `at`, or a list of both.
    mutating func valueRule(_ node: YAMLNode) -> ValueRule? {
        var rule = ValueRule(places: [], position: node.position)
        for item in node.items ?? [node] {
            if let text = item.text {
                guard let paths = sum(item, text) else { continue }
                rule.places.append(ValuePlace(paths: paths, conversion: Conversion(), position: item.position))
            } else {
                addPlaces(of: item, to: &rule)
            }
        }
        return rule.places.isEmpty && rule.fallback == nil ? nil : rule
    }

    private mutating func addPlaces(of node: YAMLNode, to rule: inout ValueRule) {
        var reader = YAMLReader(node)
        var places: [(paths: [MappingPath], position: Position)] = []
        for key in ["at", "common"] {
            guard let value = reader.optional(key) else { continue }
            for item in value.items ?? [value] {
                guard let text = reader.text(of: item), let paths = sum(item, text) else { continue }
                places.append((paths, item.position))
            }
        }
        let only = reader.choice("only", of: Direction.self)
        rule.isRequired = reader.flag("required") ?? rule.isRequired
        rule.omitsDefault = reader.flag("omit") ?? rule.omitsDefault
        if let text = reader.text("default") { rule.fallback = fallback(text) }
        let conversion = conversion(&reader, columns: places.first?.paths.count ?? 1)
        reader.finish()
        for diagnostic in reader.diagnostics.items { report(diagnostic) }
        for place in places {
            rule.places.append(
                ValuePlace(paths: place.paths, conversion: conversion, only: only, position: place.position))
        }
    }

    private mutating func sum(_ node: YAMLNode, _ text: String) -> [MappingPath]? {
        do {
            return try PathParser.sum(node, text: text)
        } catch {
            report(error)
            return nil
        }
    }

    /// What a default says.
    func fallback(_ text: String) -> Fallback {
        if text == "index" { return .index }
        if text.hasPrefix("^"), text.count > 1 { return .document(String(text.dropFirst())) }
        if text.hasPrefix("$"), text.count > 1 { return .profile(String(text.dropFirst())) }
        return .text(text)
    }
}
