public import Diagnostics
public import Directories

extension MessageShapes {
    /// What of an overlay cannot be applied to its message in any version that it is about; empty when one takes all of it.
    /// A message or version that there is not is a `directory.message-unknown`.
    public func faults(of overlay: Overlay) -> DiagnosticList {
        guard let message = overlay.message else { return DiagnosticList() }
        let versions = overlay.version.map { [$0] } ?? (directories.directories + directories.x12Versions).reversed()
        var first: DiagnosticList?
        for version in versions {
            let found = directories.find(message: message, directory: version)
            guard let shape = found.shape, found.diagnostic == nil else { continue }
            let faults = overlay.applied(to: shape).faults
            if faults.isEmpty { return faults }
            first = first ?? faults
        }
        if let first { return first }
        var unknown = DiagnosticList()
        unknown.append(
            Diagnostic(
                "directory.message-unknown", value: message, facts: ["directory": overlay.version ?? "the directories"])
        )
        return unknown
    }
}
