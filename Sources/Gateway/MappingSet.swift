import ConfigurationFiles
public import Diagnostics
import Intake
import Mapping
import Rollout

/// The compiled mappings of an installation.
public struct MappingSet: Sendable {
    let library: MappingLibrary

    /// Reads the mappings without compiling them for their formats, which happens when the first message of one comes.
    /// What is not YAML, or no rule, is reported with file, line and column; ``faults(unlessIn:)`` finds the rest.
    public static func read(_ files: [String: [UInt8]]) -> (set: MappingSet, diagnostics: DiagnosticList) {
        let (library, diagnostics) = MappingLibrary.load(files)
        return (MappingSet(library: library), diagnostics)
    }

    /// Compiles mappings for the formats that they name: every fault, with file, line and column. The structures that
    /// it needs are many more than messages come with, so they are not kept.
    /// - Parameter known: the hashes of mappings that were without a fault before and need not be looked at again.
    public func faults(unlessIn known: [String: String] = [:]) -> DiagnosticList {
        let shapes = MessageShapes()
        let names = hashes.filter { known[$0.key] != $0.value }.keys
        return library.faults(of: Set(names)) { shapes.shape($0, $1, $2) }
    }

    /// How many mappings there are.
    public var count: Int { library.mappings.count }

    /// The hash of each mapping, as the routing snapshot keeps it.
    var hashes: [String: String] { library.mappings.mapValues { String($0.hash, radix: 16) } }
}
