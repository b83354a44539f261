import Channels
import Foundation

/// A partner's messages of AS2: signed, encrypted, with a signed receipt in the answer.
struct AS2Sender {
    private let partner: AS2KeyPair
    private let own: AS2KeyPair

    /// A sender with the certificates that a server was given.
    init(folder: String) throws {
        func text(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }
        partner = try AS2KeyPair(certificate: try text("partner.pem"), key: try text("partner.key"))
        own = try AS2KeyPair(certificate: try text("own.pem"), key: try text("own.key"))
    }

    /// Makes the certificates of both sides.
    static func makeCertificates(in folder: String) throws {
        for name in ["own", "partner"] {
            let command = Process()
            command.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            command.arguments = [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=\(name)", "-keyout",
                "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem",
            ]
            command.standardError = FileHandle.nullDevice
            try command.run()
            command.waitUntilExit()
        }
    }

    /// The message of an order: its fields and its body.
    func message(_ number: Int) throws -> AS2Message {
        let order =
            Order.header("\(number)") + Order.message(reference: "1", number: "AS2-\(getpid())-\(number)")
            + "UNZ+1+\(number)'"
        let packing = AS2Packing(
            signature: (partner, .sha256), encryption: (own.certificate, .aes256CBC), compression: .never)
        return try packing.pack(
            Array(order.utf8), contentType: "application/edifact", fileName: "order.edi", boundary: AS2Packing.boundary
        ).message
    }

    /// The whole request of a message.
    func request(_ message: AS2Message, _ number: Int) -> [UInt8] {
        let lines = message.headers.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        let head =
            "POST /as2 HTTP/1.1\r\nHost: localhost\r\nAS2-Version: 1.1\r\nAS2-From: PARTNER\r\nAS2-To: RATES\r\n"
            + "Message-ID: <\(getpid())-\(number)@partner>\r\nDisposition-Notification-To: x\r\n"
            + "Disposition-Notification-Options: signed-receipt-protocol=required, pkcs7-signature; "
            + "signed-receipt-micalg=optional, sha-256\r\n\(lines)Content-Length: \(message.body.count)\r\n\r\n"
        return Array(head.utf8) + message.body
    }

    /// What a receiver does to each message beside keeping it, on this thread, in seconds a message: decrypting and
    /// verifying, and signing a receipt.
    func work(_ messages: [AS2Message]) throws -> (opening: Double, signing: Double) {
        let opening = AS2Opening(
            AS2Trust(certificates: [partner.certificate], requiresEncryption: true), pairs: [own], limit: 1 << 20,
            now: Int64(Date().timeIntervalSince1970))
        var began = now()
        let contents = try messages.map { try opening.open($0.headers, $0.body) }
        let opened = now() - began
        began = now()
        for content in contents {
            let receipt = AS2Receipt(
                originalMessageID: "<1@a>", recipient: "RATES", disposition: .processed, mic: content.mic, text: "Kept."
            )
            _ = try receipt.message(signedBy: own, .sha256, boundary: AS2Packing.boundary)
        }
        let count = Double(messages.count)
        return (opened / count, (now() - began) / count)
    }
}

/// Sends so many messages of AS2 with 16 clients, beside what decrypting, verifying and signing alone take.
func measureAS2(_ server: Server, messages count: Int) throws {
    let sender = try AS2Sender(folder: server.folder)
    let messages = try (0..<count).map { try sender.message($0) }
    let (opening, signing) = try sender.work(Array(messages.prefix(500)))
    let requests = messages.enumerated().map { sender.request($1, $0) }
    let processor = server.processorSeconds
    let client = LoadClient(port: server.port) { requests[$0] }
    let result = try client.run(connections: 16, requests: count, atMost: 120)
    let each = (server.processorSeconds - processor) / Double(max(1, result.answers))
    report(
        String(
            format:
                "AS2, signed and encrypted, signed receipt in the answer: %.0f/s (p50 %.1f ms, p99 %.1f ms), %d refused; %.0f us of processor each, delivery included, of which decrypting and verifying %.0f us, signing the receipt %.0f us",
            result.perSecond, result.latency(at: 0.5) / 1_000, result.latency(at: 0.99) / 1_000, result.refusals,
            each * 1e6, opening * 1e6, signing * 1e6))
}
