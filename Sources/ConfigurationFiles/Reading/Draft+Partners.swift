import Diagnostics
import Intake
import Mapping
import Rollout
import Syntax

extension Draft {
    /// One file of `partners/`.
    mutating func readPartner(_ node: YAMLNode, path: String, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(node)
        let place = reader.optional("partner")?.position ?? node.position
        let id = reader.requiredText("partner")
        var partner = Partner(id: id ?? "")
        partner.title = reader.text("title")
        if let kind: Partner.Kind = reader.choice("kind") { partner.kind = kind }
        partner.identifiers = reader.list("identifiers").compactMap { readIdentifier($0, of: id ?? "") }
        if var rule = reader.nested("orderKey") {
            partner.orderKey = orderKey(&rule)
            reader.take(rule)
        }
        if let policy: SameKeyPolicy = reader.choice("sameKey") { partner.sameKey = policy }
        if let node = reader.optional("testBackend"), let name = reader.text(of: node) {
            mention(.backend, name, at: node.position)
            partner.testBackend = name
            testBackendPlaces[partner.id] = node.position
        }
        if let policy: Partner.UnknownItems = reader.choice("unknownItems") { partner.unknownItems = policy }
        if let digits: Partner.CheckDigits = reader.choice("checkDigits") { partner.checkDigits = digits }
        if var inner = reader.nested("faults") {
            for code in FaultWeights.faults {
                if let weight: FaultWeights.Weight = inner.choice(code.rawValue) { partner.faults[code] = weight }
            }
            reader.take(inner)
        }
        partner.charset = reader.choice("charset", of: Charset.self)
        if let node = reader.optional("format"), let name = reader.text(of: node) {
            mention(.format, name, at: node.position)
            partner.format = name
        }
        if var limits = reader.nested("limits") {
            partner.largestInterchange = limits.bytes("largestInterchange")
            reader.take(limits)
        }
        if let stage: Partner.Stage = reader.choice("stage") { partner.stage = stage }
        partner.directory = readDirectory(reader.list("directory"))
        if var inner = reader.nested("acknowledgements") {
            partner.acknowledgements = readAcknowledgements(&inner)
            reader.take(inner)
        }
        // UNB 0020 holds fourteen digits, ISA13 nine.
        if let number = reader.integer("controlNumbersFrom", in: 1...999_999_999) {
            partner.acknowledgements.numbersFrom = Int64(number)
        }
        readDueTimes(of: &partner, &reader)
        if let node = reader.optional("as2") { partner.as2 = readAS2Partner(node, secrets: secrets) }
        if let node = reader.optional("outbound"), let id {
            partner.outbound = readOutbound(node, of: id, secrets: secrets)
            checkAS2(partner, at: node.position)
        }
        finish(reader)
        guard let id, define(.partner, id, at: place) else { return }
        installation.partners.append(partner)
        installation.routing.parties.append(partner.registered)
    }

    private func orderKey(_ reader: inout YAMLReader) -> OrderKeyRule {
        OrderKeyRule(
            ignoresCase: reader.flag("ignoreCase") ?? false,
            dropsLeadingZeros: reader.flag("dropLeadingZeros") ?? false, prefixes: reader.texts("prefixes"),
            includesSupplier: reader.flag("includeSupplier") ?? false)
    }

    /// One item of `identifiers`: a GLN, or a code with its scheme or with the partner who uses it.
    private mutating func readIdentifier(_ node: YAMLNode, of partner: String) -> RegisteredParty.Alias? {
        var reader = YAMLReader(node)
        let gln = reader.optional("gln")
        let code = reader.optional("code")
        let scheme = reader.text("scheme")
        let validFrom = day("validFrom", &reader)
        let usedBy = reader.text("usedBy")
        if let usedBy, let place = reader.optional("usedBy")?.position { mention(.partner, usedBy, at: place) }
        let identifier = identifier(gln: gln, code: code, scheme: scheme, usedBy: usedBy, &reader)
        finish(reader)
        guard let identifier else { return nil }
        let alias = RegisteredParty.Alias(identifier, validFrom: validFrom, usedBy: usedBy)
        identifierPlaces.append((partner, alias, node.position))
        return alias
    }

    private mutating func identifier(
        gln: YAMLNode?, code: YAMLNode?, scheme: String?, usedBy: String?, _ reader: inout YAMLReader
    ) -> PartyIdentifier? {
        switch (gln, code) {
        case (.some(let node), nil) where scheme == nil:
            guard let text = reader.text(of: node) else { return nil }
            checkGLN(text, at: node.position)
            return PartyIdentifier(scheme: "GLN", value: text)
        case (nil, .some(let node)) where scheme != nil || usedBy != nil:
            guard let text = reader.text(of: node), !text.isEmpty else { return nil }
            return PartyIdentifier(scheme: scheme?.uppercased() ?? PartyIdentifier.ownScheme, value: text)
        default:
            reader.report(Diagnostic("configuration.identifier-form", at: reader.position))
            return nil
        }
    }

    /// A day of the calendar, `2026-03-01`.
    func day(_ key: String, _ reader: inout YAMLReader) -> String? {
        guard let node = reader.optional(key), let text = reader.text(of: node) else { return nil }
        if CalendarDay.isDay(text) { return text }
        reader.report(Diagnostic("configuration.day-form", at: node.position, value: text, facts: ["key": key]))
        return nil
    }
}

/// A day as configuration writes it.
enum CalendarDay {
    /// True for `YYYY-MM-DD` that the Gregorian calendar has.
    static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2D }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return false }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day >= 1 && day <= lengths[month - 1]
    }
}
