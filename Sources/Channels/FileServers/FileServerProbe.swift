public import Diagnostics
import Foundation

/// Asks whether a folder on a server of files can be used.
public enum FileServerProbe {
    /// How far it is asked.
    public enum Depth: Sendable, Hashable {
        /// A connection and a login; nothing is done.
        case login
        /// A file is written in the folder, read, renamed and removed.
        case write
    }

    /// What was found.
    public struct Report: Sendable {
        /// What is wrong; nil when nothing is.
        public var fault: Diagnostic?
        /// Until when the server's certificate holds, where it shows one: `Nov 25 19:38:36 2026 GMT`.
        public var certificateEnds: String?
        /// By how many seconds the server's clock is ahead of ours, by the time that it gave the file; nil where it says none.
        public var clockAhead: Double?
    }

    /// Asks once; what is wrong, nil when nothing is.
    public static func fault(of target: FileServerTarget) async -> Diagnostic? {
        await examine(target, .login).fault
    }

    /// Asks once.
    public static func examine(_ target: FileServerTarget, _ depth: Depth) async -> Report {
        let client = FileServerClient(target, connections: 1, waiting: 4)
        var report = Report()
        do throws(FileServerFault) {
            report.certificateEnds = try await client.perform(.run([]), asksForCertificate: true).certificateEnds
            if depth == .write { try await write(client, &report) }
        } catch { report.fault = error.diagnostic }
        await client.shutdown()
        return report
    }

    private static func write(_ client: FileServerClient, _ report: inout Report) async throws(FileServerFault) {
        let name = client.target.path(".milepost-doctor-\(UInt32.random(in: .min ... .max)).tmp")
        do throws(FileServerFault) {
            try await client.perform(.write(Array("Milepost was here.\n".utf8), to: name))
            let now = Date().timeIntervalSince1970
            if let modified = try await client.perform(.read(name, limit: 100)).modified {
                report.clockAhead = Double(modified) - now
            }
            try await client.perform(.run([.rename(name, to: name + "2"), .remove(name + "2")]))
        } catch {
            _ = try? await client.perform(.run([.remove(name), .remove(name + "2")], passingFailures: true))
            throw error
        }
    }
}
