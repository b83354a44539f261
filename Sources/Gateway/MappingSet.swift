import ConfigurationFiles
public import Diagnostics
import Intake
import Mapping
import Rollout

/// The compiled mappings of an installation.
public struct MappingSet: Sendable {
    let library: MappingLibrary
    private let files: [String: [UInt8]]

    /// Reads the mappings without compiling them for their formats, which happens when the first message of one comes.
    /// What is not YAML, or no rule, is reported with file, line and column; ``verify()`` finds the rest.
    public static func read(_ files: [String: [UInt8]]) -> (set: MappingSet, diagnostics: DiagnosticList) {
        let (library, diagnostics) = MappingLibrary.load(
            files, shapes: { MessageShapes.standard.shape($0, $1, $2) }, thorough: false)
        return (MappingSet(library: library, files: files), diagnostics)
    }

    /// Compiles all mappings for the formats that they name: every fault, with file, line and column. The structures that
    /// it needs are many more than messages come with, so they are not kept.
    public func verify() -> DiagnosticList {
        let shapes = MessageShapes()
        return MappingLibrary.load(files) { shapes.shape($0, $1, $2) }.diagnostics
    }

    /// The hash of each mapping, as the routing snapshot keeps it.
    var hashes: [String: String] { library.mappings.mapValues { String($0.hash, radix: 16) } }
}
