import Diagnostics
import Mapping
import Rollout

extension Draft {
    /// The checks that need the whole: names across files, identifiers in time, folders, and what routing says.
    mutating func checkTogether() {
        checkMentions()
        checkIdentifiers()
        checkFolders()
        checkTestBackends()
        checkSplit()
        checkOrderOfMilestones()
        checkRouting()
    }

    /// A milestone that waits for itself never goes on. One that waits for a milestone without a file may wait for one that
    /// is finished, whose file may go; a wrong name looks the same.
    private mutating func checkOrderOfMilestones() {
        let waits = Dictionary(
            installation.milestones.map { ($0.name, ($0.after ?? []).map(\.milestone)) },
            uniquingKeysWith: { first, _ in first })
        for (name, position) in (definitions[.milestone] ?? [:]).sorted(by: { $0.key < $1.key }) {
            for other in waits[name] ?? [] where waits[other] == nil && !unread.contains(.milestone) {
                diagnostics.append(
                    Diagnostic(
                        "configuration.milestone-after-unknown", .warning, at: position, value: other,
                        facts: [
                            "milestone": name,
                            "nearest": NearestName.to(other, among: waits.keys.filter { $0 != name }.sorted())
                                ?? "none",
                        ]))
            }
            var reached: Set<String> = []
            var next = waits[name] ?? []
            while let other = next.popLast() {
                if reached.insert(other).inserted { next += waits[other] ?? [] }
            }
            if reached.contains(name) { report("configuration.milestone-cycle", at: position, value: name) }
        }
    }

    private mutating func checkMentions() {
        for mention in mentions where place(of: mention.kind, mention.name) == nil && !unread.contains(mention.kind) {
            let names = definitions[mention.kind]?.keys.sorted() ?? []
            let facts = [
                "kind": mention.kind.rawValue, "nearest": NearestName.to(mention.name, among: names) ?? "none",
                "known": names.isEmpty ? "none" : names.joined(separator: ", "),
            ]
            report("configuration.unknown-name", at: mention.position, value: mention.name, facts: facts)
        }
    }

    /// An identifier is one party's on any day: of two aliases that begin on one day nobody could say which holds.
    private mutating func checkIdentifiers() {
        var seen: [PartyIdentifier: [Int]] = [:]
        for index in identifierPlaces.indices {
            let (partner, alias, position) = identifierPlaces[index]
            let clash = seen[alias.identifier]?.first { other in
                let other = identifierPlaces[other].alias
                let sameUsers = other.usedBy == alias.usedBy || other.usedBy == nil || alias.usedBy == nil
                return sameUsers && other.validFrom == alias.validFrom
            }
            if let clash {
                let first = identifierPlaces[clash]
                report(
                    "configuration.identifier-overlap", at: position, value: alias.identifier.value,
                    facts: [
                        "scheme": alias.identifier.scheme, "first": first.partner, "second": partner,
                        "place": first.position.place, "day": alias.validFrom ?? "always",
                    ])
            }
            seen[alias.identifier, default: []].append(index)
        }
    }

    private mutating func checkFolders() {
        var first: [String: FolderUse] = [:]
        for use in folderUses {
            let path = Self.normalised(use.path)
            guard let other = first[path] else {
                first[path] = use
                continue
            }
            // Leftovers of several folders may lie together; nothing else may share a folder.
            if other.purpose == .leftovers, use.purpose == .leftovers, other.user != use.user { continue }
            report(
                other.purpose == .backend && use.purpose == .backend
                    ? "configuration.backend-folder-twice" : "configuration.folder-twice",
                at: use.position, value: use.path,
                facts: ["first": other.user, "second": use.user, "place": other.position.place])
        }
    }

    /// A path without `.`, `..` and double slashes, by its text alone.
    static func normalised(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private mutating func checkTestBackends() {
        for partner in installation.partners {
            guard let backend = partner.testBackend, let place = testBackendPlaces[partner.id],
                let site = installation.routing.sites.first(where: { $0.backends.values.contains(backend) })
            else { continue }
            report(
                "configuration.test-backend-productive", at: place, value: backend,
                facts: ["partner": partner.id, "site": site.name])
        }
    }

    /// A part of an order cannot be sent as it was received.
    private mutating func checkSplit() {
        guard installation.routing.split == .lines, let splitPlace else { return }
        let ofSites = Set(installation.routing.sites.flatMap(\.backends.values))
        for backend in installation.backends where backend.payload == .original && ofSites.contains(backend.name) {
            report("configuration.split-original", at: splitPlace, value: backend.name)
        }
    }

    /// What routing finds wrong with the whole, with the place of each; names that do not exist are reported already.
    private mutating func checkRouting() {
        // Of half a configuration it would miss the other half.
        guard unread.isEmpty else { return }
        for diagnostic in installation.routing.check().items {
            var placed = diagnostic
            switch diagnostic.code {
            case "route.function-unknown", "route.rule-site-unknown", "route.milestone-function-unknown",
                "route.milestone-site-unknown":
                continue
            case "route.function-cycle":
                placed.position = place(of: .function, diagnostic.value ?? "") ?? functionsPlace
            case "route.milestone-overlap":
                placed.position = placeOfCell(diagnostic.value, in: diagnostic.facts["second"])
            case "route.milestone-backend-missing":
                placed.position = placeOfCell(diagnostic.facts["cell"], in: diagnostic.facts["milestone"])
            default:
                placed.position = Position(file: shown(root))
            }
            diagnostics.append(placed)
        }
    }

    private func placeOfCell(_ text: String?, in milestone: String?) -> Position? {
        guard let text, let milestone, let cell = Cell(text) else { return nil }
        return cellPlaces[milestone]?[cell]
    }
}
