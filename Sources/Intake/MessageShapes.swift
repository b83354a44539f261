import Diagnostics
public import Directories
public import Syntax

/// The structures of all messages that are read here, whatever their syntax.
public struct MessageShapes: Sendable {
    public static let standard = MessageShapes(directories: .standard, files: .standard)

    public let directories: DirectoryLibrary
    public let files: ShapeLibrary

    /// The structures of the product, kept for this value's users only.
    public init() { self.init(directories: DirectoryLibrary(), files: ShapeLibrary()) }

    /// The structures of directories and of shape files.
    public init(directories: DirectoryLibrary, files: ShapeLibrary) {
        self.directories = directories
        self.files = files
    }

    /// The structure of a message; nil when there is none.
    public func shape(_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape? {
        switch syntax {
        case .edifact, .x12: directories.shape(message: message, directory: version ?? "")
        case .xml: try? files.shape(message: message, version: version ?? "UBL 2.1")
        case .tradacoms, .idoc, .json: nil
        }
    }

    /// A message nested and checked by its structure, with the structure; without one it stays as it is, with an error.
    public func nest(_ message: Message, syntax: SyntaxName) -> (message: Message, shape: Shape?) {
        var message = message
        switch syntax {
        case .edifact, .x12:
            message = directories.nest(message)
            return (message, shape(syntax, message.type, message.version))
        case .xml:
            if let shape = shape(.xml, message.type, message.version) { return (message, shape) }
            if !message.diagnostics.hasErrors {
                message.diagnostics.append(
                    Diagnostic(
                        "directory.message-unknown", at: message.tree.origin, value: message.type,
                        facts: ["directory": message.version ?? "XML"]))
            }
            return (message, nil)
        case .tradacoms, .idoc, .json:
            return (message, nil)
        }
    }
}
