import CLibXML2
public import Diagnostics
import Glibc
import Synchronization

/// A schema that Milepost brings along, by its path in the folder `Schemas` of this target's resources.
public struct XMLSchemaFile: Sendable, Hashable {
    /// The path in the folder.
    public let path: String

    /// A schema by its path: `ubl-2.1/maindoc/UBL-Order-2.1.xsd`.
    public init(_ path: String) { self.path = path }

    /// Compiles the schema now, which takes the first document of a kind some tenths of a second else. Throws
    /// `xml.schema-unavailable` when the file is missing or faulty, so that a deployment without it is found at start.
    public func prepare() throws(Diagnostic) { _ = try compiled().get() }

    private static let known = Mutex<[String: Result<CompiledSchema, Diagnostic>]>([:])

    /// The compiled schema, made once and shared by all threads; those that come meanwhile wait.
    func compiled() -> Result<CompiledSchema, Diagnostic> {
        Self.known.withLock { known in
            if let result = known[path] { return result }
            let result = compile()
            known[path] = result
            return result
        }
    }

    private func compile() -> Result<CompiledSchema, Diagnostic> {
        LibXML.start()
        guard let folder = Self.folder, access(folder + "/" + path, R_OK) == 0,
            let parser = xmlSchemaNewParserCtxt(folder + "/" + path)
        else { return .failure(unavailable("there is no such file in the schemas beside the program")) }
        defer { xmlSchemaFreeParserCtxt(parser) }
        let failure = Failure()
        xmlSchemaSetParserStructuredErrors(
            parser,
            { data, error in
                guard let data, let error else { return }
                let failure = Unmanaged<Failure>.fromOpaque(data).takeUnretainedValue()
                failure.reason = failure.reason ?? ParserError(error.pointee).message
            }, Unmanaged.passUnretained(failure).toOpaque())
        guard let schema = xmlSchemaParse(parser) else {
            return .failure(unavailable(failure.reason ?? "the file cannot be read"))
        }
        return .success(CompiledSchema(schema))
    }

    /// The first thing that was wrong with a schema.
    private final class Failure {
        var reason: String?
    }

    private func unavailable(_ reason: String) -> Diagnostic {
        Diagnostic(
            "xml.schema-unavailable", .warning, at: Position(file: path), value: path,
            facts: ["reason": String(reason.prefix(200))])
    }

    /// The folder `Schemas` in the resources beside the program: `milepost_XMLFormat.resources` where it is deployed,
    /// and named for another package where this target is built into that. The accessor that the package manager makes
    /// ends the process when it finds nothing, which a missing schema must not.
    private static let folder: String? = {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0, let slash = buffer[..<count].lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let program = String(decoding: buffer[..<slash], as: UTF8.self)
        guard let directory = opendir(program.isEmpty ? "/" : program) else { return nil }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix("_XMLFormat.resources") { found.append(name) }
        }
        let best = found.first { $0.hasPrefix("milepost_") } ?? found.min()
        return best.map { program + "/" + $0 + "/Schemas" }
    }()
}

/// A compiled schema. libxml2 only reads it while it checks, so that threads may share one.
final class CompiledSchema: @unchecked Sendable {
    let pointer: xmlSchemaPtr

    init(_ pointer: xmlSchemaPtr) { self.pointer = pointer }

    deinit { xmlSchemaFree(pointer) }
}
