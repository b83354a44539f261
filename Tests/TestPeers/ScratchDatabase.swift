import Foundation

/// A PostgreSQL database for one test, on the server that `MILEPOST_TEST_POSTGRES` names.
public struct ScratchDatabase: Sendable {
    public let url: String
    private let server: String
    private let name: String

    /// Makes one; its name begins with a prefix.
    public static func make(_ server: String, prefix: String) async throws -> ScratchDatabase {
        let name = "\(prefix)_\(UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased())"
        try psql(server, "create database \(name)")
        guard let scheme = server.range(of: "://"), let path = server[scheme.upperBound...].firstIndex(of: "/") else {
            throw PeerError("\(server) names no database")
        }
        let query = server[path...].firstIndex(of: "?") ?? server.endIndex
        return ScratchDatabase(url: "\(server[...path])\(name)\(server[query...])", server: server, name: name)
    }

    /// Removes it, whoever is connected.
    public func drop() async { try? Self.psql(server, "drop database if exists \(name) with (force)") }

    private static func psql(_ url: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, url]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PeerError("psql failed: \(sql)") }
    }
}
