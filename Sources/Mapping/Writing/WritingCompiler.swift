import Diagnostics
import Directories
import Orders
import Syntax

/// Compiles the rules of one mapping for writing one shape, from the same rules that reading is compiled from.
///
/// What reading has checked (fields, blocks, paths that are read) is not reported again; a path that this shape does not
/// know makes its place inactive.
struct WritingCompiler {
    /// Where a block stands.
    struct Scope {
        var place: ShapeScope
        /// Tells the block from others: an `[else]` looks at the paths of its own block.
        var block: Int
    }

    /// A rule while its field path is taken apart.
    private struct Entry {
        var steps: ArraySlice<FieldPath.Step>
        var rule: Rule
    }

    private struct BlockKey: Hashable {
        var block: Int
        var node: Shape.Index
    }

    private let file: MappingFile
    var paths: WritePathCompiler
    private var blocks: [BlockKey: WriteBlock] = [:]

    /// The program of a mapping for a shape; nil where the document's own node is not known there.
    static func compile(_ file: MappingFile, shape: Shape) -> WriteProgram? {
        let whole = ShapeScope(chain: [shape.root], steps: [])
        let resolver = PathResolver(shape: shape, document: whole)
        var place = whole
        var paths = WritePathCompiler(resolver: resolver)
        var at: WritePath?
        if let path = file.document.at {
            guard let resolved = try? resolver.resolve(path, in: whole) else { return nil }
            at = paths.compile(resolved, block: -2)
            place = resolved.scope
            paths.resolver = PathResolver(shape: shape, document: place)
        }
        var compiler = WritingCompiler(file: file, paths: paths)
        let scope = Scope(place: place, block: 0)
        let document = WriteBlock()
        compiler.fill(document, with: file.body, in: scope)
        let counts = file.counts.compactMap { rule in
            compiler.paths.compile(rule.path, in: scope).map { WriteCount(path: $0, rule: rule) }
        }
        let fills = file.fills.map { rule in
            let record = rule.record.flatMap { record in
                compiler.nodes(of: record.block, in: scope).map { (from: record.from, nodes: $0) }
            }
            return WriteFill(
                names: rule.names, demand: rule.demand, values: rule.values, conversion: rule.conversion,
                record: record)
        }
        for rule in file.ignored { compiler.paths.note(rule.path, in: scope) }
        return WriteProgram(
            shape: shape, document: document, at: at, counts: counts, fills: fills,
            selections: compiler.paths.finish())
    }

    private init(file: MappingFile, paths: WritePathCompiler) {
        self.file = file
        self.paths = paths
    }

    private mutating func fill(_ block: WriteBlock, with body: BlockBody, in scope: Scope) {
        let body = file.spelledOut(body).body
        let entries = body.rules.filter { $0.fields.count == 1 }.map { Entry(steps: $0.fields[0].steps[...], rule: $0) }
        var rules = self.rules(of: entries, in: scope)
        for rule in body.rules where rule.fields.count == 2 {
            guard case .value(let value) = rule.body else { continue }
            let names = rule.fields.map { $0.steps.map(\.name) }
            rules.append(.pair(names[0], names[1], self.value(value, field: rule.key.text, in: scope)))
        }
        let constants = body.constants.compactMap { constant in
            paths.compile(constant.path, in: scope).map { (path: $0, value: constant.value) }
        }
        block.set(rules, constants: constants)
    }

    /// The rules of a record's fields, those of one field together.
    private mutating func rules(of entries: [Entry], in scope: Scope) -> [WriteBlock.Rule] {
        entries.grouped { $0.steps.first?.name }.compactMap { rule(of: $0.elements, field: $0.key, in: scope) }
    }

    private mutating func rule(of group: [Entry], field: String, in scope: Scope) -> WriteBlock.Rule? {
        if let entry = group.first, entry.steps.count == 1, entry.steps.first?.pick == nil,
            case .value(let rule) = entry.rule.body
        {
            return .value(value(rule, field: field, in: scope))
        }
        var order: [FieldPath.Pick?] = []
        var picked: [FieldPath.Pick?: [Entry]] = [:]
        for entry in group {
            let pick = entry.steps.first?.pick
            if picked[pick] == nil { order.append(pick) }
            picked[pick, default: []].append(entry)
        }
        // What is picked takes its items before the rest is given out.
        let sources = (order.filter { $0 != nil } + order.filter { $0 == nil }).map { pick in
            source(of: picked[pick] ?? [], pick: pick, in: scope)
        }
        return .nested(WriteNested(field: field, sources: sources))
    }

    private mutating func source(
        of entries: [Entry], pick: FieldPath.Pick?, in scope: Scope
    ) -> WriteNested.Source {
        let direct = entries.filter { $0.steps.count > 1 }.map { Entry(steps: $0.steps.dropFirst(), rule: $0.rule) }
        var source = WriteNested.Source(pick: pick, nodes: [])
        if !direct.isEmpty {
            let block = WriteBlock()
            block.set(rules(of: direct, in: scope), constants: [])
            source.direct = block
        }
        for entry in entries where entry.steps.count == 1 && entry.rule.by == nil {
            guard case .blocks(let rules) = entry.rule.body else { continue }
            source.nodes += rules.compactMap { nodes(of: $0, in: scope) }
        }
        return source
    }

    private mutating func nodes(of rule: BlockRule, in scope: Scope) -> WriteNodes? {
        guard rule.only != .read else { return nil }
        var inner = scope
        var path: WritePath?
        if let written = rule.path {
            guard let resolved = try? paths.resolver.resolve(written, in: scope.place) else { return nil }
            path = paths.compile(resolved, block: scope.block)
            inner = Scope(place: resolved.scope, block: rule.identifier)
        }
        let key = BlockKey(block: rule.identifier, node: inner.place.node)
        let block: WriteBlock
        if let known = blocks[key] {
            block = known
        } else {
            block = WriteBlock()
            blocks[key] = block
            fill(block, with: rule.body, in: inner)
        }
        let merge = rule.merge.compactMap { paths.compile($0, in: inner) }
        return WriteNodes(
            kind: rule.kind, path: path, block: block, merge: merge, isRequired: rule.isRequired,
            text: rule.path?.text ?? ".")
    }

    private mutating func value(_ rule: ValueRule, field: String, in scope: Scope) -> WriteValue {
        var places: [WritePlace] = []
        for place in rule.places where place.only != .read {
            if let compiled = self.place(place, in: scope) { places.append(compiled) }
        }
        return WriteValue(
            field: field, places: places, fallback: rule.fallback, omitsDefault: rule.omitsDefault,
            isRequired: rule.isRequired, isFixed: rule.places.isEmpty)
    }

    private mutating func place(_ place: ValuePlace, in scope: Scope) -> WritePlace? {
        var compiled: [WritePath] = []
        var by: WritePath?
        var conversion = place.conversion
        for path in place.paths {
            guard let resolved = try? paths.resolver.resolve(path, in: scope.place) else {
                // A date stays a date without its time.
                if compiled.isEmpty { return nil } else { continue }
            }
            compiled.append(paths.compile(resolved, block: scope.block))
            conversion.impliedDecimals =
                paths.resolver.shape.value(of: resolved.scope.node)?.impliedDecimals ?? 0
            if let byPath = place.conversion.by, by == nil { by = paths.compileBy(byPath, of: resolved) }
        }
        return WritePlace(
            paths: compiled, by: by, conversion: conversion,
            text: place.paths.map(\.text).joined(separator: " + "))
    }
}
