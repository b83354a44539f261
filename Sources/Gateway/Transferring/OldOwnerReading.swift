import ConfigurationFiles
import Diagnostics
import Foundation
import Intake
import Store

/// Reads what an old owner had sent when it let an order go: nothing of it may come behind the new owner's itinerary.
struct OldOwnerReading: Sendable {
    let database: any Database
    let backends: BackendBook

    /// What stands in the journal before the number of the read that must have come to its end.
    private static let read = "read "

    /// What is still to come.
    enum Rest: Sendable {
        case nothing
        /// It comes by itself, in words.
        case soon(String)
        /// It was to be handed over, in words.
        case awaited(String)
    }

    /// Up to where an old owner is to be read: of one that is polled, the end of a read that begins from now on; else what it
    /// said itself, the id of the last document that it handed over.
    func cursor(of backend: String, said cursor: String) async throws -> String {
        guard backends[backend]?.poll?.isPaged == true else { return cursor }
        let reads = try await database.read { try $0.poll(of: backend)?.reads } ?? 0
        return Self.read + String(reads + 1)
    }

    /// What has not been read, or not been decided.
    func rest(of backend: String, upTo cursor: String) async throws -> Rest {
        let sender = BackendSender.name(of: backend)
        switch backends[backend]?.poll {
        case .http, .postgres, .fileServer:
            let wanted = cursor.hasPrefix(Self.read) ? Int64(cursor.dropFirst(Self.read.count)) ?? 0 : 0
            let ended = try await database.read { try $0.poll(of: backend)?.endedRead } ?? 0
            if ended < wanted { return .soon("reads what \(backend) made") }
        case .folder(let path):
            let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            if files.contains(where: { !$0.hasPrefix(".") && Self.isFile(path + "/" + $0) }) {
                return .soon("reads what \(backend) put into its folder")
            }
        default:
            if !cursor.isEmpty, try await !database.read({ try $0.hasAccepted(key: cursor, from: sender) }) {
                return .awaited(
                    "\(backend) said that its last document is \(cursor), which has not come: let it be handed over, or"
                        + " confirm that nothing is to come")
            }
        }
        let isDecided = try await database.read { try !$0.hasUnprocessed(from: sender) }
        return isDecided ? .nothing : .soon("decides what \(backend) made")
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }
}
