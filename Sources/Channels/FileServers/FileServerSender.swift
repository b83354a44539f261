import Diagnostics
import Digests

/// Puts files into a folder on a server so that whoever reads it sees whole files only: a hidden temporary name first, then
/// the right name without replacing another file.
///
/// Until the renaming is asked for, nothing can have been delivered. When its answer does not come, the temporary file
/// tells: what can still be removed was not renamed, and cannot be any more; what is gone was renamed. Only where the
/// server cannot be asked either is the outcome unknown.
public actor FileServerSender {
    private let client: FileServerClient
    private var target: FileServerTarget { client.target }
    /// The names that are being given now: FTP has no way to rename that never replaces.
    private var placing: Set<String> = []

    /// How long it is asked what became of a renaming, pause by pause.
    private static let pauses: [Duration] = [.zero, .milliseconds(200), .milliseconds(800), .seconds(2), .seconds(4)]
    /// How many names are tried when the received one is taken.
    static let candidates = 1_000
    private static let rounds = 20

    /// A sender into a folder, with so many connections at most.
    public init(_ target: FileServerTarget, connections: Int = 4, waiting: Int = 1_024) {
        client = FileServerClient(target, connections: connections, waiting: waiting)
    }

    /// Puts a file into the folder under its received name, as far as that is safe.
    ///
    /// - Parameter delivery: what says which delivery it is; it stands in the temporary name, so that a repeat takes the
    ///   place of what an attempt before left behind.
    public func send(_ bytes: [UInt8], name: String, delivery: String) async -> FolderOutcome {
        let temporary = target.path(Self.temporaryName(of: delivery))
        do throws(FileServerFault) {
            try await client.perform(.write(bytes, to: temporary))
        } catch {
            if error.kind != .unreached { await discard(temporary) }
            return .notSent(error.diagnostic)
        }
        return await place(temporary, as: FileName(received: name))
    }

    /// Ends the thread and the connections.
    public func shutdown() async { await client.shutdown() }

    static func temporaryName(of delivery: String) -> String {
        let isPlain = delivery.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let name = isPlain && delivery.utf8.count <= 150 ? delivery : Digests.sha256Hex(Array(delivery.utf8))
        return ".milepost-\(name).tmp"
    }

    // MARK: The right name

    private func place(_ temporary: String, as name: FileName) async -> FolderOutcome {
        var taken: Set<String> = []
        for _ in 0..<Self.rounds {
            guard let number = (1...Self.candidates).first(where: { isFree(name.candidate($0), taken) }) else { break }
            let candidate = name.candidate(number)
            placing.insert(candidate)
            let outcome = await rename(temporary, to: candidate, number: number)
            placing.remove(candidate)
            if let outcome { return outcome }
            taken.insert(candidate)
            // Only to choose better: some servers do not list all that is there.
            if let listed = try? await client.perform(.list(target.folder)) {
                taken.formUnion(FileListing(listed.bytes).files.map(\.name))
            }
        }
        await discard(temporary)
        return .notSent(
            Diagnostic("remote.names-taken", value: target.shownURL, facts: ["name": FileServerFault.plain(name.text)]))
    }

    private func isFree(_ name: String, _ taken: Set<String>) -> Bool {
        !taken.contains(name) && !placing.contains(name)
    }

    /// Gives the file a name; nil when another file has it.
    private func rename(_ temporary: String, to candidate: String, number: Int) async -> FolderOutcome? {
        let delivered = FolderOutcome.delivered(name: candidate, isRenamed: number > 1)
        do throws(FileServerFault) {
            // RNTO replaces on most servers; SFTP's rename must not (draft-ietf-secsh-filexfer-02, 6.5).
            if target.way != .sftp, try await isThere(target.path(candidate)) { return nil }
            try await client.perform(.run([.rename(temporary, to: target.path(candidate))]))
            return delivered
        } catch {
            guard error.kind == .unreached else { return await settle(temporary, candidate, delivered, after: error) }
            await discard(temporary)
            return .notSent(error.diagnostic)
        }
    }

    /// Finds out what became of a renaming that was not confirmed; nil when another file has the name. A refusal is looked into
    /// as well: of SFTP libcurl tells it in the same way as a lost connection.
    private func settle(
        _ temporary: String, _ candidate: String, _ delivered: FolderOutcome, after fault: FileServerFault
    ) async -> FolderOutcome? {
        for pause in Self.pauses {
            try? await Task.sleep(for: pause)
            do throws(FileServerFault) {
                guard try await isThere(temporary) else { return delivered }
                if try await isThere(target.path(candidate)) { return nil }
                // What has been removed cannot be renamed any more, whatever is still on its way.
                try await client.perform(.run([.remove(temporary)]))
                return .notSent(fault.diagnostic)
            } catch {
                continue
            }
        }
        return .unknown(
            Diagnostic(
                "remote.unknown", value: fault.diagnostic.value,
                facts: ["reason": fault.diagnostic.facts["reason"] ?? "no answer"]))
    }

    private func isThere(_ path: String) async throws(FileServerFault) -> Bool {
        do throws(FileServerFault) {
            try await client.perform(.find(path))
            return true
        } catch {
            guard error.kind == .missing else { throw error }
            return false
        }
    }

    private func discard(_ temporary: String) async {
        _ = try? await client.perform(.run([.remove(temporary)], passingFailures: true))
    }
}
