import Intake
import Orders
import Rollout

extension ListedOrder {
    /// The order key: the one that the back end was told, else that of the order's buyer and number; what has neither stands
    /// under its id there.
    func key(by snapshot: RoutingSnapshot, of backend: String) -> String {
        key ?? facts(by: snapshot, of: backend).flatMap { snapshot.key(of: $0)?.text } ?? "?/\(id)"
    }

    /// Whether an order that is not known here may be a site's; always where the back end serves no other one.
    func mayBe(of site: String, by snapshot: RoutingSnapshot, at backend: String) -> Bool {
        let served = snapshot.sites.filter { $0.backends.values.contains(backend) }
        guard served.count > 1, let facts = facts(by: snapshot, of: backend) else { return true }
        return snapshot.maySite(site, have: facts)
    }

    private func facts(by snapshot: RoutingSnapshot, of backend: String) -> DocumentFacts? {
        CanonicalDocument.read(content).document.map { document in
            DocumentFacts(
                document, document: "", sender: backend, day: changed.day, siteFacts: snapshot.siteRules.map(\.fact),
                test: false, contentHash: "")
        }
    }
}
