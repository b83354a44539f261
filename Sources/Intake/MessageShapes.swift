import Diagnostics
public import Directories
public import Mapping
public import Syntax

/// The structures of all messages that are read here, whatever their syntax.
public struct MessageShapes: Sendable {
    public static let standard = MessageShapes(directories: .standard, files: .standard)

    public let directories: DirectoryLibrary
    public let files: ShapeLibrary
    /// The structures of XML formats that came with the mappings.
    public let documents: XMLShapes
    /// What a reader of payloads has to know of them.
    public let formats: PayloadFormats
    /// What is agreed beyond the directories, nil for nothing.
    private let overlays: OverlaidShapes?

    /// The structures of the product, kept for this value's users only.
    public init() { self.init(directories: DirectoryLibrary(), files: ShapeLibrary()) }

    /// The structures of directories and of shape files.
    public init(
        directories: DirectoryLibrary, files: ShapeLibrary, documents: XMLShapes = .none, overlays: [Overlay] = []
    ) {
        self.init(directories, files, documents, overlays.isEmpty ? nil : OverlaidShapes(overlays))
    }

    private init(
        _ directories: DirectoryLibrary, _ files: ShapeLibrary, _ documents: XMLShapes, _ overlays: OverlaidShapes?
    ) {
        self.directories = directories
        self.files = files
        self.documents = documents
        self.overlays = overlays
        formats = PayloadFormats(documents)
    }

    /// These structures with what is agreed beyond them.
    public func with(_ overlays: [Overlay]) -> MessageShapes {
        MessageShapes(directories: directories, files: files, documents: documents, overlays: overlays)
    }

    /// These structures with those of XML formats that came with mappings.
    public func with(_ documents: XMLShapes) -> MessageShapes {
        MessageShapes(directories, files, documents, overlays)
    }

    /// The structure of a message; nil when there is none.
    public func shape(_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape? {
        switch syntax {
        case .edifact, .x12:
            directories.shape(message: message, directory: version ?? "").map { overlays?.shape(for: $0) ?? $0 }
        case .xml:
            documents.documents[message]?.shape ?? (try? files.shape(message: message, version: version ?? "UBL 2.1"))
        case .idoc, .csv, .fixed, .json: documents.documents[message]?.shape
        case .tradacoms: directories.shape(message: message, directory: DirectoryLibrary.tradacoms(version))
        }
    }

    /// A message nested and checked by its structure, with the structure; without one it stays as it is, with an error.
    public func nest(_ message: Message, syntax: SyntaxName) -> (message: Message, shape: Shape?) {
        var message = message
        switch syntax {
        case .edifact, .x12:
            message = directories.nest(message, overlays: overlays)
            return (message, shape(syntax, message.type, message.version))
        case .json where documents.documents[message.type]?.isJSON != true: return (message, nil)
        case .xml, .idoc, .csv, .fixed, .json:
            if let document = documents.documents[message.type] {
                let deviations = document.shape.deviations(
                    of: message.tree, isOrdered: document.isOrdered, isXML: syntax == .xml)
                message.diagnostics.append(contentsOf: deviations)
                return (message, document.shape)
            }
            if let shape = shape(syntax, message.type, message.version) { return (message, shape) }
            if !message.diagnostics.hasErrors {
                message.diagnostics.append(
                    Diagnostic(
                        "directory.message-unknown", at: message.tree.origin, value: message.type,
                        facts: ["directory": message.version ?? "XML"]))
            }
            return (message, nil)
        case .tradacoms:
            // Of the messages of TRADACOMS only those of order files have tables here.
            guard let shape = shape(syntax, message.type, message.version) else { return (message, nil) }
            let directory = DirectoryLibrary.tradacoms(message.version)
            return (directories.nest(message, directory: directory), shape)
        }
    }
}
