import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation

/// Which server a command acts on, and with whose key.
struct ServerOptions: ParsableArguments {
    @Option(help: "The server's address; else MILEPOST_URL, else the profile.")
    var url: String?

    @Option(
        help: """
            A file with `url = …` and `token = …`, readable by its owner only; else MILEPOST_PROFILE, else \
            local.profile in the data folder of the configuration, ~/.config/milepost/profile.
            """)
    var profile: String?

    @Option(
        help: "The configuration of a server that runs on this machine; else MILEPOST_CONFIG, ./milepost.yaml.")
    var config: String?

    @Flag(help: "Print JSON, as the server answers it.")
    var json = false

    /// The server by options, environment and profile, in this order.
    func client() throws -> GatewayClient {
        let environment = ProcessInfo.processInfo.environment
        // A configuration that is named means its own server, whatever the environment says.
        let isConfigured = profile == nil && config != nil
        let settings =
            try isConfigured ? Profile.ofServer(config) : Profile.find(profile ?? environment["MILEPOST_PROFILE"])
        let configuredURL = isConfigured ? settings?.url : nil
        let address =
            url ?? configuredURL ?? environment["MILEPOST_URL"] ?? settings?.url ?? "http://127.0.0.1:8480"
        // A profile's key belongs to the profile's server: it goes to no other address.
        let ownKey = settings.flatMap { $0.url == nil || $0.url == address ? $0.token : nil }
        let isNamed = url != nil || environment["MILEPOST_URL"] != nil || settings != nil
        return try GatewayClient(address: address, isNamed: isNamed, token: environment["MILEPOST_TOKEN"] ?? ownKey)
    }
}

/// A profile file: lines of the form `name = value`.
struct Profile: Sendable, Hashable {
    var url: String?
    var token: String?

    /// The profile at a path, or the first of the usual ones that is there.
    static func find(_ path: String?) throws -> Profile? {
        if let path { return try Profile(path: path) }
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        let configured = ConfigurationPath.resolve(nil).flatMap { ConfigurationFolder.storeFolder(of: $0) }
        let own = [configured, "milepost-data"].compactMap { $0 }.map { $0 + "/local.profile" }
        for usual in own + [home + "/.config/milepost/profile"]
        where FileManager.default.fileExists(atPath: usual) {
            return try Profile(path: usual)
        }
        return nil
    }

    /// The profile that the server of a configuration keeps in its data folder while it runs; nil where its store is no
    /// folder.
    static func ofServer(_ configuration: String?) throws -> Profile? {
        guard let configuration, let folder = ConfigurationFolder.storeFolder(of: configuration) else { return nil }
        let path = folder + "/local.profile"
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .unreachable, "client.profile-missing", value: path, facts: ["configuration": configuration])
        }
        return try Profile(path: path)
    }

    /// Reads a profile; refused when others can read it.
    init(path: String) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let data = FileManager.default.contents(atPath: path),
            let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue
        else {
            throw CommandFailure(
                .usage, "client.file-unreadable", value: path, facts: ["detail": String(cString: strerror(errno))])
        }
        guard mode & 0o077 == 0 else { throw CommandFailure(.usage, "client.profile-open", value: path) }
        for (number, line) in String(decoding: data, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let parts = text.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            switch (parts.first, parts.count) {
            case ("url", 2): url = parts[1]
            case ("token", 2): token = parts[1]
            default:
                throw CommandFailure(
                    .usage, "client.profile-invalid", value: path, facts: ["line": "\(number + 1)"])
            }
        }
    }

    init(url: String, token: String) {
        self.url = url
        self.token = token
    }

    /// Takes a profile away, if it is still the one with this token: another process may have written its own.
    static func withdraw(from path: String, token: String) {
        guard !token.isEmpty, let own = try? Profile(path: path), own.token == token else { return }
        unlink(path)
    }

    /// Writes the profile so that only its owner can ever read it.
    func write(to path: String) throws {
        let partial = path + ".partial"
        unlink(partial)
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .usage, "client.file-unreadable", value: path, facts: ["detail": String(cString: strerror(errno))])
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data("url = \(url ?? "")\ntoken = \(token ?? "")\n".utf8))
        try handle.close()
        rename(partial, path)
    }
}
