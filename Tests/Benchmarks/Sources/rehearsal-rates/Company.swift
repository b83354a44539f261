import ConfigurationFiles
import Foundation
import Gateway
import Logging
import Rollout
import Store

/// A company of one site that takes orders by EDIFACT; its back ends are folders.
struct Company {
    let gateway: Gateway
    let caller = Caller(name: "benchmark", role: .administrator)

    init(mappings folder: String, on database: any Database) async throws {
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where (path.hasSuffix(".yaml") || path.hasSuffix(".csv")) && !path.hasPrefix("cases/") {
            files[path] = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)))
        }
        gateway = try await Gateway(
            Self.installation, mappings: MappingSet.read(files).set, areVerified: true, database: database,
            isAlone: true, logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
    }

    private static var installation: Installation {
        // Nothing listens there: what is to be delivered waits.
        func backend(_ name: String, _ port: Int) -> Backend {
            let url = "http://127.0.0.1:\(port)/"
            return Backend(name: name, kind: .http(HTTPBackend(url: Secret(url), shownURL: url)))
        }
        let partner = Partner(
            id: "grocer", identifiers: [.init(PartyIdentifier(scheme: "GLN", value: "5412345000013"))])
        let milestone = Milestone(
            name: "north", cells: [Cell(function: "order-intake", site: "north")], title: "North", author: "ann")
        let routing = RoutingSnapshot(
            sites: [
                Site(name: "north", timeZone: "Europe/Brussels", backends: [.legacy: "legacy", .new: "new"])
            ],
            siteRules: [
                SiteRule(fact: "deliveryParty.gln", sites: ["5412345000037": ["north"]]),
                SiteRule(fact: "partner", sites: ["grocer": ["north"]]),
            ],
            parties: [partner.registered],
            milestones: [StagedMilestone(name: milestone.name, cells: milestone.cells, stage: .planned, since: nil)])
        return Installation(
            nodeName: "benchmark", backends: [backend("legacy", 1), backend("new", 1)], routing: routing,
            partners: [partner], milestones: [milestone])
    }

    /// Submits so many documents, a thousand at once, and waits until all are decided.
    func submit(_ count: Int) async throws {
        var last: String?
        for start in stride(from: 0, to: count, by: 1_000) {
            var text = "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+\(start)'"
            for number in start..<start + 1_000 {
                let segments = number % 6 == 5 ? Self.change(of: number - 1) : Self.order(number)
                text += (["UNH+\(number)+" + segments[0]] + segments.dropFirst()).joined(separator: "'") + "'"
                text += "UNT+\(segments.count + 1)+\(number)'"
            }
            text += "UNZ+1000+\(start)'"
            last = try await gateway.submissions.submit(
                Submission(sender: "grocer", channel: "benchmark", bytes: Array(text.utf8))
            ).id
        }
        guard let last else { return }
        while try await gateway.submissions.outcome(of: last, waiting: .zero).status != "processed" {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private static func order(_ number: Int) -> [String] {
        [
            "ORDERS:D:96A:UN:EAN008", "BGM+220+PO-\(number)+9", "DTM+137:20260921:102", "DTM+2:20260928:102",
            "NAD+BY+5412345000013::9", "NAD+SU+4098765000010::9", "NAD+DP+SHOP\(number % 499)::92", "CUX+2:EUR:9",
            "LIN+1++4000862141404:EN", "QTY+21:\(number % 97 + 1)", "PRI+AAA:1.19:CT:NTP", "UNS+S", "CNT+2:1",
        ]
    }

    private static func change(of number: Int) -> [String] {
        [
            "ORDCHG:D:96A:UN:EAN008", "BGM+230+CHG-\(number)+4", "DTM+137:20260922:102", "RFF+ON:PO-\(number)",
            "NAD+BY+5412345000013::9", "NAD+SU+4098765000010::9", "LIN+1+3+4000862141404:EN", "QTY+21:7", "UNS+S",
            "CNT+2:1",
        ]
    }
}
