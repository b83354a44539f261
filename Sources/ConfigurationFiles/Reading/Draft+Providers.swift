import Diagnostics
import Mapping

extension Draft {
    /// One entry of `providers`: who we are at a provider, and by which description it is spoken to.
    mutating func readProvider(_ entry: YAMLEntry, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(entry.value)
        let name = entry.key.text
        let described = reader.requiredText("api")
        if let described { mention(.providerAPI, described, at: reader.position(of: "api")) }
        let partner = reader.text("partner")
        if let partner { mention(.partner, partner, at: reader.position(of: "partner")) }
        let url = reader.optional("url")
        let every = reader.seconds("every", upTo: 86_400)
        let given = providerSettings(&reader, secrets: secrets)
        finish(reader)
        guard define(.provider, name, at: entry.key.position), let described, let api = providerAPIs[described] else {
            return
        }
        var address = api.url
        if let url {
            guard let text = url.text, let secret = secret(text, at: url.position, secrets),
                HTTPText.isURL(secret.reveal()), !text.contains("?")
            else { return report("configuration.url-form", at: url.position, value: url.text) }
            address = ProviderAPI.base(secret.reveal())
        }
        if partner != nil, api.list == nil {
            report(
                "configuration.provider-list", at: reader.position(of: "partner"), value: described,
                facts: ["provider": name])
        }
        checkSettings(Set(given.keys), of: api, account: name, at: entry.key.position)
        if HTTPText.crossesNetworkInClear(address) {
            report("configuration.url-in-clear", .warning, at: entry.key.position, value: address)
        }
        installation.providers.append(
            ProviderAccount(
                name: name, api: api, url: address, partner: partner, settings: given,
                everySeconds: max(0.1, every ?? api.everySeconds)))
    }

    /// `outbound: { provider: { name: kontur, settings: { … } } }`: the account, with settings of the partner's own.
    mutating func readProviderChannel(
        _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> ProviderAccount? {
        let name = reader.requiredText("name")
        if let name { mention(.provider, name, at: reader.position(of: "name")) }
        let place = reader.position(of: "settings")
        let given = providerSettings(&reader, secrets: secrets)
        guard let name, var account = installation.providers.first(where: { $0.name == name }) else { return nil }
        let unknown = Set(given.keys).subtracting(account.api.settings + account.api.channelSettings)
        for key in unknown.sorted() { reportSetting(key, of: account.api, at: place) }
        account.settings.merge(given) { $1 }
        for key in account.api.channelSettings where account.settings[key] == nil {
            report(
                "configuration.provider-setting-missing", at: reader.position, value: key,
                facts: ["provider": account.name])
        }
        if account.api.send == nil {
            report(
                "configuration.provider-send", at: reader.position, value: account.api.name,
                facts: ["provider": account.name])
        }
        return account
    }

    private mutating func providerSettings(
        _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> [String: Secret] {
        var given: [String: Secret] = [:]
        for entry in reader.entries("settings") {
            guard let text = reader.text(of: entry.value) else { continue }
            given[entry.key.text] = secret(text, at: entry.value.position, secrets) ?? Secret("")
        }
        return given
    }

    private mutating func checkSettings(
        _ given: Set<String>, of api: ProviderAPI, account: String, at position: Position
    ) {
        for key in api.settings where !given.contains(key) {
            report(
                "configuration.provider-setting-missing", at: position, value: key, facts: ["provider": account])
        }
        for key in given.subtracting(api.settings + api.channelSettings).sorted() {
            reportSetting(key, of: api, at: position)
        }
    }

    private mutating func reportSetting(_ key: String, of api: ProviderAPI, at position: Position) {
        let known = api.settings + api.channelSettings
        report(
            "configuration.provider-setting-unknown", at: position, value: key,
            facts: [
                "api": api.name, "known": known.isEmpty ? "none" : known.joined(separator: ", "),
                "nearest": NearestName.to(key, among: known) ?? "none",
            ])
    }
}

extension ProviderAPI {
    /// A base URL without the slash at its end.
    static func base(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
}
