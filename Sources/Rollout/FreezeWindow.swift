/// A time in which milestones may not go on, or outside of which they may not. What forbids beats what allows.
public struct FreezeWindow: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case deny
        /// Where one of this kind concerns a site, milestones there go on inside such windows only.
        case allow
    }

    public var name: String
    public var kind: Kind
    public var from: Instant
    public var until: Instant
    /// The sites that it concerns; nil for all.
    public var sites: [String]?

    /// A window by its parts.
    public init(name: String, kind: Kind = .deny, from: Instant, until: Instant, sites: [String]? = nil) {
        self.name = name
        self.kind = kind
        self.from = from
        self.until = until
        self.sites = sites
    }

    /// Whether it concerns one of the sites.
    public func concerns(_ names: Set<String>) -> Bool { sites.map { !names.isDisjoint(with: $0) } ?? true }
    /// Whether an instant is inside.
    public func contains(_ instant: Instant) -> Bool { from <= instant && instant < until }

    /// What forbids a move at sites at an instant, if anything does: the name of the window, or that no window allows it.
    static func forbidding(_ windows: [FreezeWindow], sites: Set<String>, at now: Instant) -> Forbidding? {
        let own = windows.filter { $0.concerns(sites) }
        if let deny = own.first(where: { $0.kind == .deny && $0.contains(now) }) {
            return .window(deny.name, deny.until)
        }
        let allowing = own.filter { $0.kind == .allow }
        guard !allowing.isEmpty, !allowing.contains(where: { $0.contains(now) }) else { return nil }
        return .outside(next: allowing.filter { $0.from > now }.map(\.from).min())
    }

    enum Forbidding: Sendable, Hashable {
        case window(String, Instant)
        case outside(next: Instant?)
    }
}
