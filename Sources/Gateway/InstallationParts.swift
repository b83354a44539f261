import ConfigurationFiles
import Digests
import Diagnostics
import Intake
import Rollout

/// An installation as the parts of a gateway need it.
extension Installation {
    /// What decides what a birth gets, with what the mappings and back ends say of it.
    func routing(by mappings: MappingSet) -> RoutingSnapshot {
        var snapshot = routing
        snapshot.mappings = mappings.hashes
        snapshot.backends = backends.map(\.name).sorted()
        snapshot.takes = Dictionary(
            backends.map { ($0.name, $0.abilities.copyPurposes) }, uniquingKeysWith: { first, _ in first })
        return snapshot
    }

    /// The ways to partners.
    var channels: [Backend] { partners.compactMap { $0.outbound?.channel } }

    /// The milestones by name.
    var definitions: [String: Milestone] {
        Dictionary(milestones.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The numbers that back ends draw from, by back end.
    var numbers: [String: [Backend.NumberRange]] {
        Dictionary(backends.map { ($0.name, $0.numbers) }, uniquingKeysWith: { first, _ in first })
    }

    /// How the documents of each sender are understood.
    func understanding(by mappings: MappingSet) -> @Sendable (String) -> Understanding {
        let siteFacts = routing.siteRules.map(\.fact)
        let digest: @Sendable ([UInt8]) -> String = { Digests.sha256Hex($0) }
        func understanding(_ profile: ReadingProfile, _ shapes: MessageShapes = .standard) -> Understanding {
            Understanding(
                shapes: shapes, mappings: mappings.library, profile: profile, siteFacts: siteFacts, digest: digest)
        }
        let usual = understanding(ReadingProfile(largestXML: limits.largestXML))
        let own = partners.map { partner in
            let shapes = MessageShapes.standard.with(partner.directory)
            return (partner.id, understanding(ReadingProfile(partner, limits: limits), shapes))
        }
        let byPartner = Dictionary(own, uniquingKeysWith: { first, _ in first })
        return { byPartner[$0] ?? usual }
    }

    /// How each sender is answered.
    var acknowledging: @Sendable (String) -> AcknowledgementProfile {
        let profiles = Dictionary(
            partners.map { ($0.id, $0.acknowledgements) }, uniquingKeysWith: { first, _ in first })
        return { profiles[$0] ?? AcknowledgementProfile() }
    }

    /// How much each partner may send.
    var partnerLimits: [String: PartnerLimits] {
        let own = partners.map { partner in
            let largest = partner.largestInterchange ?? limits.largestInterchange
            return (partner.id, PartnerLimits(largestInterchange: largest))
        }
        let backends = backends.map {
            (BackendSender.name(of: $0.name), PartnerLimits(largestInterchange: limits.largestInterchange))
        }
        return Dictionary(own + backends, uniquingKeysWith: { first, _ in first })
    }
}

extension ReadingProfile {
    /// What a partner's file says about reading what it sends.
    init(_ partner: Partner, limits: Limits) {
        let checkDigits: Severity? =
            switch partner.checkDigits {
            case .error: .error
            case .warning: .warning
            case .accept: nil
            }
        self.init(
            charset: partner.charset, largestXML: limits.largestXML, checkDigits: checkDigits,
            faults: partner.faults, isTest: partner.stage == .test, format: partner.format)
    }
}
