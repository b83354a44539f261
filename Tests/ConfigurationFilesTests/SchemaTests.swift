import ConfigurationFiles
import Diagnostics
import Foundation
import Rollout
import Testing

/// The reader tells in its fault for an unknown key which keys it knows there; so each section gets one.
@Suite("The JSON Schemas of the configuration's files")
struct SchemaTests {
    /// The way to a section in a schema: the keys of mappings, `*` for a name of the author's, `-` for a list's items,
    /// `{}` for the one of several forms that is a mapping.
    struct Section: Sendable {
        var file: String
        var schema: String
        var yaml: String
        var path: [String]
    }

    static let sections: [Section] = [
        main("zzz: 1", []),
        main("limits: { zzz: 1 }", ["limits"]),
        main("functions: { a: { zzz: 1 } }", ["functions", "*"]),
        main("backends: { a: { zzz: 1 } }", ["backends", "*"]),
        main("backends: { a: { http: { zzz: 1 } } }", ["backends", "*", "http"]),
        main("backends: { a: { http: { answers: { zzz: 1 } } } }", ["backends", "*", "http", "answers"]),
        main("backends: { a: { postgres: { zzz: 1 } } }", ["backends", "*", "postgres"]),
        main(
            "backends: { a: { postgres: { answers: { zzz: 1 } } } }", ["backends", "*", "postgres", "answers"]),
        main("backends: { a: { soap: { zzz: 1 } } }", ["backends", "*", "soap"]),
        main("backends: { a: { soap: { answers: { zzz: 1 } } } }", ["backends", "*", "soap", "answers"]),
        main("backends: { a: { soap: { usernameToken: { zzz: 1 } } } }", ["backends", "*", "soap", "usernameToken"]),
        main("backends: { a: { sftp: { zzz: 1 } } }", ["backends", "*", "sftp"]),
        main("backends: { a: { ftps: { zzz: 1 } } }", ["backends", "*", "ftps"]),
        main("backends: { a: { poll: { folder: { zzz: 1 } } } }", ["backends", "*", "poll", "folder"]),
        main(
            "backends: { a: { poll: { folder: { sftp: { zzz: 1 } } } } }",
            ["backends", "*", "poll", "folder", "sftp"]),
        main("folders: { a: { sftp: { zzz: 1 } } }", ["folders", "*", "sftp"]),
        main("folders: { a: { ftps: { zzz: 1 } } }", ["folders", "*", "ftps"]),
        main("backends: { a: { poll: { zzz: 1 } } }", ["backends", "*", "poll"]),
        main("backends: { a: { poll: { postgres: { zzz: 1 } } } }", ["backends", "*", "poll", "postgres"]),
        main("backends: { a: { payload: { zzz: 1 } } }", ["backends", "*", "payload", "{}"]),
        main(
            "backends: { a: { payload: { mapping: m, sender: { zzz: 1 } } } }",
            ["backends", "*", "payload", "{}", "sender"]),
        main("backends: { a: { retry: { zzz: 1 } } }", ["backends", "*", "retry"]),
        main("backends: { a: { breaker: { zzz: 1 } } }", ["backends", "*", "breaker"]),
        main("backends: { a: { numbers: { sscc: { zzz: 1 } } } }", ["backends", "*", "numbers", "*"]),
        main("sites: { a: { zzz: 1 } }", ["sites", "*"]),
        main("sites: { a: { closing: { zzz: 1 } } }", ["sites", "*", "closing"]),
        main("calendars: { a: { zzz: 1 } }", ["calendars", "*"]),
        main("masterData: { a: { zzz: 1 } }", ["masterData", "*"]),
        main("masterData: { a: { postgres: { zzz: 1 } } }", ["masterData", "*", "postgres"]),
        main("siteRules: [{ zzz: 1 }]", ["siteRules", "-"]),
        main("folders: { a: { zzz: 1 } }", ["folders", "*"]),
        main("mailboxes: { zzz: 1 }", ["mailboxes"]),
        main("backends: { a: { mailbox: { zzz: 1 } } }", ["backends", "*", "mailbox"]),
        partner("partner: p\noutbound: { mailbox: { zzz: 1 } }", ["outbound", "mailbox"]),
        main("providers: { a: { zzz: 1 } }", ["providers", "*"]),
        provider("zzz: 1", []),
        provider("login: { zzz: 1 }", ["login"]),
        provider("basic: { zzz: 1 }", ["basic"]),
        provider("list: { zzz: 1 }", ["list"]),
        provider("list: { paging: { zzz: 1 } }", ["list", "paging"]),
        provider("fetch: { zzz: 1 }", ["fetch"]),
        provider("confirm: { zzz: 1 }", ["confirm"]),
        provider("send: { zzz: 1 }", ["send"]),
        provider("send: { answers: { zzz: 1 } }", ["send", "answers"]),
        provider("send: { outcome: { zzz: 1 } }", ["send", "outcome"]),
        provider("send: { ask: { zzz: 1 } }", ["send", "ask"]),
        provider("limits: { zzz: 1 }", ["limits"]),
        partner("partner: p\noutbound: { provider: { zzz: 1 } }", ["outbound", "provider"]),
        partner("zzz: 1", []),
        partner("identifiers: [{ zzz: 1 }]", ["identifiers", "-"]),
        partner("silence: { zzz: 1 }", ["silence"]),
        partner("expects: { order-response: { zzz: 1 } }", ["expects", "*"]),
        partner("orderKey: { zzz: 1 }", ["orderKey"]),
        partner("limits: { zzz: 1 }", ["limits"]),
        partner("faults: { zzz: 1 }", ["faults"]),
        partner("acknowledgements: { zzz: 1 }", ["acknowledgements"]),
        partner("acknowledgements: { identity: { zzz: 1 } }", ["acknowledgements", "identity"]),
        partner("acknowledgements: { recipients: [{ zzz: 1 }] }", ["acknowledgements", "recipients", "-"]),
        partner("acknowledgements: { aperak: { zzz: 1 } }", ["acknowledgements", "aperak"]),
        partner(
            "acknowledgements: { aperak: { errorList: { zzz: 1 } } }", ["acknowledgements", "aperak", "errorList"]),
        partner("partner: p\noutbound: { zzz: 1 }", ["outbound"]),
        partner("partner: p\noutbound: { sftp: { zzz: 1 } }", ["outbound", "sftp"]),
        partner("partner: p\noutbound: { ftps: { zzz: 1 } }", ["outbound", "ftps"]),
        partner("partner: p\noutbound: { http: { zzz: 1 } }", ["outbound", "http"]),
        partner("partner: p\noutbound: { batch: { zzz: 1 } }", ["outbound", "batch"]),
        partner("directory: [{ zzz: 1 }]", ["directory", "-"]),
        partner("directory: [{ changes: [{ zzz: 1 }] }]", ["directory", "-", "changes", "-"]),
        partner("directory: [{ tolerate: [{ zzz: 1 }] }]", ["directory", "-", "tolerate", "-"]),
        main("sites: { a: { observers: [{ zzz: 1 }] } }", ["sites", "*", "observers", "-", "{}"]),
        main("freezes: [{ zzz: 1 }]", ["freezes", "-"]),
        main("as2: { zzz: 1 }", ["as2"]),
        main("as2: { certificates: [{ zzz: 1 }] }", ["as2", "certificates", "-"]),
        partner("as2: { zzz: 1 }", ["as2"]),
        partner("{ partner: x, outbound: { as2: { zzz: 1 } } }", ["outbound", "as2"]),
        milestone("zzz: 1", []),
        milestone("gates: { zzz: 1 }", ["gates"]),
        milestone("shadow: { zzz: 1 }", ["shadow"]),
        milestone("guards: { silence: { zzz: 1 } }", ["guards", "*"]),
        milestone("pilot: { zzz: 1 }", ["pilot"]),
    ]

    private static func main(_ yaml: String, _ path: [String]) -> Section {
        Section(file: "milepost.yaml", schema: "milepost", yaml: yaml, path: path)
    }

    private static func milestone(_ yaml: String, _ path: [String]) -> Section {
        Section(file: "milestones/x.yaml", schema: "milestone", yaml: yaml, path: path)
    }

    private static func provider(_ yaml: String, _ path: [String]) -> Section {
        Section(file: "providers/x.yaml", schema: "provider", yaml: yaml, path: path)
    }

    private static func partner(_ yaml: String, _ path: [String]) -> Section {
        Section(file: "partners/x.yaml", schema: "partner", yaml: yaml, path: path)
    }

    @Test("every key that is read stands in the schema, and every key of the schema is read", arguments: sections)
    func keys(section: Section) throws {
        var company = Company()
        company.files = ["milepost.yaml": ""]
        company.files[section.file] = section.yaml
        let unknown = company.read().diagnostics.items.filter { $0.code == "yaml.unknown-key" && $0.value == "zzz" }
        let known = try #require(unknown.first?.facts["known"]).split(separator: ", ").map(String.init)
        #expect(Set(known) == (try Self.keys(of: section.schema, at: section.path)))
    }

    @Test(
        "a choice in a partner's schema offers what is read",
        arguments: [
            ("kind", Partner.Kind.allCases.map(\.rawValue)), ("sameKey", SameKeyPolicy.allCases.map(\.rawValue)),
            ("checkDigits", Partner.CheckDigits.allCases.map(\.rawValue)),
            ("stage", Partner.Stage.allCases.map(\.rawValue)),
        ])
    func choices(key: String, read: [String]) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Repository.path("deploy/schemas/partner.schema.json")))
        let schema = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let property = try #require((schema["properties"] as? [String: [String: Any]])?[key])
        #expect(property["enum"] as? [String] == read)
    }

    private static func keys(of schema: String, at path: [String]) throws -> Set<String> {
        let data = try Data(contentsOf: URL(fileURLWithPath: Repository.path("deploy/schemas/\(schema).schema.json")))
        var place = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        for step in path {
            switch step {
            case "*": place = try #require(place["additionalProperties"] as? [String: Any])
            case "{}":
                let forms = try #require(place["oneOf"] as? [[String: Any]])
                place = try #require(forms.first { $0["type"] as? String == "object" })
            case "-": place = try #require(place["items"] as? [String: Any])
            default:
                let properties = try #require(place["properties"] as? [String: Any])
                place = try #require(properties[step] as? [String: Any])
            }
        }
        #expect(place["additionalProperties"] as? Bool == false, "unknown keys would pass")
        return Set(try #require(place["properties"] as? [String: Any]).keys)
    }
}
