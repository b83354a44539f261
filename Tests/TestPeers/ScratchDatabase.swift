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
    public func drop() async { _ = try? Self.psql(server, "drop database if exists \(name) with (force)") }

    /// Runs statements there, and gives the rows of the last, each value behind `|`.
    @discardableResult
    public func run(_ sql: String) throws -> [String] {
        try Self.psql(url, sql).split(separator: "\n").map(String.init)
    }

    /// Lets nobody in any more, or everybody again; those who are connected stay unless they are put out.
    public func admit(_ isOpen: Bool) throws {
        try Self.psql(server, "alter database \(name) allow_connections \(isOpen)")
        if !isOpen {
            try Self.psql(server, "select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(name)'")
        }
    }

    @discardableResult
    private static func psql(_ url: String, _ sql: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "-q", "-A", "-t", "-X", "-v", "ON_ERROR_STOP=1", "-c", sql, url]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PeerError("psql failed: \(sql)") }
        return text
    }
}
