/// One thing that is done on a server of files. Paths are from the root when they begin with a slash, else from where the
/// login leads.
enum FileServerStep: Sendable {
    /// Writes a file, over one of that name.
    case write([UInt8], to: String)
    /// Reads a file, of at most so many bytes.
    case read(String, limit: Int)
    /// Lists a folder.
    case list(String)
    /// Lists a folder by MLSD (RFC 3659, 7).
    case listFacts(String)
    /// Finds a file of this name: by SIZE (RFC 3659, 4), by SFTP by opening it.
    case find(String)
    /// Runs commands in their order. With `passingFailures` those that the server refuses are passed by.
    case run([Command], passingFailures: Bool = false)

    /// A command of which nothing comes back.
    enum Command: Sendable {
        case rename(String, to: String)
        case remove(String)
        case makeFolder(String)

        /// What libcurl sends for it; nil when a name cannot be sent.
        func lines(_ way: FileServerTarget.Way, passingFailures: Bool) -> [String]? {
            let lines: [String]?
            switch (self, way) {
            case (.rename(let old, let new), .sftp): lines = Self.line("rename", [old, new])
            case (.remove(let path), .sftp): lines = Self.line("rm", [path])
            case (.makeFolder(let path), .sftp): lines = Self.line("mkdir", [path])
            case (.rename(let old, let new), _): lines = Self.plain(["RNFR \(old)", "RNTO \(new)"])
            case (.remove(let path), _): lines = Self.plain(["DELE \(path)"])
            case (.makeFolder(let path), _): lines = Self.plain(["MKD \(path)"])
            }
            return lines.map { $0.map { passingFailures ? "*" + $0 : $0 } }
        }

        /// A command of libcurl's own for SFTP: names in quotes, with quotes and backslashes escaped.
        private static func line(_ word: String, _ paths: [String]) -> [String]? {
            let quoted = paths.map { path in
                "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
            }
            return plain([([word] + quoted).joined(separator: " ")])
        }

        /// Lines without a line end or another control character: nothing that a name holds may become a command.
        private static func plain(_ lines: [String]) -> [String]? {
            lines.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } } ? lines : nil
        }
    }
}

/// What a step gave.
struct FileServerReply: Sendable {
    /// The bytes of a file or of a list.
    var bytes: [UInt8] = []
    /// When the file was last changed, in seconds since 1970; nil where the server does not say it.
    var modified: Int64?
    /// Until when the server's certificate holds, where it was asked for: `Nov 25 19:38:36 2026 GMT`.
    var certificateEnds: String?
}
