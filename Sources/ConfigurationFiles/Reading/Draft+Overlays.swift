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

    private enum Weight: String, CaseIterable {
        case error
        case warning
        case information

        var severity: Severity {
            switch self {
            case .error: .error
            case .warning: .warning
            case .information: .information
            }
        }
    }

    /// One item of a partner's `directory`: the overlays of a profile, or one about a message.
    mutating func readOverlays(_ node: YAMLNode) -> [Overlay] {
        var reader = YAMLReader(node)
        if let profile: Profile = reader.choice("profile") {
            // With the keys of the other form known, one that stands here too is told by its name.
            finish(reader)
            return profile.overlays
        }
        var overlay = Overlay(message: reader.text("message"), version: reader.text("version"))
        let changes = reader.list("changes")
        if !changes.isEmpty, overlay.message == nil { _ = reader.required("message") }
        overlay.changes = changes.compactMap { readChange($0) }
        overlay.tolerances = reader.list("tolerate").compactMap { readTolerance($0) }
        finish(reader)
        for var fault in MessageShapes.standard.faults(of: overlay).items {
            fault.position = fault.position ?? node.position
            diagnostics.append(fault)
        }
        return [overlay]
    }

    /// One item of `changes`: a path and what changes there.
    private mutating func readChange(_ node: YAMLNode) -> Overlay.Change? {
        var reader = YAMLReader(node)
        let place = reader.optional("at")?.position
        let path = reader.requiredText("at")
        var change = Overlay.Change(path ?? "")
        change.position = place
        change.use = reader.choice("use")
        change.repeats = reader.integer("repeats", in: 1...9_999_999)
        if let length = reader.optional("length") { change.length = lengths(length, &reader) }
        let codes = reader.texts("codes")
        change.codes = codes.isEmpty ? nil : codes
        change.moreCodes = reader.texts("moreCodes")
        finish(reader)
        return path == nil ? nil : change
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

    /// One item of `tolerate`: a fault, what it weighs, and where: `FTX`, `FTX/4`, `FTX/4.1`; everywhere without.
    private mutating func readTolerance(_ node: YAMLNode) -> Tolerance? {
        var reader = YAMLReader(node)
        var code: Code?
        if let fault = reader.required("fault") { code = faultCode(fault, &reader) }
        let weight: Weight? = reader.choice("as")
        if weight == nil { _ = reader.required("as") }
        let at = reader.text("at")?.split(separator: "/", maxSplits: 1).map(String.init) ?? []
        finish(reader)
        guard let code, let weight else { return nil }
        return Tolerance(code, weight.severity, tag: at.first, element: at.count > 1 ? at[1] : nil)
    }

    private func faultCode(_ node: YAMLNode, _ reader: inout YAMLReader) -> Code? {
        guard let text = reader.text(of: node) else { return nil }
        if let code = Tolerance.codes.first(where: { $0.rawValue == text }) { return code }
        let known = Tolerance.codes.map(\.rawValue)
        let facts = [
            "key": "fault", "known": known.joined(separator: ", "),
            "nearest": NearestName.to(text, among: known) ?? "none",
        ]
        reader.report(Diagnostic("yaml.not-choice", at: node.position, value: text, facts: facts))
        return nil
    }
}
