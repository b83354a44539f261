public import Diagnostics

/// Asks whether a folder on a server of files can be used.
public enum FileServerProbe {
    /// How far it is asked.
    public enum Depth: Sendable, Hashable {
        /// A connection and a login; nothing is done.
        case login
        /// The folder is listed too.
        case list
        /// A file is written in the folder, renamed and removed.
        case write
    }

    /// Asks once; what is wrong, nil when nothing is.
    public static func fault(of target: FileServerTarget, _ depth: Depth) async -> Diagnostic? {
        let client = FileServerClient(target, connections: 1, waiting: 4)
        var found: Diagnostic?
        do throws(FileServerFault) {
            switch depth {
            case .login: try await client.perform(.run([]))
            case .list: try await client.perform(.list(target.folder))
            case .write:
                let name = target.path(".milepost-doctor-\(UInt32.random(in: .min ... .max)).tmp")
                try await client.perform(.write(Array("Milepost was here.\n".utf8), to: name))
                do throws(FileServerFault) {
                    try await client.perform(.run([.rename(name, to: name + "2"), .remove(name + "2")]))
                } catch {
                    _ = try? await client.perform(.run([.remove(name), .remove(name + "2")], passingFailures: true))
                    throw error
                }
            }
        } catch { found = error.diagnostic }
        await client.shutdown()
        return found
    }
}
