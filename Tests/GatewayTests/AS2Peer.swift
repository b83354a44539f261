import Channels
import ConfigurationFiles
import Diagnostics
import Foundation
import Intake
import Orders
import Store
import TestPeers
import Testing

@testable import Gateway

/// A partner's side: packs what it sends, and opens the receipts that it gets.
struct AS2Peer {
    let own: AS2KeyPair
    let gateway: AS2Certificate

    func packing(encrypt: Bool = true) -> AS2Packing {
        AS2Packing(signature: (own, .sha256), encryption: encrypt ? (gateway, .aes256CBC) : nil)
    }

    /// A message around a text, and the check that its receipt is to repeat.
    func request(
        _ text: String, id: String, url: String? = nil, by packing: AS2Packing? = nil, receipt: Bool = true
    ) throws -> (request: AS2Request, mic: AS2MIC) {
        let (message, mic) = try (packing ?? self.packing()).pack(
            Array(text.utf8), contentType: "application/edifact", fileName: "orders.edi",
            boundary: AS2Packing.boundary)
        var fields = [("AS2-From", "NORTHWIND"), ("AS2-To", "MILEPOST"), ("Message-ID", id), ("Authorization", "x")]
        if receipt {
            fields.append(("Disposition-Notification-To", "x"))
            fields.append(
                (
                    "Disposition-Notification-Options",
                    "signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=optional, sha-256"
                ))
        }
        if let url { fields.append(("Receipt-Delivery-Option", url)) }
        fields += message.headers.fields.map { ($0.name, $0.value) }
        return (AS2Request(fields: fields.map { (name: $0.0, value: $0.1) }, body: message.body), mic)
    }

    func receipt(_ fields: [(name: String, value: String)], _ body: [UInt8]) throws -> (AS2Receipt, isSigned: Bool) {
        let content = try AS2Opening(
            AS2Trust(certificates: [gateway], requiresSignature: false), pairs: [own], limit: 1 << 20,
            now: Int64(Date().timeIntervalSince1970)
        ).open(MIMEHeaders(fields.map { .init($0.name, $0.value) }), body)
        return (try #require(content.receipt), content.isSigned)
    }

    private static func certificate(_ name: String, in folder: String) throws -> (certificate: String, key: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=\(name)", "-keyout",
            "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (
            try String(contentsOfFile: "\(folder)/\(name).pem", encoding: .utf8),
            try String(contentsOfFile: "\(folder)/\(name).key", encoding: .utf8)
        )
    }

    static let certificates = Result {
        let folder = FileManager.default.temporaryDirectory.path + "/milepost-as2-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return (try certificate("own", in: folder), try certificate("partner", in: folder))
    }

    /// A gateway whose partner northwind speaks AS2.
    static func with(
        _ kind: StoreKind, outbound: AS2Channel? = nil, batch: Outbound.Batch? = nil,
        _ body: (TestGateway, AS2Peer) async throws -> Void
    ) async throws {
        let (own, partner) = try certificates.get()
        let peer = AS2Peer(
            own: try AS2KeyPair(certificate: partner.certificate, key: partner.key),
            gateway: try AS2Certificate(pem: own.certificate))
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.as2 = AS2Station(
                    name: "MILEPOST", url: "http://127.0.0.1:9/as2",
                    certificates: [
                        .init(file: CertificateFile(path: "own.pem", pem: own.certificate), key: Secret(own.key))
                    ])
                for index in installation.partners.indices where installation.partners[index].id == "northwind" {
                    installation.partners[index].as2 = AS2Partner(
                        name: "NORTHWIND", ownName: "MILEPOST",
                        certificates: [CertificateFile(path: "partner.pem", pem: partner.certificate)],
                        receiptHosts: ["127.0.0.1"])
                    guard let outbound else { continue }
                    installation.partners[index].outbound = Outbound(
                        channel: Backend(
                            name: Outbound.channelName(of: "northwind"), kind: .as2(outbound), payload: .written,
                            abilities: BackendAbilities(honoursKey: true),
                            retry: RetrySchedule(first: 0.05, factor: 2, longest: 0.2, deadlineHours: 1)),
                        documents: [.orderResponse: .asSent])
                    installation.partners[index].outbound?.batch = batch
                }
            }
            try await body(test, peer)
        }
    }

    static func code(_ body: () async throws -> Void) async -> Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? GatewayError)?.diagnostic.code
        }
    }
}
