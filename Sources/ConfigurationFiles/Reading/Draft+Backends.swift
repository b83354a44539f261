import Diagnostics
import Intake
import Mapping
import Syntax

/// Whose way a channel is.
struct PathOwner {
    var name: String
    /// As messages call it: `back end erp-new`.
    var words: String
    var position: Position
}

extension Draft {
    /// One entry of `backends`.
    mutating func readBackend(_ entry: YAMLEntry, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(entry.value)
        let owner = PathOwner(
            name: entry.key.text, words: "back end \(entry.key.text)", position: entry.key.position)
        let kind = backendKind(owner, &reader, isBackend: true, secrets: secrets)
        let payload = payload(&reader)
        var abilities = abilities(kind, owner, &reader)
        abilities.takes = takes(kind, name: entry.key.text, &reader)
        if case .postgres(let postgres) = kind { checkPostgres(postgres, abilities, owner, &reader) }
        if case .soap(let soap) = kind { checkSOAP(soap, payload, abilities, &reader) }
        let concurrency = reader.integer("concurrency", in: 1...256)
        let rate = reader.number("ratePerSecond", upTo: 100_000)
        let retry = retry(&reader)
        let breaker = breaker(&reader)
        let numbers = numbers(&reader)
        let translates = translates(payload, name: entry.key.text, &reader)
        let learns = learns(kind, name: entry.key.text, &reader)
        let listing = readListing(&reader, secrets: secrets)
        let poll = readPoll(of: entry, &reader, secrets: secrets)
        finish(reader)
        guard define(.backend, entry.key.text, at: entry.key.position), let kind else { return }
        var backend = Backend(
            name: entry.key.text, kind: kind, payload: payload, abilities: abilities,
            concurrency: concurrency ?? 4, ratePerSecond: rate, retry: retry, breaker: breaker)
        backend.numbers = numbers
        backend.listing = listing
        backend.poll = poll
        if case .mailbox(let mailbox) = kind, poll == nil { backend.poll = .folder(path: mailbox.inbox) }
        backend.translates = translates
        backend.learns = learns
        installation.backends.append(backend)
    }

    mutating func backendKind(
        _ owner: PathOwner, _ reader: inout YAMLReader, isBackend: Bool = false, secrets: (SecretReference) -> String?
    ) -> Backend.Kind? {
        let http = reader.nested("http")
        let folder = reader.optional("folder")
        let postgres = isBackend ? reader.nested("postgres") : nil
        let soap = isBackend ? reader.nested("soap") : nil
        let servers = fileServers(&reader)
        if http == nil, folder == nil, postgres == nil, soap == nil, servers.isEmpty,
            var mailbox = reader.nested("mailbox")
        {
            defer { finish(mailbox) }
            return readMailbox(&mailbox, of: owner, isBackend: isBackend).map { .mailbox($0) }
        }
        if !isBackend, http == nil, folder == nil, servers.isEmpty, var as2 = reader.nested("as2") {
            defer { finish(as2) }
            return readAS2Channel(&as2, owner: owner, secrets: secrets).map { .as2($0) }
        }
        if !isBackend, http == nil, folder == nil, servers.isEmpty, var provider = reader.nested("provider") {
            defer { finish(provider) }
            return readProviderChannel(&provider, secrets: secrets).map { .provider($0) }
        }
        switch (http, folder, postgres, soap) {
        case (nil, nil, nil, nil) where servers.count == 1:
            return readFileServer(servers[0], secrets: secrets).map { .fileServer($0) }
        case _ where !servers.isEmpty:
            reader.report(Self.kindFault(owner))
            return nil
        case (.some(var http), nil, nil, nil):
            defer { finish(http) }
            return readHTTP(&http, secrets: secrets).map { .http($0) }
        case (nil, nil, nil, .some(var soap)):
            defer { finish(soap) }
            return readSOAP(&soap, owner: owner, secrets: secrets).map { .soap($0) }
        case (nil, nil, .some(var postgres), nil):
            defer { finish(postgres) }
            return readPostgres(&postgres, owner: owner, secrets: secrets).map { .postgres($0) }
        case (nil, .some(let folder), nil, nil):
            guard let text = reader.text(of: folder) else { return nil }
            let path = resolved(text)
            folderUses.append(
                FolderUse(
                    path: path, purpose: .backend, user: owner.words, position: folder.position))
            return .folder(path: path)
        default:
            reader.report(Self.kindFault(owner))
            return nil
        }
    }

    private static func kindFault(_ owner: PathOwner) -> Diagnostic {
        Diagnostic(
            "configuration.backend-kind", at: owner.position, value: owner.name, facts: ["owner": owner.words])
    }

    private mutating func payload(_ reader: inout YAMLReader) -> Backend.Payload {
        guard let node = reader.optional("payload") else { return .canonical }
        switch node.text {
        case "canonical": return .canonical
        case "original": return .original
        default: break
        }
        if node.entries != nil {
            return .mapping(mappedPayload(node))
        }
        reader.report(Diagnostic("configuration.payload-form", at: node.position, value: node.text))
        return .canonical
    }

    /// Names of mappings, what the envelope says, settings for the mappings' rules.
    mutating func mappedPayload(_ node: YAMLNode) -> Backend.MappedPayload {
        var inner = YAMLReader(node)
        var payload = Backend.MappedPayload(mappings: [])
        let names = inner.required("mapping")
        for item in names.map({ $0.items ?? [$0] }) ?? [] {
            guard let name = inner.text(of: item) else { continue }
            mention(.mapping, name, at: item.position)
            payload.mappings.append(name)
        }
        payload.envelope.sender = envelopeParty("sender", &inner)
        payload.envelope.recipient = envelopeParty("recipient", &inner)
        if let syntax = inner.text("syntax") { payload.envelope.syntax = syntax }
        payload.envelope.version = inner.text("version")
        if let text = inner.text("separators"), !payload.envelope.takeSeparators(text) {
            let place = inner.position(of: "separators")
            inner.report(Diagnostic("configuration.separators-form", at: place, value: text))
        }
        for entry in inner.entries("settings") { payload.settings[entry.key.text] = inner.text(of: entry.value) }
        finish(inner)
        return payload
    }

    private func envelopeParty(_ key: String, _ reader: inout YAMLReader) -> EnvelopeParty? {
        guard var party = reader.nested(key) else { return nil }
        let id = party.requiredText("id")
        let qualifier = party.text("qualifier")
        reader.take(party)
        return id.map { EnvelopeParty($0, qualifier: qualifier) }
    }

    func abilities(_ kind: Backend.Kind?, _ owner: PathOwner, _ reader: inout YAMLReader) -> BackendAbilities {
        let honours = reader.flag("honoursKey")
        let declared = reader.optional("honoursKey")
        switch kind {
        case .http where declared == nil, .postgres where declared == nil, .soap where declared == nil:
            reader.report(
                Diagnostic(
                    "configuration.honours-key-missing", at: reader.position, value: owner.name,
                    facts: ["owner": owner.words]))
        case .folder where honours == true, .fileServer where honours == true, .mailbox where honours == true:
            let place = declared?.position ?? reader.position
            reader.report(
                Diagnostic(
                    "configuration.honours-key-folder", at: place, value: owner.name, facts: ["owner": owner.words]))
        default: break
        }
        var abilities = BackendAbilities(honoursKey: honours ?? false)
        // Who receives by AS2 tells a repeated message by its Message-ID (RFC 4130).
        if case .as2 = kind, declared == nil { abilities.honoursKey = true }
        abilities.keyMemoryHours = reader.seconds("keyMemory").map { $0 / 3_600 }
        if let settling = reader.seconds("settling") { abilities.settlingSeconds = settling }
        return abilities
    }

    /// `takes: [copies, standby]`: what it takes beside documents that it is to act on.
    private func takes(
        _ kind: Backend.Kind?, name: String, _ reader: inout YAMLReader
    ) -> Set<BackendAbilities.TakenCopy> {
        let names = reader.texts("takes")
        let list = reader.optional("takes")
        let places = list?.items?.filter { $0.text != nil }.map(\.position) ?? list.map { [$0.position] } ?? []
        var taken: Set<BackendAbilities.TakenCopy> = []
        for (name, place) in zip(names, places) {
            guard let copy = BackendAbilities.TakenCopy(rawValue: name) else {
                let known = BackendAbilities.TakenCopy.allCases.map(\.rawValue)
                reader.reportNotChoice(name, at: place, key: "takes", known: known)
                continue
            }
            taken.insert(copy)
        }
        if kind?.isFolder == true, taken.contains(.shadow) {
            reader.report(Diagnostic("configuration.shadow-folder", at: reader.position(of: "takes"), value: name))
        }
        return taken
    }

    /// `learns: { order: order.id, items: yes }`: where it says its own codes.
    private func learns(_ kind: Backend.Kind?, name: String, _ reader: inout YAMLReader) -> Backend.Learning {
        var learning = Backend.Learning()
        guard var inner = reader.nested("learns") else { return learning }
        learning.orderMember = inner.text("order")
        if kind?.isFolder == true, learning.orderMember != nil {
            inner.report(Diagnostic("configuration.learns-folder", at: inner.position(of: "order"), value: name))
        }
        if let items = inner.flag("items") { learning.items = items }
        reader.take(inner)
        return learning
    }

    /// `translate: [item, unit]`: the kinds of codes of which it gets its own.
    private func translates(_ payload: Backend.Payload, name: String, _ reader: inout YAMLReader) -> Set<MasterKind> {
        let kinds = masterKinds("translate", of: MasterKind.allCases, &reader)
        if payload == .original, !kinds.isEmpty {
            reader.report(
                Diagnostic("configuration.translate-original", at: reader.position(of: "translate"), value: name))
        }
        return kinds
    }

    /// A list of kinds of codes, of some.
    func masterKinds(_ key: String, of known: [MasterKind], _ reader: inout YAMLReader) -> Set<MasterKind> {
        let names = reader.texts(key)
        let list = reader.optional(key)
        let places = list?.items?.filter { $0.text != nil }.map(\.position) ?? list.map { [$0.position] } ?? []
        var kinds: Set<MasterKind> = []
        for (name, place) in zip(names, places) {
            guard let kind = MasterKind(rawValue: name), known.contains(kind) else {
                reader.reportNotChoice(name, at: place, key: key, known: known.map(\.rawValue))
                continue
            }
            kinds.insert(kind)
        }
        return kinds
    }

    /// `numbers: { despatch: { from: "D000000", to: "D499999" } }`: what it draws its numbers from.
    private func numbers(_ reader: inout YAMLReader) -> [Backend.NumberRange] {
        reader.entries("numbers").compactMap { entry in
            guard let kind = Backend.NumberRange.Kind(rawValue: entry.key.text) else {
                let known = Backend.NumberRange.Kind.allCases.map(\.rawValue)
                reader.reportNotChoice(entry.key.text, at: entry.key.position, key: "numbers", known: known)
                return nil
            }
            var own = YAMLReader(entry.value)
            let (first, last) = (own.requiredText("from"), own.requiredText("to"))
            if let first, let last, first.utf8.count != last.utf8.count || last < first {
                own.report(
                    Diagnostic(
                        "configuration.range-form", at: own.position(of: "to"), value: last, facts: ["from": first]))
            }
            reader.take(own)
            guard let first, let last else { return nil }
            return Backend.NumberRange(kind: kind, first: first, last: last)
        }
    }

    func retry(_ reader: inout YAMLReader) -> RetrySchedule {
        var schedule = RetrySchedule()
        guard var inner = reader.nested("retry") else { return schedule }
        if let seconds = inner.seconds("first") { schedule.first = seconds }
        if let factor = inner.number("factor", upTo: 100) { schedule.factor = factor }
        if let seconds = inner.seconds("longest") { schedule.longest = seconds }
        if let seconds = inner.seconds("deadline") { schedule.deadlineHours = seconds / 3_600 }
        if schedule.factor < 1 || schedule.longest < schedule.first {
            inner.report(Diagnostic("configuration.retry-order", at: inner.position))
        }
        reader.take(inner)
        return schedule
    }

    func breaker(_ reader: inout YAMLReader) -> CircuitBreaker.Limits {
        var limits = CircuitBreaker.Limits()
        guard var inner = reader.nested("breaker") else { return limits }
        if let failures = inner.integer("failures", in: 1...1_000) { limits.failures = failures }
        if let seconds = inner.seconds("pause") { limits.pause = seconds }
        if let seconds = inner.seconds("longestPause") { limits.longestPause = seconds }
        limits.longestPause = max(limits.longestPause, limits.pause)
        reader.take(inner)
        return limits
    }
}
