import Foundation
import Synchronization
import TestPeers
import Testing

/// AS2 against pyas2lib, by the built program, set up as the page of the documentation says.
@Suite(.timeLimit(.minutes(5)), .disabled(if: AS2Company.isLeftOut)) struct AS2ProgramTests {
    private static let flags = [false, true]

    private static func content(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test("what the partner sends in any way arrives as it was, and its receipt is what it computes itself")
    func receive() async throws {
        try await AS2Company.with { company in
            try await company.change("requires: [signed, encrypted]", to: "requires: []")
            var number = 0
            for sign in Self.flags {
                for encrypt in Self.flags {
                    for compress in Self.flags {
                        for mdn in ["sync", "async"] {
                            number += 1
                            let way = "sign \(sign) encrypt \(encrypt) compress \(compress) \(mdn)"
                            let heard = try await company.send([
                                "content": Self.content(EDI.order("A-\(number)")), "sign": sign, "encrypt": encrypt,
                                "compress": compress, "mdn": mdn, "mdn_digest": "sha256", "id": "m\(number)",
                            ])
                            #expect(heard["status"] as? Int == 200, "\(way)")
                            if mdn == "sync" {
                                let receipt = heard["receipt"] as? [String: Any]
                                #expect(receipt?["status"] as? String == "processed", "\(way): \(receipt ?? [:])")
                            }
                        }
                    }
                }
            }
            let later = try await eventually(60) {
                let receipts = try await company.seen("receipts")
                return receipts.count == number / 2 ? receipts : nil
            }
            #expect(later.allSatisfy { $0["status"] as? String == "processed" && $0["digest"] as? String == "sha256" })
            let interchanges = try await company.list("/v1/interchanges?limit=100")
            #expect(interchanges.count == number)
            #expect(interchanges.allSatisfy { $0["channel"] as? String == "as2" })
            let effects = try await eventually(60) {
                company.legacy.effects.count == number ? company.legacy.effects : nil
            }
            #expect(Set(effects.map(\.text)) == Set((1...number).map { EDI.order("A-\($0)") }))
        }
    }

    @Test("what is repeated, tampered with, unsigned, weak, from nobody or by another's key gets its due")
    func refuse() async throws {
        try await AS2Company.with { company in
            func heard(_ options: [String: Any]) async throws -> (answer: [String: Any], words: String) {
                var all: [String: Any] = [
                    "content": Self.content(EDI.order("A-1")), "sign": true, "encrypt": true, "mdn": "sync",
                    "mdn_digest": "sha256",
                ]
                all.merge(options) { $1 }
                let answer = try await company.send(all)
                let body = Data(base64Encoded: answer["body"] as? String ?? "") ?? Data()
                let text = String(decoding: body, as: UTF8.self)
                let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("Disposition:") } ?? ""
                return (answer, line.isEmpty ? text : String(line.drop { $0 != ";" }.dropFirst(2)))
            }
            let first = try await heard(["id": "one"])
            #expect(first.words == "processed")
            let again = try await heard(["id": "one"])
            #expect(again.answer["body"] as? String == first.answer["body"] as? String)
            let replayed = try await company.send([
                "raw": [
                    "headers": try #require(first.answer["headers"]), "body": try #require(first.answer["message"]),
                ]
            ])
            #expect(replayed["body"] as? String == first.answer["body"] as? String)
            let cases: [([String: Any], String)] = [
                (
                    ["id": "one", "content": Self.content(EDI.order("A-2"))],
                    "processed/error: unexpected-processing-error"
                ),
                (["certificate": 1], "processed/error: decryption-failed"),
                (["encrypt": false], "processed/error: insufficient-message-security"),
                (["sign": false], "processed/error: insufficient-message-security"),
                (["digest": "sha1"], "processed/error: insufficient-message-security"),
                (["cipher": "tripledes_192_cbc"], "processed/error: insufficient-message-security"),
                (["encrypt": false, "tamper": ["A-1", "A-9"]], "processed/error: integrity-check-failed"),
            ]
            for (options, words) in cases {
                #expect(try await heard(options).words == words, "\(options.keys)")
            }
            #expect(try await heard(["from": "NOBODY"]).answer["status"] as? Int == 403)
            // It signs with a key whose certificate nobody gave us.
            let text = try String(contentsOfFile: company.folder.path + "/certs/stranger.pem", encoding: .utf8)
            try text.write(toFile: company.folder.path + "/certs/partner.pem", atomically: true, encoding: .utf8)
            try await company.change("requires: [signed, encrypted]", to: "requires: [signed]")
            #expect(try await heard(["id": "two"]).words == "processed/error: authentication-failed")
            #expect(try await company.list("/v1/interchanges").count == 1)
        }
    }

    @Test("what goes to the partner arrives in any way, and its receipts are checked")
    func send() async throws {
        try await AS2Company.with { company in
            try await company.change("requires: [signed, encrypted]", to: "requires: []")
            var present = "sign: sha-256\n    encrypt: aes-256-cbc\n    compress: before-signing\n    mdn: sync"
            var number = 0
            for sign in ["no", "sha-256"] {
                for encrypt in ["no", "aes-128-cbc"] {
                    for compress in ["no", "before-signing", "after-signing"] {
                        for mdn in ["sync", "async"] {
                            number += 1
                            let next =
                                "sign: \(sign)\n    encrypt: \(encrypt)\n    compress: \(compress)\n    mdn: \(mdn)"
                            try await company.change(present, to: next)
                            present = next
                            try await company.behave(["partner": ["sign": sign != "no", "encrypt": encrypt != "no"]])
                            try await Self.order("B-\(number)", at: company)
                            let document = try await company.respond(to: "B-\(number)")
                            let messages = try await eventually(60) {
                                let messages = try await company.seen("messages")
                                return messages.count == number ? messages : nil
                            }
                            let last = try #require(messages.last)
                            #expect(last["status"] as? String == "processed", "\(next): \(last["error"] ?? "")")
                            #expect(last["compressed"] as? Bool == (compress != "no"), "\(next)")
                            let content = Data(base64Encoded: last["content"] as? String ?? "") ?? Data()
                            #expect(String(decoding: content, as: UTF8.self).contains("RFF+ON:B-\(number)'"))
                            try await Self.settled(document, "delivered", at: company, next)
                        }
                    }
                }
            }
            let answers = try await eventually(60) {
                let answers = try await company.seen("answers")
                return answers.count == number / 2 ? answers : nil
            }
            #expect(answers.allSatisfy { $0["status"] as? Int == 200 }, "\(answers)")
        }
    }

    private static func settled(_ document: String, _ status: String, at company: AS2Company, _ words: String)
        async throws
    {
        do {
            try await eventually(60) { () -> Void? in try await company.status(of: document) == status ? () : nil }
        } catch {
            let now = try await company.ask("GET", "/v1/documents/\(document)")
            Issue.record("\(words): \(now.text.suffix(2_000))")
        }
    }

    @Test("a receipt that says no, or names another check, fails the document; one that is missing is asked for again")
    func badReceipts() async throws {
        try await AS2Company.with { company in
            try await company.change(
                "mdn: sync", to: "mdn: sync\n  retry: { first: 0.1 s, longest: 0.5 s }\n  breaker: { failures: 1000 }")
            let partner: [String: Any] = ["sign": true, "encrypt": true]
            for (number, manner) in [
                ["receipt": "negative", "modifier": "decryption-failed", "partner": partner],
                ["receipt": "wrong-mic", "partner": partner] as [String: Any],
            ].enumerated() {
                try await company.behave(manner)
                try await Self.order("C-\(number)", at: company)
                let document = try await company.respond(to: "C-\(number)")
                try await Self.settled(document, "failed", at: company, "\(manner["receipt"] ?? "")")
            }
            try await company.behave(["receipt": "none", "partner": partner])
            try await Self.order("C-9", at: company)
            let document = try await company.respond(to: "C-9", waiting: 3)
            _ = try await eventually(60) { try await company.seen("messages").count >= 5 ? true : nil }
            try await company.behave(["receipt": "as-asked"])
            try await Self.settled(document, "delivered", at: company, "after a receipt at last")
            let ids = try await company.seen("messages").compactMap { $0["id"] as? String }
            #expect(Set(ids).count == 3, "the same Message-ID each time")
        }
    }

    private static func order(_ number: String, at company: AS2Company) async throws {
        let heard = try await company.send([
            "content": content(EDI.order(number)), "sign": true, "encrypt": true, "mdn": "sync", "mdn_digest": "sha256",
        ])
        let receipt = heard["receipt"] as? [String: Any]
        #expect(receipt?["status"] as? String == "processed")
    }

    @Test("killed at any moment, each message that was sent until its receipt came is there once")
    func killed() async throws {
        try await AS2Company.with { company in
            let done = Done()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 0..<24 {
                        try await Self.sendUntilTaken(number, to: company)
                    }
                    done.set()
                }
                group.addTask {
                    // Not all at once: each start takes seconds.
                    for pause in [250, 90, 400] where !done.isSet {
                        try await Task.sleep(for: .milliseconds(pause))
                        await company.server.kill()
                        try await company.server.start()
                    }
                }
                try await group.waitForAll()
            }
            let interchanges = try await company.list("/v1/interchanges?limit=100")
            #expect(interchanges.count == 24)
            let effects = try await eventually(120) {
                company.legacy.effects.count >= 24 ? company.legacy.effects : nil
            }
            #expect(effects.count == 24 && Set(effects.map(\.text)).count == 24)
        }
    }

    private final class Done: Sendable {
        private let flag = Atomic<Bool>(false)
        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }

    private static func sendUntilTaken(_ number: Int, to company: AS2Company) async throws {
        _ = try await eventually(120) {
            let heard = try? await company.send([
                "content": content(EDI.order("K-\(number)")), "sign": true, "encrypt": true, "mdn": "sync",
                "mdn_digest": "sha256", "id": "k\(number)",
            ])
            let receipt = heard?["receipt"] as? [String: Any]
            return receipt?["status"] as? String == "processed" ? true : nil
        }
    }

    @Test("doctor tells of certificates that will be over, and of a key that is another's")
    func doctor() async throws {
        try await AS2Company.with { company in
            let well = try await Self.checks(company)
            #expect(well["as2 own certificate"] == "ok" && well["as2 northwind"] == "note", "\(well)")
            let command = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=own -days"
            func make(_ days: Int, keyout: String) async throws {
                let made = try await Program.run(
                    ["-c", "\(command) \(days) -keyout certs/\(keyout) -out certs/own.pem"], shell: true,
                    in: company.folder.path)
                try #require(made.status == 0)
            }
            try await make(5, keyout: "own.key")
            #expect(try await Self.checks(company)["as2 own certificate"] == "fail")
            try await make(50, keyout: "own.key")
            #expect(try await Self.checks(company)["as2 own certificate"] == "note")
            try await make(500, keyout: "other.key")
            #expect(try await Self.checks(company)["as2"] == "fail")
            let check = try await Program.run(["check", "--config", "milepost.yaml"], in: company.folder.path)
            #expect(check.status == 2 && check.errors.contains("as2.key-mismatch"), "\(check.errors)")
        }
    }

    private static func checks(_ company: AS2Company) async throws -> [String: String] {
        let told = try await Program.run(["doctor", "--config", "milepost.yaml", "--json"], in: company.folder.path)
        let checks = told.json["checks"] as? [[String: Any]] ?? []
        return Dictionary(
            checks.compactMap { ($0["name"] as? String ?? "", $0["verdict"] as? String ?? "") },
            uniquingKeysWith: { _, last in last })
    }
}
