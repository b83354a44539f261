import Channels
public import ConfigurationFiles
public import Diagnostics
import Intake

/// Who is who in AS2, with certificates and keys as OpenSSL holds them.
public struct AS2Book: Sendable {
    /// A certificate and since when it is used, in seconds since 1970.
    struct Dated<Item: Sendable>: Sendable {
        var item: Item
        var certificate: AS2Certificate
        var useFrom: Int64
        var path: String

        /// The one to use: of those in force the newest, whose day has come if there is such a one.
        static func current(_ items: [Dated], at now: Int64) -> Item? {
            let valid = items.filter { $0.certificate.isValid(at: now) }
            let begun = valid.filter { $0.useFrom <= now }
            return (begun.isEmpty ? valid : begun).max { $0.useFrom < $1.useFrom }?.item
        }
    }

    /// A partner with its certificates.
    struct Relation: Sendable {
        var partner: String
        var profile: AS2Partner
        var certificates: [Dated<AS2Certificate>]
        var trust: AS2Trust
        /// Hosts to which receipts may be sent.
        var receiptHosts: Set<String>
        var channel: AS2Channel?
        /// How far a message has come whose receipt says that it was received: to the partner, or to whoever passes it on.
        var reached: SentStage
        /// The largest content, in bytes.
        var largest: Int
    }

    private(set) var pairs: [Dated<AS2KeyPair>] = []
    /// The partners by their ids.
    private(set) var relations: [String: Relation] = [:]
    let station: AS2Station
    /// What is wrong with certificates and keys.
    public private(set) var faults = DiagnosticList(limit: 100)

    /// Whether anybody uses AS2.
    public var isEmpty: Bool { relations.isEmpty }

    /// Reads the certificates of an installation; those with faults are left out and told in ``faults``.
    public init(_ installation: Installation) {
        station = installation.as2 ?? AS2Station()
        for own in station.certificates {
            do throws(Diagnostic) {
                let pair = try AS2KeyPair(
                    certificate: own.file.pem, key: own.key.reveal(), passphrase: own.passphrase?.reveal())
                pairs.append(Self.dated(pair, pair.certificate, own.file))
            } catch {
                note(error, own.file)
            }
        }
        for partner in installation.partners {
            guard let profile = partner.as2 else { continue }
            relations[partner.id] = relation(partner, profile, installation.limits)
        }
    }

    /// The partner of a pair of names, as a message of its says them.
    func relation(from name: String, to ownName: String) -> Relation? {
        relations.values.first { $0.profile.name == name && $0.profile.ownName == ownName }
    }

    /// What we sign with.
    func signingPair(at now: Int64) -> AS2KeyPair? { Dated.current(pairs, at: now) }

    private mutating func relation(_ partner: Partner, _ profile: AS2Partner, _ limits: Limits) -> Relation {
        var certificates: [Dated<AS2Certificate>] = []
        for file in profile.certificates {
            do throws(Diagnostic) {
                let certificate = try AS2Certificate(pem: file.pem)
                certificates.append(Self.dated(certificate, certificate, file))
            } catch {
                note(error, file)
            }
        }
        var trust = AS2Trust(certificates: certificates.map(\.item))
        trust.requiresSignature = profile.requires.contains(.signed)
        trust.requiresEncryption = profile.requires.contains(.encrypted)
        if profile.allows.contains(.md5) { trust.digests.insert(.md5) }
        if profile.allows.contains(.sha1) { trust.digests.insert(.sha1) }
        if profile.allows.contains(.tripleDES) { trust.ciphers.insert(.tripleDES) }
        var channel: AS2Channel?
        if case .as2(let way) = partner.outbound?.channel.kind { channel = way }
        var hosts = profile.receiptHosts
        if let host = channel.flatMap({ Self.host(of: $0.http.url.reveal()) }) { hosts.insert(host) }
        return Relation(
            partner: partner.id, profile: profile, certificates: certificates, trust: trust, receiptHosts: hosts,
            channel: channel, reached: partner.kind == .provider ? .taken : .withPartner,
            largest: min(station.largest, partner.largestInterchange ?? limits.largestInterchange))
    }

    private mutating func note(_ fault: Diagnostic, _ file: CertificateFile) {
        var fault = fault
        fault.position = Position(file: file.path)
        faults.append(fault)
    }

    private static func dated<Item>(_ item: Item, _ certificate: AS2Certificate, _ file: CertificateFile) -> Dated<Item>
    {
        Dated(
            item: item, certificate: certificate,
            useFrom: file.useFrom.flatMap(CalendarSeconds.midnight) ?? certificate.validFrom, path: file.path)
    }

    /// The host of a URL, in lower case, without its port.
    static func host(of url: String) -> String? {
        guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
        var host = url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        if host.hasPrefix("[") { return host.firstIndex(of: "]").map { String(host[...$0]).lowercased() } }
        return String(host.prefix { $0 != ":" }).lowercased()
    }
}
