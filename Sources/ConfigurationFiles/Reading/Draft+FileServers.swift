import Diagnostics
import Mapping

extension Draft {
    /// What stands under `sftp` or `ftps`.
    struct NamedFileServer {
        var way: FileServer.Way
        var reader: YAMLReader
    }

    /// What stands under the keys `sftp` and `ftps`: one way at the most is right.
    func fileServers(_ reader: inout YAMLReader) -> [NamedFileServer] {
        let sftp = reader.nested("sftp").map { NamedFileServer(way: .sftp, reader: $0) }
        let ftps = reader.nested("ftps").map { NamedFileServer(way: .ftps, reader: $0) }
        return [sftp, ftps].compactMap { $0 }
    }

    /// A folder on a server of files.
    mutating func readFileServer(
        _ named: NamedFileServer, secrets: (SecretReference) -> String?
    ) -> FileServer? {
        var reader = named.reader
        defer { finish(reader) }
        return readFileServer(named.way, &reader, secrets: secrets)
    }

    private mutating func readFileServer(
        _ way: FileServer.Way, _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> FileServer? {
        let host = reader.requiredText("host")
        let user = reader.requiredText("user")
        let isImplicit = way == .ftps ? reader.flag("implicit") ?? false : false
        let port = reader.integer("port", in: 1...65_535)
        let folder = reader.text("folder") ?? ""
        let proof = readProof(way, &reader, secrets: secrets)
        let hostKeys = way == .sftp ? readPins("hostKeys", "SHA256:", 43, &reader) : []
        let pins = way == .ftps ? readPins("pins", "sha256//", 44, &reader) : []
        let authorities = way == .ftps ? reader.text("authorities").map { resolved($0) } : nil
        let connect = reader.seconds("connectTimeout", upTo: 600)
        let timeout = reader.seconds("timeout", upTo: 3_600)
        if way == .sftp, hostKeys.isEmpty {
            reader.report(Diagnostic("configuration.host-keys-missing", at: reader.position, value: host))
        }
        if let host, !Self.isHost(host) {
            reader.report(Diagnostic("configuration.host-form", at: reader.position(of: "host"), value: host))
        }
        if folder.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) || folder.split(separator: "/").contains("..") {
            reader.report(
                Diagnostic("configuration.remote-folder-form", at: reader.position(of: "folder"), value: folder))
        }
        guard let host, let user, let proof else { return nil }
        return FileServer(
            way: way, isImplicit: isImplicit, host: host, port: port ?? (way == .sftp ? 22 : isImplicit ? 990 : 21),
            user: user, proof: proof, hostKeys: hostKeys, authorities: authorities, pins: pins,
            folder: folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder,
            connectSeconds: connect ?? 10, timeoutSeconds: timeout ?? 60)
    }

    /// A name of the domain name system, or an address.
    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// A password, or by SFTP the path of a private key.
    private mutating func readProof(
        _ way: FileServer.Way, _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> FileServer.Proof? {
        let password = reader.optional("password")
        let key = way == .sftp ? reader.text("key") : nil
        let passphrase = way == .sftp ? reader.optional("passphrase") : nil
        switch (password, key) {
        case (.some(let node), nil):
            guard let text = reader.text(of: node) else { return nil }
            return secret(text, at: node.position, secrets).map { .password($0) }
        case (nil, .some(let file)):
            guard let passphrase else { return .key(file: resolved(file), passphrase: nil) }
            guard let text = reader.text(of: passphrase) else { return nil }
            return secret(text, at: passphrase.position, secrets).map {
                .key(file: resolved(file), passphrase: $0)
            }
        default:
            reader.report(
                Diagnostic(
                    "configuration.login-form", at: reader.position,
                    value: way == .sftp ? "password, key" : "password"))
            return nil
        }
    }

    /// Fingerprints: a prefix and so many characters of base64.
    private func readPins(
        _ key: String, _ prefix: String, _ length: Int, _ reader: inout YAMLReader
    ) -> [String] {
        let texts = reader.texts(key)
        for text in texts {
            let isRight =
                text.hasPrefix(prefix) && text.utf8.count == prefix.utf8.count + length
                && text.dropFirst(prefix.count).allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0))
                }
            if !isRight {
                reader.report(
                    Diagnostic(
                        "configuration.fingerprint-form", at: reader.position(of: key), value: text,
                        facts: ["prefix": prefix, "length": String(length)]))
            }
        }
        return texts
    }
}
