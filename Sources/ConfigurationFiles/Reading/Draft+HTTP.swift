import Diagnostics
import Intake
import Mapping

extension Draft {
    /// The key `http` of a back end.
    ///
    /// - Parameters:
    ///   - takesAnswers: whether `answers` says what statuses mean.
    ///   - holdsSecret: whether the body holds a secret.
    mutating func readHTTP(
        _ reader: inout YAMLReader, takesAnswers: Bool = true, holdsSecret: Bool = false,
        secrets: (SecretReference) -> String?
    ) -> HTTPBackend? {
        let address = readURL(&reader, secrets: secrets)
        let headers = readHeaders(&reader, secrets: secrets)
        let keyHeader = reader.text("keyHeader")
        if let keyHeader, !HTTPText.isToken(keyHeader) {
            let place = reader.optional("keyHeader")?.position ?? reader.position
            reader.report(Diagnostic("configuration.header-form", at: place, value: keyHeader))
        }
        let connect = reader.seconds("connectTimeout", upTo: 3_600)
        let timeout = reader.seconds("timeout", upTo: 3_600)
        let answers = takesAnswers ? readAnswers(&reader) : AnswerRules()
        guard var address else { return nil }
        address.isSecret = address.isSecret || holdsSecret
        warnOfClearText(address, headers, &reader)
        return HTTPBackend(
            url: address.url, shownURL: address.shown, headers: headers, keyHeader: keyHeader ?? "Idempotency-Key",
            connectSeconds: connect ?? 5, timeoutSeconds: timeout ?? 30, answers: answers)
    }

    /// The key `orders` of a back end: where it lists what it holds.
    mutating func readListing(_ reader: inout YAMLReader, secrets: (SecretReference) -> String?) -> PagedResource? {
        guard var own = reader.nested("orders") else { return nil }
        defer { reader.take(own) }
        return readPages(&own, page: 500, secrets: secrets)
    }

    /// A URL that is read page by page.
    mutating func readPages(
        _ own: inout YAMLReader, page length: Int, secrets: (SecretReference) -> String?
    ) -> PagedResource? {
        let address = readURL(&own, secrets: secrets)
        let headers = readHeaders(&own, secrets: secrets)
        let page = own.integer("page", in: 1...1_000)
        let connect = own.seconds("connectTimeout", upTo: 120)
        let timeout = own.seconds("timeout", upTo: 120)
        guard let address else { return nil }
        warnOfClearText(address, headers, &own)
        return PagedResource(
            url: address.url, shownURL: address.shown, headers: headers, page: page ?? length,
            connectSeconds: connect ?? 5, timeoutSeconds: timeout ?? 60)
    }

    private mutating func warnOfClearText(
        _ address: (url: Secret, shown: String, isSecret: Bool), _ headers: [HTTPBackend.Header],
        _ reader: inout YAMLReader
    ) {
        guard HTTPText.crossesNetworkInClear(address.url.reveal()), address.isSecret || !headers.isEmpty else { return }
        let place = reader.optional("url")?.position ?? reader.position
        report("configuration.url-in-clear", .warning, at: place, value: address.shown)
    }

    private mutating func readURL(
        _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> (url: Secret, shown: String, isSecret: Bool)? {
        guard let node = reader.required("url"), let text = reader.text(of: node) else { return nil }
        guard let url = secret(text, at: node.position, secrets) else { return nil }
        let shown = HTTPText.withoutSecrets(text)
        guard HTTPText.isURL(url.reveal()) else {
            report("configuration.url-form", at: node.position, value: shown)
            return nil
        }
        return (url, shown, shown != url.reveal())
    }

    private mutating func readHeaders(
        _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> [HTTPBackend.Header] {
        var headers: [HTTPBackend.Header] = []
        for entry in reader.entries("headers") {
            guard HTTPText.isToken(entry.key.text) else {
                report("configuration.header-form", at: entry.key.position, value: entry.key.text)
                continue
            }
            guard let text = reader.text(of: entry.value),
                let value = secret(text, at: entry.value.position, secrets)
            else { continue }
            guard HTTPText.isFieldValue(value.reveal()) else {
                report("configuration.header-value", at: entry.value.position, value: entry.key.text)
                continue
            }
            headers.append(HTTPBackend.Header(entry.key.text, value))
        }
        return headers
    }

    /// The key `answers`: what is declared a success or a duplicate is no reason to try again.
    func readAnswers(_ reader: inout YAMLReader) -> AnswerRules {
        var rules = AnswerRules()
        guard var inner = reader.nested("answers") else { return rules }
        let success = statuses("success", &inner)
        let duplicate = statuses("duplicate", &inner)
        let retry = statuses("retry", &inner)
        if let success { rules.success = success }
        if let duplicate { rules.duplicate = duplicate }
        if success != nil, duplicate == nil { rules.duplicate.subtract(rules.success) }
        if duplicate != nil, success == nil { rules.success.subtract(rules.duplicate) }
        rules.retry = retry ?? rules.retry.subtracting(rules.success).subtracting(rules.duplicate)
        let declared = [success, duplicate, retry].compactMap { $0 }
        if let twice = declared.flatMap({ $0 }).sorted().firstRepeated {
            inner.report(Diagnostic("configuration.status-twice", at: inner.position, value: "\(twice)"))
        }
        reader.take(inner)
        return rules
    }

    func statuses(_ key: String, _ reader: inout YAMLReader) -> Set<Int>? {
        guard let node = reader.optional(key) else { return nil }
        var statuses: Set<Int> = []
        for text in reader.texts(key) {
            guard let range = HTTPText.statuses(text) else {
                reader.report(Diagnostic("configuration.status-form", at: node.position, value: text))
                continue
            }
            statuses.formUnion(range)
        }
        return statuses
    }
}

extension [Int] {
    /// The first number that its successor repeats, in a sorted list.
    fileprivate var firstRepeated: Int? { zip(self, dropFirst()).first { $0 == $1 }?.0 }
}
