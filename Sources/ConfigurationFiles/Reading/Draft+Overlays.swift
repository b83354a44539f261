import Diagnostics
import Directories
import Intake
import Mapping

extension Draft {
    /// Overlays that come with the product.
    private enum Profile: String, CaseIterable {
        case eancom

        var overlays: [Overlay] {
            switch self {
            case .eancom: [Overlay.eancom] + Overlay.eancomLines
            }
        }
    }

    /// A partner's `directory`: what is agreed beyond the directories, each item on top of those before it.
    mutating func readDirectory(_ items: [YAMLNode]) -> [Overlay] {
        var overlays: [Overlay] = []
        var entries = OverlayEntries()
        for item in items { overlays += readOverlays(item, after: overlays, &entries) }
        return overlays
    }

    /// One item of a partner's `directory`: the overlays of a profile, or one about a message.
    private mutating func readOverlays(
        _ node: YAMLNode, after earlier: [Overlay], _ entries: inout OverlayEntries
    ) -> [Overlay] {
        var reader = YAMLReader(node)
        if let profile: Profile = reader.choice("profile") {
            let place = reader.optional("profile")?.position ?? node.position
            entries.take("profile \(profile.rawValue)", profile.rawValue, at: place, &reader)
            // With the keys of the other form known, one that stands here too is told by its name.
            finish(reader)
            return profile.overlays
        }
        let isProfile = reader.optional("profile") != nil
        var overlay = Overlay(message: reader.text("message"), version: reader.text("version"))
        let isKnown = checkScope(of: overlay, &reader)
        let changes = reader.list("changes")
        if !changes.isEmpty, overlay.message == nil { _ = reader.required("message") }
        overlay.changes = changes.compactMap { readChange($0, in: overlay, &entries) }
        let tolerances = reader.list("tolerate")
        if changes.isEmpty, tolerances.isEmpty, !isProfile, node.entries != nil {
            reader.report(Diagnostic("configuration.overlay-empty", at: node.position, value: overlay.message))
        }
        overlay.tolerances = tolerances.compactMap {
            readTolerance($0, in: overlay, isKnown: isKnown, &entries)
        }
        finish(reader)
        guard isKnown, overlay.message != nil else { return [overlay] }
        for var fault in MessageShapes.standard.faults(of: overlay, after: earlier).items {
            fault.position = fault.position ?? node.position
            diagnostics.append(fault)
        }
        return [overlay]
    }

    /// Whether there is such a message in such a version; what there is not is reported.
    private func checkScope(of overlay: Overlay, _ reader: inout YAMLReader) -> Bool {
        let shapes = MessageShapes.standard
        if let version = overlay.version, !shapes.overlaidVersions.contains(version) {
            let known = shapes.overlaidVersions
            reader.report(
                "configuration.overlay-version", "version", version, ["known": known.joined(separator: ", ")],
                nearest: known)
            return false
        }
        guard let message = overlay.message else { return true }
        guard shapes.overlaidMessages.contains(message) else {
            let known = shapes.overlaidMessages
            reader.report(
                "configuration.overlay-message", "message", message, ["known": known.joined(separator: ", ")],
                nearest: known)
            return false
        }
        guard let version = overlay.version, !shapes.directories.messages(in: version).contains(message) else {
            return true
        }
        let known = shapes.directories.messages(in: version)
        reader.report(
            "configuration.overlay-message-version", "message", message,
            ["version": version, "known": known.joined(separator: ", ")])
        return false
    }

    /// One item of `changes`: a path and what changes there.
    private mutating func readChange(
        _ node: YAMLNode, in overlay: Overlay, _ entries: inout OverlayEntries
    ) -> Overlay.Change? {
        var reader = YAMLReader(node)
        let place = reader.optional("at")?.position
        let path = reader.requiredText("at")
        var change = Overlay.Change(path ?? "")
        change.position = place
        for part in Overlay.Change.Part.allCases { change.places[part] = reader.optional(part.rawValue)?.position }
        change.use = reader.choice("use")
        change.repeats = reader.integer("repeats", in: 1...9_999_999)
        if let length = reader.optional("length") { change.length = lengths(length, &reader) }
        let codes = readCodes(.codes, of: change, &reader)
        change.codes = codes.isEmpty ? nil : codes
        change.moreCodes = readCodes(.moreCodes, of: change, beside: codes, &reader)
        if let path, let place {
            entries.take("\(overlay.scope) \(path)", path, at: place, &reader)
            checkSense(of: change, path, at: place, &reader)
        }
        finish(reader)
        return path == nil ? nil : change
    }

    /// A list of codes, none of which stands twice.
    private func readCodes(
        _ part: Overlay.Change.Part, of change: Overlay.Change, beside others: [String] = [], _ reader: inout YAMLReader
    ) -> [String] {
        let codes = reader.texts(part.rawValue)
        guard let place = change.places[part] else { return codes }
        if codes.isEmpty, reader.optional(part.rawValue)?.items?.isEmpty == true {
            reader.report(
                Diagnostic("configuration.codes-empty", at: place, value: "[]", facts: ["key": part.rawValue]))
        }
        var seen = Set(others)
        for code in codes where !seen.insert(code).inserted {
            reader.report(Diagnostic("configuration.code-twice", at: place, value: code))
        }
        return codes
    }

    /// A change says something, and nothing of what it leaves out.
    private func checkSense(
        of change: Overlay.Change, _ path: String, at place: Position, _ reader: inout YAMLReader
    ) {
        let parts = Set(change.places.keys)
        if parts.isEmpty {
            reader.report(Diagnostic("configuration.overlay-nothing", at: place, value: path))
        }
        if change.use == .unused, let other = parts.subtracting([.use]).map(\.rawValue).min() {
            let facts = ["at": path]
            let position = Overlay.Change.Part(rawValue: other).flatMap { change.places[$0] } ?? place
            reader.report(Diagnostic("configuration.overlay-unused", at: position, value: other, facts: facts))
        }
    }

    /// A length: `13`, `1..35`, `..35`.
    private func lengths(_ node: YAMLNode, _ reader: inout YAMLReader) -> ClosedRange<Int>? {
        guard let text = reader.text(of: node) else { return nil }
        let bounds = text.split(separator: "..", omittingEmptySubsequences: false)
        let numbers = bounds.map { Int($0) }
        switch (numbers.count, numbers.first ?? nil, numbers.last ?? nil) {
        case (1, .some(let exact), _) where (1...99_999).contains(exact): return exact...exact
        case (2, .some(let least), .some(let most)) where 0 <= least && least <= most && (1...99_999).contains(most):
            return least...most
        case (2, nil, .some(let most)) where bounds[0].isEmpty && (1...99_999).contains(most): return 0...most
        default:
            reader.report(Diagnostic("configuration.length-form", at: node.position, value: text))
            return nil
        }
    }
}
