public import Diagnostics
public import Directories
import Orders
public import Syntax

/// All mappings of a configuration.
public struct MappingLibrary: Sendable {
    /// Finds the structure of a message: syntax, message, version (nil for a mapping that names none).
    public typealias ShapeSource = @Sendable (_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape?

    /// The mappings by name.
    public private(set) var mappings: [String: CompiledMapping] {
        didSet { byMessage = Self.byMessage(mappings) }
    }
    /// The mappings by the message that they are for.
    private(set) var byMessage: [String: [CompiledMapping]]
    /// The structures of XML formats that came with them.
    public let shapes: XMLShapes
    /// Mappings with faults in their rules, whose other faults are told along with those.
    let unsound: [String: CompiledMapping]
    /// The names of all mappings, also of those that only serve to be included.
    let names: Set<String>

    private init(
        mappings: [String: CompiledMapping], shapes: XMLShapes, unsound: [String: CompiledMapping], names: Set<String>
    ) {
        self.mappings = mappings
        byMessage = Self.byMessage(mappings)
        self.shapes = shapes
        self.unsound = unsound
        self.names = names
    }

    private static func byMessage(_ mappings: [String: CompiledMapping]) -> [String: [CompiledMapping]] {
        Dictionary(grouping: mappings.values) { $0.source.format.message }
    }

    /// A mapping by its name.
    public subscript(name: String) -> CompiledMapping? { mappings[name] }

    /// Reads the mappings of a folder.
    ///
    /// Every file that ends in `.yaml` or `.yml` and starts with `mapping:` is one, `codes/NAME.csv` is the code table
    /// NAME, `shapes/*.yaml` are structures of XML formats (``XMLShapes``). A mapping with a fault is left out, and all
    /// faults of all files come back; a caller with a running library keeps that one when there are errors. A mapping
    /// without `format` only serves to be included.
    ///
    /// What is not YAML, or no rule, is found here. Whether the formats have what the rules name takes longer to find:
    /// ``verify(only:shapes:)``. A mapping is compiled for a format when the first message of it comes.
    /// - Parameter files: the files' bytes by their paths in the folder.
    public static func load(_ files: [String: [UInt8]]) -> (library: MappingLibrary, diagnostics: DiagnosticList) {
        var loader = MappingLoader(files: files)
        loader.readFiles()
        var mappings: [String: CompiledMapping] = [:]
        var unsound: [String: CompiledMapping] = [:]
        for name in loader.roots.keys.sorted() {
            guard let (mapping, isSound) = loader.mapping(name) else { continue }
            if isSound { mappings[name] = mapping } else { unsound[name] = mapping }
        }
        let library = MappingLibrary(
            mappings: mappings, shapes: loader.shapes, unsound: unsound, names: Set(loader.roots.keys))
        return (library, loader.diagnostics)
    }

    /// Reads the mappings of a folder and verifies them all.
    public static func load(
        _ files: [String: [UInt8]], verifiedBy shapes: @escaping ShapeSource
    ) -> (library: MappingLibrary, diagnostics: DiagnosticList) {
        var (library, diagnostics) = load(files)
        diagnostics.append(contentsOf: library.verify(shapes: shapes))
        return (library, diagnostics)
    }

    /// Compiles mappings for the formats that they name and gives every fault, with file, line and column. Those with an
    /// error leave the library; the others keep what they were compiled to.
    /// - Parameters:
    ///   - names: the mappings to look at, all when nil. A path of an included file is a fault when none of the mappings
    ///     that include it knows it, so it is found only when all of them are looked at.
    ///   - shapes: where the structures of other formats than the library's own come from.
    public mutating func verify(only names: Set<String>? = nil, shapes: @escaping ShapeSource) -> DiagnosticList {
        let (faults, faulty) = faults(of: names, shapes: shapes, keeping: true)
        for name in faulty { mappings[name] = nil }
        return faults
    }

    /// Every fault of mappings, as ``verify(only:shapes:)`` finds them, while nothing is kept of what they are compiled to.
    public func faults(of names: Set<String>? = nil, shapes: @escaping ShapeSource) -> DiagnosticList {
        faults(of: names, shapes: shapes, keeping: false).diagnostics
    }

    private func faults(
        of names: Set<String>?, shapes: @escaping ShapeSource, keeping: Bool
    ) -> (diagnostics: DiagnosticList, faulty: Set<String>) {
        let own = self.shapes
        let source: ShapeSource = { syntax, message, version in
            if [.xml, .idoc, .csv, .fixed, .json].contains(syntax), let document = own.documents[message] {
                return document.shape
            }
            return shapes(syntax, message, version)
        }
        var verification = MappingVerification(library: self, shapes: source, keeps: keeping)
        verification.run(names.map { names in mappings.keys.filter(names.contains) } ?? Array(mappings.keys))
        return (verification.diagnostics, verification.faulty)
    }
}
