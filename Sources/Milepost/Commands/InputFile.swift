import Diagnostics
import Foundation

/// A file named on the command line, `-` being standard input.
struct InputFile {
    /// How much is read at once.
    static let pieceSize = 1 << 16

    let name: String
    private let handle: FileHandle

    /// Opens it; a folder or a file that cannot be read is told at once.
    init(_ name: String) throws {
        self.name = name
        guard name != "-" else {
            handle = .standardInput
            return
        }
        let descriptor = open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(name, String(cString: strerror(errno))) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw Self.failure(name, "it is a folder")
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// The next bytes, nil at the end.
    func piece() throws -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: Self.pieceSize), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch {
            throw Self.failure(name, "reading failed")
        }
    }

    /// All of it.
    func bytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try piece() { bytes.append(contentsOf: piece) }
        return bytes
    }

    private static func failure(_ name: String, _ detail: String) -> CommandFailure {
        CommandFailure(.usage, "client.file-unreadable", value: name, facts: ["detail": detail])
    }
}
