import ConfigurationFiles
import Diagnostics
import Foundation
import Testing

/// Descriptions of providers' APIs, and accounts there.
@Suite("Providers read from files")
struct ProviderReadingTests {
    private static let description = """
        provider: harbour
        url: https://api.harbour.example/v2/
        settings: [apiKey]
        channelSettings: [to]
        headers: { Authorization: "Bearer {apiKey}" }
        list: { path: /messages, query: { after: "{cursor}" }, entries: data, id: id, paging: { cursor: next } }
        fetch: { path: "/messages/{id}", base64: content }
        confirm: { path: "/messages/{id}/receipt" }
        send: { path: /messages, body: '{"to": "{to}"}' }
        """
    private static let account =
        "api: harbour, partner: northwind, settings: { apiKey: \"${env:KEY}\" }, every: 10 s"

    private static func read(
        _ description: String = description, account: String = account, outbound: String? = nil
    ) -> ConfigurationReading {
        var company = Company()
        company.secrets = [.environment("KEY"): "secret-1"]
        company.files["milepost.yaml"]? += "\nproviders:\n  main: { \(account) }"
        company.files["providers/harbour.yaml"] = description
        if let outbound { company.files["partners/northwind.yaml"]? += "\noutbound: \(outbound)" }
        return company.read()
    }

    @Test("an account has its description, its settings and how often it is asked")
    func account() throws {
        let reading = Self.read(
            outbound: "{ provider: { name: main, settings: { to: box } }, documents: { order-response: as-sent } }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        let account = try #require(installation.providers.first)
        #expect(account.url == "https://api.harbour.example/v2" && account.everySeconds == 10)
        #expect(account.partner == "northwind" && account.settings["apiKey"]?.reveal() == "secret-1")
        #expect(account.api.list?.paging == .cursor(place: "next", isKept: false))
        #expect(account.api.fetch?.content == .base64("content"))
        #expect("\(account)".contains("secret-1") == false)
        guard case .provider(let channel) = installation.partner("northwind")?.outbound?.channel.kind else {
            Issue.record("no channel")
            return
        }
        #expect(channel.settings["to"]?.reveal() == "box" && channel.settings["apiKey"]?.reveal() == "secret-1")
    }

    @Test(
        "what is wrong with a description is told at its place",
        arguments: [
            ("id: id", "id: .", "none"), ("{cursor}", "{cursr}", "configuration.provider-template"),
            ("query: { after: \"{cursor}\" }, ", "", "configuration.provider-cursor"),
            ("entries: data", "entries: a..b", "configuration.provider-place"),
            ("paging: { cursor: next }", "paging: {}", "configuration.provider-paging"),
            ("paging: { cursor: next }", "paging: { cursor: next, link: yes }", "configuration.provider-paging"),
            ("base64: content", "base64: content, text: body", "configuration.provider-content"),
            (", base64: content", "", "configuration.provider-types"),
            ("path: /messages,", "path: messages,", "configuration.provider-path"),
            ("confirm: {", "confirm: { method: post,", "configuration.provider-method"),
            ("fetch: { path: \"/messages/{id}\", base64: content }", "", "configuration.provider-calls"),
            ("settings: [apiKey]", "settings: [apiKey, cursor]", "configuration.provider-setting-form"),
            ("settings: [apiKey]", "settings: [apiKey, box]", "configuration.provider-setting-missing"),
            ("https://", "ftp://", "configuration.url-form"),
            ("list: {", "list: { pagin: 1,", "yaml.unknown-key"),
            ("provider: harbour", "provider: haven", "configuration.unknown-name"),
        ])
    func faults(part: String, other: String, code: String) {
        let reading = Self.read(Self.description.replacing(part, with: other))
        let codes = reading.diagnostics.items.map(\.code.description)
        #expect(code == "none" ? codes.isEmpty : codes.contains(code), "\(codes)")
        #expect(reading.diagnostics.items.allSatisfy { !"\($0)".contains("secret-1") })
    }

    @Test(
        "what is wrong with an account is told at its place",
        arguments: [
            ("api: harbour, partner: northwind", "configuration.provider-setting-missing"),
            ("api: harbour, settings: { apiKey: a, kee: b }", "configuration.provider-setting-unknown"),
            ("api: harbur, settings: { apiKey: a }", "configuration.unknown-name"),
            ("api: harbour, partner: nobody, settings: { apiKey: a }", "configuration.unknown-name"),
            ("api: harbour, settings: { apiKey: \"${env:NONE}\" }", "configuration.secret-missing"),
            ("api: harbour, url: \"http://far.example\", settings: { apiKey: a }", "configuration.url-in-clear"),
        ])
    func accounts(account: String, code: String) {
        let codes = Self.read(account: account).diagnostics.items.map(\.code.description)
        #expect(codes.contains(code), "\(codes)")
    }

    @Test("an outbound by a provider needs its settings, and a call that sends")
    func outbound() {
        let way = "{ provider: { name: main }, documents: { order-response: as-sent } }"
        let missing = Self.read(outbound: way).diagnostics.items.map(\.code)
        #expect(missing == ["configuration.provider-setting-missing"])
        let silent = Self.description.replacing("\nsend: { path: /messages, body: '{\"to\": \"{to}\"}' }", with: "")
            .replacing("channelSettings: [to]\n", with: "")
        #expect(Self.read(silent, outbound: way).diagnostics.items.map(\.code) == ["configuration.provider-send"])
        let nothing = "provider: harbour\nurl: https://a.example\nsettings: [apiKey]\nsend: { path: /in }"
        #expect(Self.read(nothing).diagnostics.items.map(\.code) == ["configuration.provider-list"])
    }

    @Test(
        "the descriptions that are shipped have no fault, and name where they were read",
        arguments: ["kontur-edi", "billit-peppol"])
    func shipped(name: String) throws {
        let text = try String(
            contentsOfFile: Repository.path("deploy/providers/\(name).yaml"), encoding: .utf8)
        #expect(text.contains("source:") && text.contains("https://"))
        var company = Company()
        company.files["providers/\(name).yaml"] = text
        #expect(company.read().diagnostics.items.map(\.inShort) == [])
    }
}
