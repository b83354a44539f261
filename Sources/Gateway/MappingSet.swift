import ConfigurationFiles
public import Diagnostics
import Intake
import Mapping
import Rollout

/// The compiled mappings of an installation.
public struct MappingSet: Sendable {
    let library: MappingLibrary

    /// Compiles all mappings; a fault in one is reported with file, line and column.
    public static func compile(_ files: [String: [UInt8]]) -> (set: MappingSet, diagnostics: DiagnosticList) {
        let (library, diagnostics) = MappingLibrary.load(files) { MessageShapes.standard.shape($0, $1, $2) }
        return (MappingSet(library: library), diagnostics)
    }

    /// The hash of each mapping, as the routing snapshot keeps it.
    var hashes: [String: String] { library.mappings.mapValues { String($0.hash, radix: 16) } }
}
