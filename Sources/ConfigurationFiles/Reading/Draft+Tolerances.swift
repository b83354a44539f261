import Diagnostics
import Directories
import Intake
import Mapping

extension Draft {
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

    /// One item of `tolerate`: a fault, what it weighs, and where: `FTX`, `FTX/4`, `FTX/4.1`; everywhere without.
    mutating func readTolerance(
        _ node: YAMLNode, in overlay: Overlay, isKnown: Bool, _ entries: inout OverlayEntries
    ) -> Tolerance? {
        var reader = YAMLReader(node)
        var code: Code?
        if let fault = reader.required("fault") { code = faultCode(fault, &reader) }
        let weight: Weight? = reader.choice("as")
        if weight == nil, reader.optional("as") == nil { _ = reader.required("as") }
        let at = reader.optional("at") == nil ? nil : reader.requiredText("at")
        var tolerance: Tolerance?
        if let code, let weight {
            let own = Tolerance(code, weight.severity, at: at)
            let place = reader.optional("fault")?.position ?? node.position
            entries.take("\(overlay.scope) tolerate \(code) \(own.at ?? "")", code.rawValue, at: place, &reader)
            if isKnown { check(own, in: overlay, &reader) }
            tolerance = own
        }
        finish(reader)
        return tolerance
    }

    private func check(_ tolerance: Tolerance, in overlay: Overlay, _ reader: inout YAMLReader) {
        guard var fault = MessageShapes.standard.fault(of: tolerance, in: overlay) else { return }
        let key = fault.code == "directory.tolerance-fault" ? "fault" : "at"
        fault.position = reader.optional(key)?.position ?? reader.position
        reader.report(fault)
    }

    private func faultCode(_ node: YAMLNode, _ reader: inout YAMLReader) -> Code? {
        guard let text = reader.text(of: node) else { return nil }
        if let code = Tolerance.codes.first(where: { $0.rawValue == text }) { return code }
        let known = Tolerance.codes.map(\.rawValue)
        reader.report(
            "yaml.not-choice", "fault", text, ["key": "fault", "known": known.joined(separator: ", ")], nearest: known)
        return nil
    }
}

extension Tolerance {
    /// A tolerance at a place as files write it: `FTX/4.1`. Elements of X12 are numbered with a zero in front, too.
    fileprivate init(_ code: Code, _ severity: Severity, at place: String?) {
        let parts = place?.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) ?? []
        let element = parts.dropFirst().first.map { $0.hasPrefix("0") ? String($0.dropFirst()) : $0 }
        self.init(code, severity, tag: parts.first, element: element)
    }

    /// The place as files write it.
    fileprivate var at: String? { tag.map { tag in element.map { "\(tag)/\($0)" } ?? tag } }
}
