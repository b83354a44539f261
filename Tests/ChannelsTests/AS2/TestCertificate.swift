import Channels
import Foundation
import Testing

/// Certificates that OpenSSL's program makes for the length of a test run.
struct TestCertificate: Sendable {
    var certificate: String
    var key: String

    /// One of its own kind: signed by itself, valid from now on for so many days; of 0 days it is over at once.
    static func make(_ name: String, days: Int = 30) throws -> TestCertificate {
        let folder = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "\(days)", "-subj", "/CN=\(name)/O=Test",
            "-keyout", folder.path + "/key.pem", "-out", folder.path + "/certificate.pem",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return TestCertificate(
            certificate: try #require(folder.text("certificate.pem")), key: try #require(folder.text("key.pem")))
    }

    func pair() throws -> AS2KeyPair { try AS2KeyPair(certificate: certificate, key: key) }

    static let own = Result { try make("own") }
    static let partner = Result { try make("partner") }
    static let stranger = Result { try make("stranger") }
}
