import ArgumentParser
import Diagnostics
import Foundation

/// A file named on the command line, `-` being standard input; see ``ArgumentPath`` for names that are no UTF-8.
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
        let path = ArgumentPath.bytes(of: name)
        let folder = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard folder < 0 else {
            close(folder)
            throw Self.failure(name, "it is a folder")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(name, String(cString: strerror(errno))) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Refuses a list that names standard input twice: the second reading would find nothing.
    static func requireOneStandardInput(_ files: [String]) throws {
        guard files.count(where: { $0 == "-" }) > 1 else { return }
        throw ValidationError("Standard input (-) can be read once; name it once.")
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

    static func failure(_ name: String, _ detail: String) -> CommandFailure {
        CommandFailure(.usage, "client.file-unreadable", value: ArgumentPath.shown(name), facts: ["detail": detail])
    }
}
