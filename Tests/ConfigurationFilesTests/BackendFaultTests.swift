import ConfigurationFiles
import Diagnostics
import Rollout
import Testing

@Suite("Faults of back ends and folders")
struct BackendFaultTests {
    @Test(
        "a back end that is not described rightly is refused where it is wrong",
        arguments: [
            ("{ payload: original }", "1:13 configuration.backend-kind b"),
            ("{ folder: o, http: { url: http://x }, honoursKey: no }", "1:13 configuration.backend-kind b"),
            ("{ http: { url: http://x } }", "1:16 configuration.honours-key-missing b"),
            ("{ folder: o, honoursKey: yes }", "1:41 configuration.honours-key-folder b"),
            ("{ http: {}, honoursKey: no }", "1:24 yaml.missing-key"),
            ("{ http: { url: ftp://x }, honoursKey: no }", "1:31 configuration.url-form ftp://x"),
            ("{ http: { url: http:///x }, honoursKey: no }", "1:31 configuration.url-form http:///x"),
            ("{ http: { url: http://x:99999 }, honoursKey: no }", "1:31 configuration.url-form http://x:99999"),
            ("{ http: { url: 'http://x y' }, honoursKey: no }", "1:31 configuration.url-form http://x y"),
            (
                "{ http: { url: http://x, headers: { 'A B': c } }, honoursKey: no }",
                "1:52 configuration.header-form A B"
            ),
            (
                "{ http: { url: http://x, headers: { A: \"b\\nc\" } }, honoursKey: no }",
                "1:55 configuration.header-value A"
            ),
            (
                "{ http: { url: http://x, answers: { success: [20] } }, honoursKey: no }",
                "1:61 configuration.status-form 20"
            ),
            (
                "{ http: { url: http://x, answers: { success: [200], retry: [200] } }, honoursKey: no }",
                "1:50 configuration.status-twice 200"
            ),
            ("{ folder: o, payload: raw }", "1:38 configuration.payload-form raw"),
            ("{ folder: o, payload: { mapping: none } }", "1:49 configuration.unknown-name none"),
            ("{ folder: o, concurrency: 0 }", "1:42 yaml.not-integer 0"),
            ("{ folder: o, ratePerSecond: 0 }", "1:44 configuration.number-form 0"),
            ("{ folder: o, retry: { first: 10 s, longest: 5 s } }", "1:36 configuration.retry-order"),
            ("{ folder: o, keyMemmory: 1 d }", "1:29 yaml.unknown-key keyMemmory"),
        ])
    func backend(text: String, fault: String) {
        #expect(Company.faults(main: "backends: { b: " + text + " }") == ["milepost.yaml:" + fault])
    }

    @Test("two back ends must not write into one folder, however it is written")
    func sharedFolder() {
        #expect(
            Company.faults(adding: "folders: {}").isEmpty
                && Company.faults(main: "backends:\n  a: { folder: ./out }\n  b: { folder: x/../out/ }") == [
                    "milepost.yaml:3:16 configuration.backend-folder-twice x/../out/"
                ])
    }

    @Test("a watched folder is nobody else's")
    func watchedFolder() {
        #expect(
            Company.faults(
                adding: """
                    store: data
                    folders:
                      a: { path: out/old, partner: northwind, delete: yes, rejected: bad }
                      b: { path: in, partner: northwind, done: in, rejected: bad }
                      c: { path: data, partner: nortwind, delete: yes, rejected: bad }
                    """) == [
                    "milepost.yaml:15:14 configuration.folder-twice out/old",
                    "milepost.yaml:16:44 configuration.folder-twice in",
                    "milepost.yaml:17:14 configuration.folder-twice data",
                    "milepost.yaml:17:29 configuration.unknown-name nortwind",
                ])
    }

    @Test("a watched folder says what becomes of accepted files, once")
    func afterwards() {
        #expect(
            Company.faults(
                adding: """
                    folders:
                      a: { path: i, partner: northwind, rejected: bad }
                      b: { path: j, partner: northwind, rejected: bad, done: d, delete: yes }
                    """) == [
                    "milepost.yaml:14:3 configuration.folder-afterwards a",
                    "milepost.yaml:15:3 configuration.folder-afterwards b",
                ])
    }

    @Test("what gets parts of orders takes no received bytes")
    func split() {
        #expect(Company.faults(adding: "split: hold") == [])
        #expect(Company.faults(adding: "split: lines") == ["milepost.yaml:13:8 configuration.split-original old"])
        var company = Company()
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?.replacing(", payload: original", with: "")
        company.files["milepost.yaml", default: ""] += "\nsplit: lines"
        #expect(company.faults() == [] && company.read().installation?.routing.split == .lines)
    }

    @Test("a test back end serves no site")
    func testBackend() {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] += "\ntestBackend: fresh"
        #expect(company.faults() == ["partners/northwind.yaml:4:14 configuration.test-backend-productive fresh"])
    }
}
