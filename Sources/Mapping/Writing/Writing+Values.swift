import Diagnostics
import Directories
import Orders

extension Writing {
    /// Writes a field's value at the first place that takes it.
    func write(_ rule: WriteValue, in scope: Scope) {
        guard let field = fields.field(rule.field, of: scope.field) else {
            // An item without the value that this rule would read is another item.
            if rule.isFixed, rule.fallback != nil, scope.index > 0 { misfits += 1 }
            if rule.fallback != nil { waiting.append((rule, scope)) }
            if rule.isRequired, rule.fallback == nil { reportMissing(rule, in: scope) }
            return
        }
        let node = fields.nodes[field]
        let texts = node.isList ? fields.children(of: field).compactMap { fields.nodes[$0].text } : [node.text ?? ""]
        guard !isWritten[field], !texts.isEmpty else { return }
        if let text = node.text, let usual = fallback(rule.fallback, in: scope) {
            if text == usual, rule.omitsDefault || rule.isFixed { return noteWritten(field) }
            if rule.isFixed { misfits += 1 }
        }
        var first: (fault: WriteFault, place: WritePlace)?
        for (index, place) in rule.places.enumerated() {
            // What no place takes for this is listed as not written.
            let isLast = index == rule.places.count - 1 && place.conversion.otherwise != .leave
            guard admits(place, in: scope, isLast: isLast) else { continue }
            let start = mark
            do throws(WriteFault) {
                try write(texts, at: place, in: scope, field: field, isList: node.isList)
                for written in field..<node.end { noteWritten(written) }
                live += 1
                return
            } catch {
                rollBack(to: start)
                if first == nil { first = (error, place) }
            }
        }
        if let first {
            // What no place takes is listed as not written, where the mapping says so.
            if rule.places.contains(where: { $0.conversion.otherwise == .leave }) {
                // An item without a value that it must have is another item.
                if rule.isRequired { misfits += 1 }
                return
            }
            report(
                first.fault.code, field: field, value: texts.first,
                facts: facts(of: first.fault, first.place.text, field))
        }
    }

    /// False where a path asks that something be absent which rules above have written (`[StartDate=-]`), or present which
    /// they have not (`[StartDate=*]`) while there is another place to write to.
    private func admits(_ place: WritePlace, in scope: Scope, isLast: Bool) -> Bool {
        place.paths.allSatisfy { path in
            path.steps.indices.allSatisfy { index in
                path.steps[index].predicates.allSatisfy { predicate in
                    let wanted = predicate.condition
                    guard wanted.alternatives.isEmpty, wanted.allowsAny != wanted.allowsAbsence else { return true }
                    if wanted.allowsAny, isLast { return true }
                    let node = find(path.steps[...index], path.anchor, in: scope)
                    let isThere = node.map { !contents(at: predicate.nodes, below: $0).isEmpty } ?? false
                    return isThere == wanted.allowsAny
                }
            }
        }
    }

    /// Writes two fields in one place, where no other rule has taken either.
    func write(_ rule: WriteValue, _ first: [String], _ second: [String], in scope: Scope) {
        guard let from = fields.value(at: first, of: scope.field),
            let until = fields.value(at: second, of: scope.field), !isWritten[from], !isWritten[until],
            let place = rule.places.first, let text = fields.nodes[from].text
        else { return }
        let start = mark
        do throws(WriteFault) {
            let converted = try place.conversion.written(
                text, second: fields.nodes[until].text, contents: contents(of: place), profile: profile)
            try put(converted, at: place, in: scope)
            noteWritten(from)
            noteWritten(until)
            live += 1
        } catch {
            rollBack(to: start)
            report(error.code, field: from, value: text, facts: facts(of: error, place.text, from))
        }
    }

    /// Writes the default of an absent field where the node that it stands at lives.
    func accompany(_ rule: WriteValue, in scope: Scope) {
        guard !rule.omitsDefault, let place = rule.places.first, let path = place.paths.first,
            let text = fallback(rule.fallback, in: scope)
        else { return }
        if path.enclosing == 0 {
            guard live > scope.livesFrom else { return }
        } else {
            guard let enclosing = find(path.steps.prefix(path.enclosing), path.anchor, in: scope),
                draft.values(at: path.steps.dropFirst(path.enclosing).map(\.node), below: enclosing).isEmpty
            else { return }
        }
        do throws(WriteFault) {
            try write([text], at: place, in: scope, field: nil, isList: false)
        } catch {
            report(error.code, field: scope.field, value: text, facts: facts(of: error, place.text, scope.field))
        }
    }

    private func reportMissing(_ rule: WriteValue, in scope: Scope) {
        let places = rule.places.map(\.text).joined(separator: ", ")
        let record = scope.field.map { fields.path(of: $0) } ?? ""
        let field = record.isEmpty ? rule.field : "\(record).\(rule.field)"
        report(
            Diagnostic(
                "mapping.required-unwritten", at: Position(path: field), facts: ["field": field, "places": places]))
    }

    func fallback(_ fallback: Fallback?, in scope: Scope) -> String? {
        switch fallback {
        case nil: nil
        case .text(let text): text
        case .index: scope.index > 0 ? String(scope.index) : nil
        case .profile(let name): profile[name]
        case .document(let path): documentText(path)
        case .near(let path):
            fields.value(
                at: path.split(separator: ".").map(String.init),
                of: path.hasPrefix(".") ? scope.field.flatMap(fields.record(around:)) : scope.field
            )
            .flatMap { fields.nodes[$0].text }
        }
    }

    /// The text of a field of the document (`^currency`).
    func documentText(_ path: String) -> String? {
        fields.value(at: path.split(separator: ".").map(String.init), of: 0).flatMap { fields.nodes[$0].text }
    }

    // MARK: Places

    private func contents(of place: WritePlace) -> [ShapeValue.Content?] {
        place.paths.map { path in path.steps.last.flatMap { program.shape.value(of: $0.node)?.content } }
    }

    private func write(
        _ texts: [String], at place: WritePlace, in scope: Scope, field: Int?, isList: Bool
    ) throws(WriteFault) {
        if let pattern = place.conversion.fits {
            let regex = try? Regex(pattern)
            for text in texts where (try? regex?.wholeMatch(in: text)) == nil {
                throw WriteFault("mapping.value-unfit", ["expected": pattern])
            }
        }
        if let join = place.conversion.text, !isList, let text = texts.first {
            return try write(text, as: join, at: place, in: scope, field: field)
        }
        guard isList else {
            let converted = try place.conversion.written(
                texts.first ?? "", contents: contents(of: place), profile: profile)
            try put(converted, at: place, in: scope)
            if converted.isChanged { noteChange(of: texts.first, field: field, place) }
            return
        }
        var converted: [String] = []
        for text in texts {
            converted += try place.conversion.written(text, contents: contents(of: place), profile: profile).texts
                .compactMap { $0 }
        }
        guard let path = place.paths.first else { return }
        try put(converted, at: path, in: scope, isList: true)
    }

    /// Writes a text in pieces: over the repeats of one path, or a piece a path.
    private func write(
        _ text: String, as join: Conversion.TextJoin, at place: WritePlace, in scope: Scope, field: Int?
    ) throws(WriteFault) {
        let leaf = place.paths[0].steps.last?.node ?? draft.nodes[scope.node].shape
        let length = program.shape.value(of: leaf)?.maximumLength ?? .max
        var cut = text
        if let limit = place.conversion.cut, text.unicodeScalars.count > limit {
            cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
        }
        let (pieces, isChanged) =
            join == .words
            ? TextPieces.words(of: cut, places: place.paths.count) : TextPieces.of(cut, as: join, length: length)
        if place.paths.count == 1 {
            try put(pieces, at: place.paths[0], in: scope, isList: true)
        } else {
            guard pieces.count <= place.paths.count else { throw WriteFault("mapping.no-room") }
            for (piece, path) in zip(pieces, place.paths) where !piece.isEmpty || mayBeEmpty(path) {
                try put([piece], at: path, in: scope, isList: false)
            }
        }
        if isChanged || cut != text { noteChange(of: text, field: field, place) }
    }

    /// True for a place that may hold a text of no characters: an element of XML that must stand.
    private func mayBeEmpty(_ path: WritePath) -> Bool {
        guard let leaf = path.steps.last?.node, let value = program.shape.value(of: leaf) else { return false }
        return value.fault(of: "") == nil && program.shape.nodes[leaf].isMandatory
    }

    private func noteChange(of text: String?, field: Int?, _ place: WritePlace) {
        report(
            "mapping.value-changed", .warning, field: field, value: text,
            facts: ["field": field.map { fields.path(of: $0) } ?? "", "path": place.text])
    }

    private func put(_ converted: FormatText, at place: WritePlace, in scope: Scope) throws(WriteFault) {
        for (text, path) in zip(converted.texts, place.paths) {
            guard let text else { continue }
            let enclosing = try put([text], at: path, in: scope, isList: false)
            guard let code = converted.code, let by = place.by else { continue }
            var inner = scope
            inner.node = enclosing
            try put([code], at: by, in: inner, isList: false)
        }
        if converted.texts.count > place.paths.count,
            converted.texts.dropFirst(place.paths.count).contains(where: { $0 != nil })
        {
            throw WriteFault("mapping.no-room")
        }
    }
}
