import Diagnostics

/// A finished file in a folder on a server.
public struct RemoteFile: Sendable, Hashable {
    public let name: String
    /// How many bytes it has, as it was listed.
    public let size: Int
    /// Whether it is claimed already, from a run before that did not end.
    public let isClaimed: Bool
}

/// Takes files from a folder on a server that others write into.
///
/// `look` names the finished files. `claim` gives some of them names of its own, so that what is written under their own names
/// from then on is another file; the caller reads each, commits its bytes and only then lets it be `disposed` of. What a
/// crash leaves claimed is found by the next look. Links, folders and special files are passed by.
public actor FileServerSource {
    private let client: FileServerClient
    private let done: String?
    private let rejected: String
    private let largest: Int
    /// What the last look saw.
    private var seen: Set<ListedFile> = []
    /// Whether the server lists facts by MLSD; nil until it was asked.
    private var listsFacts: Bool?
    private var madeFolders: Set<String> = []

    /// Behind which prefix claimed files stand. Many FTP servers do not list what begins with a dot, and what a crash left
    /// would never be found.
    private nonisolated var claim: String { client.target.way == .sftp ? ".milepost-taken-" : "milepost-taken-" }

    /// What a look found.
    public struct Look: Sendable {
        /// The finished files, by name.
        public var files: [RemoteFile] = []
        /// How many may still be written.
        public var unfinished = 0
        /// How many have names that cannot be used.
        public var unusable = 0
        /// Files that are larger than is taken.
        public var large: [String] = []
    }

    /// What becomes of a file.
    public enum End: Sendable, Hashable {
        /// Its bytes are committed.
        case accepted
        case rejected
        /// It gets its own name back.
        case left
    }

    /// A source with so many connections at most.
    ///
    /// - Parameters:
    ///   - done: where accepted files are moved, in the folder unless it begins with a slash; nil deletes them.
    ///   - rejected: where refused files are moved.
    ///   - largest: the bytes of a file at the most.
    public init(_ target: FileServerTarget, done: String?, rejected: String, largest: Int, connections: Int) {
        client = FileServerClient(target, connections: connections, waiting: 1_024)
        self.done = done
        self.rejected = rejected
        self.largest = largest
    }

    /// Ends the thread and the connections.
    public func shutdown() async { await client.shutdown() }

    /// Lists the folder once. A file is finished when two looks saw the same size and time: the first look after a start
    /// names only what a run before had claimed.
    public func look() async throws(FileServerFault) -> Look {
        let listing = try await list()
        var look = Look(unusable: listing.unusable)
        var now: Set<ListedFile> = []
        for file in listing.files {
            let isClaimed = file.name.hasPrefix(claim)
            guard isClaimed || !FolderSource.isPassedBy(file.name) else { continue }
            if isClaimed {
                let name = String(file.name.dropFirst(claim.count))
                if !name.isEmpty { look.files.append(RemoteFile(name: name, size: file.size, isClaimed: true)) }
                continue
            }
            now.insert(file)
            if file.size > largest {
                look.large.append(file.name)
            } else if seen.contains(file) {
                look.files.append(RemoteFile(name: file.name, size: file.size, isClaimed: false))
            } else {
                look.unfinished += 1
            }
        }
        seen = now
        look.files.sort { ($0.isClaimed ? 0 : 1, $0.name) < ($1.isClaimed ? 0 : 1, $1.name) }
        return look
    }

    /// Gives files those names; those that cannot be renamed keep theirs, and reading them finds nothing.
    public func claim(_ files: [RemoteFile]) async throws(FileServerFault) {
        let fresh = files.filter { !$0.isClaimed }
        guard !fresh.isEmpty else { return }
        try await client.perform(
            .run(fresh.map { .rename(path($0.name), to: path(claim + $0.name)) }, passingFailures: true))
    }

    /// Claims a file alone, to hear why it could not be claimed with others. A file that is gone is none of ours.
    public func claim(alone file: RemoteFile) async throws(FileServerFault) {
        do throws(FileServerFault) {
            try await client.perform(.run([.rename(path(file.name), to: path(claim + file.name))]))
        } catch {
            do throws(FileServerFault) { try await client.perform(.find(path(file.name))) } catch {
                guard error.kind != .missing else { return }
            }
            throw error
        }
    }

    /// The bytes of a claimed file, and when it was last changed, in seconds since 1970 where the server says it.
    public nonisolated func read(
        _ file: RemoteFile
    ) async throws(FileServerFault) -> (bytes: [UInt8], modified: Int64?) {
        let reply = try await client.perform(
            .read(client.target.path(claim + file.name), limit: largestRead))
        return (reply.bytes, reply.modified)
    }

    private nonisolated var largestRead: Int { largest }

    /// Lets claimed files go their ways. Those that cannot be moved or deleted stay claimed, and are found by the next look.
    ///
    /// - Parameter name: a name that no other file has, for each file: the receipt's.
    public func dispose(
        of files: [(file: RemoteFile, end: End, name: String)]
    ) async throws(FileServerFault) {
        guard !files.isEmpty else { return }
        if files.contains(where: { $0.end == .accepted }), let done { await make(done) }
        if files.contains(where: { $0.end == .rejected }) { await make(rejected) }
        let own = files.filter { !$0.file.isClaimed }
        let again = files.filter { $0.file.isClaimed }
        if !own.isEmpty {
            try await client.perform(.run(own.map { command($0.file, $0.end, $0.name) }, passingFailures: true))
        }
        // What was left over once is told when it fails again.
        for item in again { try await client.perform(.run([command(item.file, item.end, item.name)])) }
    }

    private func command(_ file: RemoteFile, _ end: End, _ unique: String) -> FileServerStep.Command {
        let claimed = path(claim + file.name)
        // RNTO of FTP replaces what stands there, and a name that did not do before will not do now.
        let isUnique = file.isClaimed || client.target.way != .sftp
        let name = isUnique ? Self.marked(file.name, unique) : file.name
        switch end {
        case .accepted:
            guard let done else { return .remove(claimed) }
            return .rename(claimed, to: path(done + "/" + name))
        case .rejected: return .rename(claimed, to: path(rejected + "/" + name))
        case .left: return .rename(claimed, to: path(file.name))
        }
    }

    /// `orders.edi` becomes `orders~MARK.edi`.
    private static func marked(_ name: String, _ mark: String) -> String {
        let base = FileName(received: name).text
        guard let dot = base.lastIndex(of: "."), dot != base.startIndex else { return "\(base)~\(mark)" }
        return "\(base[..<dot])~\(mark)\(base[dot...])"
    }

    private func make(_ folder: String) async {
        guard madeFolders.insert(folder).inserted else { return }
        _ = try? await client.perform(.run([.makeFolder(path(folder))], passingFailures: true))
    }

    private func path(_ name: String) -> String { client.target.path(name) }

    private func list() async throws(FileServerFault) -> FileListing {
        let folder = client.target.folder
        if client.target.way != .sftp, listsFacts != false {
            do throws(FileServerFault) {
                let listing = FileListing(try await client.perform(.listFacts(folder)).bytes)
                listsFacts = true
                return listing
            } catch {
                // A server without MLSD (RFC 3659, 7) answers 500 or 502.
                guard error.kind == .refused, listsFacts == nil else { throw error }
            }
        }
        let listing = FileListing(try await client.perform(.list(folder)).bytes)
        if client.target.way != .sftp { listsFacts = false }
        guard listing.unread == 0 || !listing.files.isEmpty else {
            throw FileServerFault(
                .refused, "remote.listing-form", client.target, ["reason": "\(listing.unread) lines"])
        }
        return listing
    }
}
