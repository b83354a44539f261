import Diagnostics
import Intake
import Mapping

extension Draft {
    /// One file of `providers/`: a provider's API.
    mutating func readProviderAPI(_ node: YAMLNode) {
        var reader = YAMLReader(node)
        let name = reader.requiredText("provider")
        _ = (reader.text("title"), reader.texts("source"))
        let place = reader.position(of: "provider")
        let url = reader.requiredText("url")
        let settings = reader.texts("settings")
        let channelSettings = reader.texts("channelSettings")
        let known = Set(settings)
        let login = providerLogin(&reader, known)
        let shared = login == nil ? known : known.union(["token"])
        let headers = providerFields("headers", &reader, shared)
        let basic = providerBasic(&reader, known)
        let list = providerList(&reader, shared)
        let fetched = shared.union(["id"]).union(list.map { $0.fields.keys } ?? [:].keys)
        let fetch = providerFetch(&reader, fetched)
        let confirm = providerConfirm(&reader, fetched)
        let send = providerSend(&reader, shared.union(channelSettings))
        let limits = providerLimits(&reader)
        let every = reader.seconds("every", upTo: 86_400)
        let connect = reader.seconds("connectTimeout", upTo: 60)
        let timeout = reader.seconds("timeout", upTo: 120)
        if (list == nil) != (fetch == nil) || list == nil && (confirm != nil || send == nil) {
            reader.report(Diagnostic("configuration.provider-calls", at: place, value: name))
        }
        if let url, !HTTPText.isURL(url) || url.contains("?") {
            reader.report(Diagnostic("configuration.url-form", at: reader.position(of: "url"), value: url))
        }
        for word in settings + channelSettings where !Self.isSetting(word) {
            reader.report(
                Diagnostic("configuration.provider-setting-form", at: reader.position(of: "settings"), value: word))
        }
        finish(reader)
        guard let name, let url, define(.providerAPI, name, at: place) else { return }
        providerAPIs[name] = ProviderAPI(
            name: name, url: ProviderAPI.base(url), settings: settings, channelSettings: channelSettings,
            headers: headers, basic: basic, login: login, list: list, fetch: fetch, confirm: confirm, send: send,
            limits: limits, everySeconds: max(0.1, every ?? 60), connectSeconds: connect ?? 10,
            timeoutSeconds: timeout ?? 30)
    }

    /// A name in braces that a description may give to a setting.
    private static func isSetting(_ text: String) -> Bool {
        !text.isEmpty && !ProviderAPI.ownPlaces.contains(text)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: false
                }
            }
    }

    // MARK: Calls

    /// What all calls have: method, path, query, headers, body, and where an answer says that it is none.
    private mutating func providerCall(
        _ name: String, _ own: inout YAMLReader, _ known: Set<String>, method usual: String
    ) -> ProviderAPI.Call? {
        let method = own.text("method") ?? usual
        if method.isEmpty || !method.utf8.allSatisfy({ 0x41...0x5A ~= $0 }) {
            own.report(Diagnostic("configuration.provider-method", at: own.position(of: "method"), value: method))
        }
        let path = own.requiredText("path").map { template($0, at: own.position(of: "path"), &own, known) }
        let query = providerFields("query", &own, known)
        let headers = providerFields("headers", &own, known)
        let body = own.text("body").map { template($0, at: own.position(of: "body"), &own, known) }
        let type = own.text("contentType")
        let error = providerPlace("error", &own)
        if let text = path?.text, !text.hasPrefix("/"), !text.hasPrefix("{") {
            own.report(Diagnostic("configuration.provider-path", at: own.position(of: "path"), value: text))
        }
        if let type, !HTTPText.isFieldValue(type) {
            own.report(Diagnostic("configuration.header-value", at: own.position(of: "contentType"), value: type))
        }
        return path.map {
            ProviderAPI.Call(
                name: name, method: method, path: $0, query: query, headers: headers, body: body, contentType: type,
                error: error)
        }
    }

    private func template(
        _ text: String, at position: Position, _ reader: inout YAMLReader, _ known: Set<String>
    ) -> ProviderTemplate {
        let template = ProviderTemplate(text)
        for place in template.places.subtracting(known).sorted() {
            reader.report(
                Diagnostic(
                    "configuration.provider-template", at: position, value: "{\(place)}",
                    facts: [
                        "known": known.isEmpty ? "none" : known.sorted().map { "{\($0)}" }.joined(separator: ", "),
                        "nearest": NearestName.to(place, among: known.sorted()) ?? "none",
                    ]))
        }
        return template
    }

    private func providerFields(
        _ key: String, _ reader: inout YAMLReader, _ known: Set<String>
    ) -> [ProviderAPI.Call.Field] {
        reader.entries(key).compactMap { entry in
            let name = entry.key.text
            guard let text = reader.text(of: entry.value) else { return nil }
            if key == "headers", !HTTPText.isToken(name) {
                reader.report(Diagnostic("configuration.header-form", at: entry.key.position, value: name))
            }
            if key == "headers", !HTTPText.isFieldValue(text) {
                reader.report(Diagnostic("configuration.header-value", at: entry.value.position, value: name))
            }
            return ProviderAPI.Call.Field(
                name: name, value: template(text, at: entry.value.position, &reader, known))
        }
    }

    /// Where something stands in an answer: names with dots between them, `.` for the whole.
    private func providerPlace(_ key: String, _ reader: inout YAMLReader) -> String? {
        guard let node = reader.optional(key), let text = reader.text(of: node) else { return nil }
        checkPlace(text, at: node.position, &reader)
        return text
    }

    private func checkPlace(_ text: String, at position: Position, _ reader: inout YAMLReader) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if text == "." || parts.count <= 32 && parts.allSatisfy({ !$0.isEmpty }) { return }
        reader.report(Diagnostic("configuration.provider-place", at: position, value: text))
    }

    private mutating func providerLogin(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.Login? {
        guard var own = reader.nested("login") else { return nil }
        defer { reader.take(own) }
        let call = providerCall("login", &own, known, method: "POST")
        let token = providerPlace("token", &own)
        return call.map { ProviderAPI.Login(call: $0, token: token == "." ? nil : token) }
    }

    private func providerBasic(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.Basic? {
        guard var own = reader.nested("basic") else { return nil }
        defer { reader.take(own) }
        let user = own.requiredText("user").map { template($0, at: own.position(of: "user"), &own, known) }
        let password = own.requiredText("password").map {
            template($0, at: own.position(of: "password"), &own, known)
        }
        guard let user, let password else { return nil }
        return ProviderAPI.Basic(user: user, password: password)
    }

    private mutating func providerList(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.List? {
        guard var own = reader.nested("list") else { return nil }
        defer { reader.take(own) }
        let call = providerCall("list", &own, known.union(["cursor", "page", "number"]), method: "GET")
        _ = own.required("entries")
        _ = own.required("id")
        let (entries, id) = (providerPlace("entries", &own), providerPlace("id", &own))
        var fields: [String: String] = [:]
        for entry in own.entries("fields") {
            guard let text = own.text(of: entry.value) else { continue }
            if !Self.isSetting(entry.key.text) || known.contains(entry.key.text) {
                own.report(
                    Diagnostic(
                        "configuration.provider-setting-form", at: entry.key.position, value: entry.key.text))
            }
            checkPlace(text, at: entry.value.position, &own)
            fields[entry.key.text] = text
        }
        var only: [String: Set<String>] = [:]
        for entry in own.entries("only") {
            checkPlace(entry.key.text, at: entry.key.position, &own)
            let values = (entry.value.items ?? [entry.value]).compactMap { own.text(of: $0) }
            only[entry.key.text] = Set(values)
        }
        let paging = providerPaging(&own)
        if case .cursor = paging, let call, !call.query.contains(where: { $0.value.places.contains("cursor") }),
            !call.path.places.contains("cursor"), call.body?.places.contains("cursor") != true
        {
            own.report(Diagnostic("configuration.provider-cursor", at: own.position(of: "paging"), value: "{cursor}"))
        }
        if case .number = paging, let call, !call.query.contains(where: { $0.value.places.contains("number") }),
            !call.path.places.contains("number"), call.body?.places.contains("number") != true
        {
            own.report(Diagnostic("configuration.provider-cursor", at: own.position(of: "paging"), value: "{number}"))
        }
        guard let call, let entries, let id else { return nil }
        return ProviderAPI.List(call: call, entries: entries, id: id, fields: fields, only: only, paging: paging)
    }

    /// `paging: { cursor: PLACE, kept: yes }`, `{ number: 1 }`, `{ next: PLACE }`, `{ link: yes }`.
    private func providerPaging(_ reader: inout YAMLReader) -> ProviderAPI.Paging {
        guard var own = reader.nested("paging") else { return .none }
        defer { reader.take(own) }
        let cursor = providerPlace("cursor", &own)
        let isKept = own.flag("kept") ?? false
        let number = own.integer("number", in: 0...1)
        let next = providerPlace("next", &own)
        let link = own.flag("link") ?? false
        switch (cursor, number, next, link) {
        case (.some(let place), nil, nil, false): return .cursor(place: place, isKept: isKept)
        case (nil, .some(let first), nil, false): return .number(from: first)
        case (nil, nil, .some(let place), false): return .next(place: place)
        case (nil, nil, nil, true): return .link
        default:
            own.report(Diagnostic("configuration.provider-paging", at: own.position))
            return .none
        }
    }

    private mutating func providerFetch(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.Fetch? {
        guard var own = reader.nested("fetch") else { return nil }
        defer { reader.take(own) }
        let call = providerCall("fetch", &own, known, method: "GET")
        let base64 = providerPlace("base64", &own)
        let text = providerPlace("text", &own)
        let json = providerPlace("json", &own)
        let fileName = providerPlace("fileName", &own)
        let types = own.texts("types")
        var content = ProviderAPI.Content.whole
        switch (base64, text, json) {
        case (nil, nil, nil): break
        case (.some(let place), nil, nil): content = .base64(place)
        case (nil, .some(let place), nil): content = .text(place)
        case (nil, nil, .some(let place)): content = .json(place)
        default: own.report(Diagnostic("configuration.provider-content", at: own.position))
        }
        if content == .whole, types.isEmpty {
            own.report(Diagnostic("configuration.provider-types", at: own.position))
        }
        return call.map {
            ProviderAPI.Fetch(
                call: $0, content: content, fileName: fileName, types: Set(types.map { $0.lowercased() }))
        }
    }

    private mutating func providerConfirm(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.Confirm? {
        guard var own = reader.nested("confirm") else { return nil }
        defer { reader.take(own) }
        let call = providerCall("confirm", &own, known, method: "POST")
        let already = statuses("already", &own)
        return call.map { ProviderAPI.Confirm(call: $0, already: already ?? [404, 409, 410]) }
    }

    private mutating func providerSend(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.Send? {
        guard var own = reader.nested("send") else { return nil }
        defer { reader.take(own) }
        let facts = known.union(ProviderAPI.documentPlaces)
        let call = providerCall("send", &own, facts.union(["base64", "text"]), method: "POST")
        let answers = readAnswers(&own)
        var verdict: ProviderAPI.Verdict?
        if var inner = own.nested("outcome") {
            _ = inner.required("at")
            _ = inner.required("done")
            let place = providerPlace("at", &inner)
            let (done, refused) = (inner.texts("done"), inner.texts("refused"))
            let retry = inner.texts("retry")
            verdict = place.map {
                ProviderAPI.Verdict(place: $0, done: Set(done), refused: Set(refused), retry: Set(retry))
            }
            own.take(inner)
        }
        let query = providerQuery(&own, facts)
        return call.map { ProviderAPI.Send(call: $0, answers: answers, verdict: verdict, query: query) }
    }

    private mutating func providerQuery(_ reader: inout YAMLReader, _ known: Set<String>) -> ProviderAPI.Query? {
        guard var own = reader.nested("ask") else { return nil }
        defer { reader.take(own) }
        let call = providerCall("ask", &own, known, method: "GET")
        _ = own.required("found")
        let found = providerPlace("found", &own)
        let settle = own.seconds("settle", upTo: 30)
        guard let call, let found else { return nil }
        return ProviderAPI.Query(call: call, found: found, settleSeconds: settle ?? 5)
    }

    private func providerLimits(_ reader: inout YAMLReader) -> ProviderAPI.Limits {
        var limits = ProviderAPI.Limits(page: 100, perPoll: 1_000, bytes: 32 << 20)
        guard var own = reader.nested("limits") else { return limits }
        if let page = own.integer("page", in: 1...1_000) { limits.page = page }
        if let most = own.integer("perPoll", in: 1...10_000) { limits.perPoll = most }
        if let bytes = own.bytes("bytes") { limits.bytes = min(max(1_024, bytes), 256 << 20) }
        reader.take(own)
        return limits
    }
}

extension ProviderAPI {
    /// Places that say which document is sent.
    public static let documentPlaces: Set<String> = [
        "key", "fileName", "type", "documentID", "orderKey", "mediaType",
    ]
    /// Places that no setting may be called by.
    static let ownPlaces: Set<String> = documentPlaces.union([
        "id", "cursor", "page", "number", "token", "base64", "text",
    ])
}
