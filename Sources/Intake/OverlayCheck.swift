public import Diagnostics
public import Directories

extension MessageShapes {
    /// The messages that overlays can be about: those of EDIFACT and of X12, in order.
    public var overlaidMessages: [String] {
        Set(overlaidVersions.flatMap { directories.messages(in: $0) }).sorted()
    }

    /// The directories and versions that overlays can be about, the newest of each syntax first.
    public var overlaidVersions: [String] { (directories.directories + directories.x12Versions).reversed() }

    /// What of an overlay's changes cannot be applied to its message. Where no version takes all of them these are errors of
    /// the first one; else it is told of each change in which versions it does nothing. Empty when there is no such message.
    /// - Parameter earlier: The overlays that are applied before it.
    public func faults(of overlay: Overlay, after earlier: [Overlay] = []) -> DiagnosticList {
        var first: DiagnosticList?
        var isTaken = false
        // In the order of the changes.
        var lacking: [(fault: Diagnostic, versions: [String])] = []
        for shape in shapes(of: overlay.message, in: overlay.version) {
            let faults = overlay.applied(to: earlier.reduce(shape) { $1.applied(to: $0).shape }).faults
            if faults.isEmpty { isTaken = true } else { first = first ?? faults }
            for fault in faults.items {
                if let known = lacking.firstIndex(where: { $0.fault.isSameChange(as: fault) }) {
                    lacking[known].versions.append(shape.version)
                } else {
                    lacking.append((fault, [shape.version]))
                }
            }
        }
        guard isTaken else { return first ?? DiagnosticList() }
        var list = DiagnosticList()
        for (fault, versions) in lacking {
            let facts = ["message": overlay.message ?? "", "versions": versions.joined(separator: ", ")]
            list.append(
                Diagnostic(
                    "directory.overlay-partly", .information, at: fault.position, value: fault.value, facts: facts))
        }
        return list
    }

    /// Why a tolerance covers nothing in any message that an overlay is about, without a position; nil when it covers
    /// something.
    public func fault(of tolerance: Tolerance, in overlay: Overlay) -> Diagnostic? {
        var first: Diagnostic?
        for shape in shapes(of: overlay.message, in: overlay.version) {
            guard let fault = tolerance.fault(in: shape) else { return nil }
            first = first ?? fault
        }
        return first
    }

    /// The directories' own shapes of a message in a version, each made when it is asked for. All messages in all versions
    /// are too many: of those, the messages of the newest and the oldest directory and of the one most in use will do.
    private func shapes(of message: String?, in version: String?) -> some Sequence<Shape> {
        let known = directories.directories
        let usual = [known.last, "D.96A", known.first, directories.x12Versions.last].compactMap { $0 }
        let versions = version.map { [$0] } ?? (message == nil ? usual : overlaidVersions)
        let wanted = versions.lazy.flatMap { version in
            (message.map { [$0] } ?? directories.messages(in: version)).lazy.map { (message: $0, version: version) }
        }
        return wanted.compactMap { name in
            let found = directories.find(message: name.message, directory: name.version)
            return found.diagnostic == nil ? found.shape : nil
        }
    }
}

extension Diagnostic {
    /// Whether it is about the same change as another one, found in another version.
    fileprivate func isSameChange(as other: Diagnostic) -> Bool {
        code == other.code && value == other.value && position == other.position
    }
}
