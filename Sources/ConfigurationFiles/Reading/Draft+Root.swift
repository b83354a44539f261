import Diagnostics
import Mapping
import Rollout

extension Draft {
    /// The main file.
    mutating func readRoot(_ node: YAMLNode, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(node)
        readListen(&reader)
        readStore(&reader, secrets: secrets)
        if let node = reader.optional("node"), let name = reader.text(of: node) {
            if Self.isName(name) {
                installation.nodeName = name
            } else {
                report("configuration.name-form", at: node.position, value: name, facts: ["kind": "node"])
            }
        }
        if var limits = reader.nested("limits") {
            if let size = limits.bytes("largestInterchange") { installation.limits.largestInterchange = size }
            if let size = limits.bytes("largestXML") { installation.limits.largestXML = size }
            reader.take(limits)
        }
        if var console = reader.nested("console") {
            if let isBehindTLS = console.flag("https") { installation.isBehindTLS = isBehindTLS }
            reader.take(console)
        }
        if let node = reader.optional("as2") { readAS2Station(node, secrets: secrets) }
        if let seconds = reader.seconds("parking") { installation.routing.parkingHours = seconds / 3_600 }
        installation.routing.split = reader.choice("split", of: SplitPolicy.self)
        splitPlace = reader.optional("split")?.position
        readMailboxes(&reader)
        readFunctions(&reader)
        for entry in reader.entries("backends") { readBackend(entry, secrets: secrets) }
        for entry in reader.entries("calendars") { readCalendar(entry) }
        for entry in reader.entries("sites") { readSite(entry) }
        for entry in reader.entries("masterData") { readMasterSource(entry, secrets: secrets) }
        for node in reader.list("siteRules") { readSiteRule(node) }
        for node in reader.list("freezes") { readFreeze(node) }
        for entry in reader.entries("providers") { readProvider(entry, secrets: secrets) }
        for entry in reader.entries("folders") { readFolder(entry, secrets: secrets) }
        finish(reader)
    }

    /// The store alone, of the main file; nil when nothing sound is said of it. No secret is asked for.
    mutating func store(of node: YAMLNode) -> StoreLocation? {
        var reader = YAMLReader(node)
        readStore(&reader) { _ in nil }
        let isSound = !diagnostics.hasErrors && !reader.diagnostics.hasErrors
        return isSound ? installation.store : nil
    }

    private mutating func readListen(_ reader: inout YAMLReader) {
        guard let node = reader.optional("listen"), let text = reader.text(of: node) else { return }
        guard let address = ListenAddress(text) else {
            return report("configuration.listen-form", at: node.position, value: text)
        }
        installation.listen = address
    }

    private mutating func readStore(_ reader: inout YAMLReader, secrets: (SecretReference) -> String?) {
        guard let node = reader.optional("store") else {
            installation.store = .sqlite(folder: resolved("milepost-data"))
            return
        }
        guard let text = reader.text(of: node) else { return }
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") || text.hasPrefix("${") {
            guard let url = secret(text, at: node.position, secrets) else { return }
            guard url.reveal().hasPrefix("postgres") else {
                return report("configuration.store-form", at: node.position)
            }
            installation.store = .postgres(url: url)
        } else if text.isEmpty || text.contains("://") || text.hasPrefix("sqlite:") {
            report("configuration.store-form", at: node.position)
        } else {
            let path = resolved(text)
            installation.store = .sqlite(folder: path)
            folderUses.append(FolderUse(path: path, purpose: .store, user: "the store", position: node.position))
        }
    }
}

extension ListenAddress {
    /// The address of `host:port` or `[::1]:port`; nil when it is none.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        let allowed = host.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
            default: false
            }
        }
        guard !host.isEmpty, allowed else { return nil }
        self.init(host: String(host), port: Int(port))
    }
}
