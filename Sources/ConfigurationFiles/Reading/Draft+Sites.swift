import Diagnostics
import Foundation
import Mapping
import Orders
import Rollout

extension Draft {
    /// One entry of `sites`.
    mutating func readSite(_ entry: YAMLEntry) {
        var reader = YAMLReader(entry.value)
        let zone = timeZone(&reader)
        var backends: [Side: String] = [:]
        for side in Side.allCases {
            guard let node = reader.optional(side.rawValue), let name = reader.text(of: node) else { continue }
            mention(.backend, name, at: node.position)
            backends[side] = name
        }
        let configured: Side = reader.choice("side") ?? .legacy
        let unknownKey: Side = reader.choice("unknownKey") ?? .legacy
        for (key, side) in [("side", configured), ("unknownKey", unknownKey)] where backends[side] == nil {
            // A site that lives at new from its first day has no legacy, and says so with both keys.
            reader.report(
                Diagnostic(
                    "configuration.site-backend-missing", at: reader.position(of: key), value: entry.key.text,
                    facts: ["side": side.rawValue, "key": key]))
        }
        let observers = reader.list("observers").compactMap { readObserver($0, &reader) }
        let closing = readClosing(&reader)
        let verifying = comparisonRules("verify", &reader)
        finish(reader)
        guard define(.site, entry.key.text, at: entry.key.position) else { return }
        var site = Site(
            name: entry.key.text, timeZone: zone ?? "UTC", backends: backends, configuredSide: configured,
            unknownKeySide: unknownKey, observers: observers.isEmpty ? nil : observers)
        site.closing = closing
        installation.routing.sites.append(site)
        installation.verifying[site.name] = verifying
        if let zone, let offsets = SystemZones.offsets(ofZone: zone) {
            installation.routing.zones = (installation.routing.zones ?? [:]).merging([zone: offsets]) { $1 }
        }
    }

    /// A back end that gets copies: its name, or `{ backend: wms, functions: [despatch] }`.
    private mutating func readObserver(_ node: YAMLNode, _ reader: inout YAMLReader) -> Observer? {
        if let name = node.text {
            mention(.backend, name, at: node.position)
            return Observer(backend: name)
        }
        var own = YAMLReader(node)
        let name = own.requiredText("backend")
        if let name, let place = own.optional("backend")?.position { mention(.backend, name, at: place) }
        let functions = own.optional("functions").map { list in
            let names = own.texts("functions")
            let places = list.items?.filter { $0.text != nil }.map(\.position) ?? [list.position]
            for (function, place) in zip(names, places) { mention(.function, function, at: place) }
            return names
        }
        reader.take(own)
        return name.map { Observer(backend: $0, functions: functions) }
    }

    func timeZone(_ reader: inout YAMLReader) -> String? {
        guard let name = reader.requiredText("timeZone") else { return nil }
        if TimeZone(identifier: name) != nil, name == "UTC" || name.contains("/") { return name }
        let nearest = NearestName.to(name, among: TimeZone.knownTimeZoneIdentifiers) ?? "none"
        reader.report(
            Diagnostic(
                "configuration.time-zone", at: reader.optional("timeZone")?.position ?? reader.position, value: name,
                facts: ["nearest": nearest]))
        return nil
    }

    /// `closing: { whenInvoiced: yes, whenDespatched: yes, afterQuietDays: 30 }`: when the site's orders count as closed. Each
    /// suffices.
    private func readClosing(_ reader: inout YAMLReader) -> ClosingRule? {
        guard var own = reader.nested("closing") else { return nil }
        let days = own.integer("afterQuietDays", in: 1...3_650)
        let (invoiced, despatched) = (own.flag("whenInvoiced") ?? false, own.flag("whenDespatched") ?? false)
        let says = own.flag("whenBackendSaysSo") ?? true
        let names = ["whenInvoiced", "whenDespatched", "whenBackendSaysSo", "afterQuietDays"]
        if names.allSatisfy({ own.optional($0) == nil }) { _ = own.required("afterQuietDays") }
        reader.take(own)
        return ClosingRule(
            whenInvoiced: invoiced, whenDespatched: despatched, whenBackendSaysSo: says, afterQuietDays: days)
    }

    /// One item of `siteRules`.
    mutating func readSiteRule(_ node: YAMLNode) {
        var reader = YAMLReader(node)
        let fact = reader.requiredText("fact")
        if let fact, let place = reader.optional("fact")?.position { checkFact(fact, at: place) }
        var sites: [String: [String]] = [:]
        _ = reader.required("sites")
        for entry in reader.entries("sites") {
            guard let site = reader.text(of: entry.value) else { continue }
            mention(.site, site, at: entry.value.position)
            if fact == "partner" { mention(.partner, entry.key.text, at: entry.key.position) }
            if let fact, fact.hasSuffix(".gln") { checkGLN(entry.key.text, at: entry.key.position) }
            sites[entry.key.text] = [site]
        }
        finish(reader)
        if let fact { installation.routing.siteRules.append(SiteRule(fact: fact, sites: sites)) }
    }

    private mutating func checkFact(_ fact: String, at position: Position) {
        guard fact != "partner", let fault = FactPath.fault(in: fact) else { return }
        report(
            "configuration.fact-unknown", at: position, value: fact,
            facts: ["part": fault.part, "nearest": fault.nearest, "known": fault.known])
    }

    /// Notes a GLN that is none.
    mutating func checkGLN(_ text: String, at position: Position) {
        guard !GLN(rawValue: text).hasValidCheckDigit else { return }
        let digits = text.utf8.count == 13 && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
        guard digits else { return report("configuration.gln-form", at: position, value: text) }
        let right = (0...9).map { text.dropLast() + "\($0)" }.first { GLN(rawValue: String($0)).hasValidCheckDigit }
        report(
            "configuration.gln-check-digit", at: position, value: text,
            facts: ["right": right.map { String($0.suffix(1)) } ?? "?"])
    }
}
