import Diagnostics
import Intake
import Mapping
import XMLFormat

extension Draft {
    /// The key `soap` of a back end.
    mutating func readSOAP(
        _ reader: inout YAMLReader, owner: PathOwner, secrets: (SecretReference) -> String?
    ) -> SOAPBackend? {
        let token = readToken(&reader, secrets: secrets)
        let http = readHTTP(&reader, takesAnswers: false, holdsSecret: token != nil, secrets: secrets)
        var version = SOAPVersion.v11
        if let text = reader.text("version") {
            if let known = SOAPVersion(rawValue: text) {
                version = known
            } else {
                reader.reportNotChoice(
                    text, at: reader.position(of: "version"), key: "version",
                    known: SOAPVersion.allCases.map(\.rawValue))
            }
        }
        let action = SOAPTemplate(reader.text("action") ?? "")
        let body = SOAPTemplate(reader.text("body") ?? "{xml}")
        checkAction(action, &reader)
        checkBody(body, version, &reader)
        let answers = readFaults(&reader)
        return http.map {
            SOAPBackend(http: $0, version: version, action: action, body: body, token: token, answers: answers)
        }
    }

    private func checkAction(_ action: SOAPTemplate, _ reader: inout YAMLReader) {
        let unknown = action.places.subtracting(SOAPBackend.facts).sorted()
        let isPlain = action.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
        guard !isPlain || !unknown.isEmpty else { return }
        reader.report(
            Diagnostic(
                "configuration.soap-action", at: reader.position(of: "action"), value: action.text,
                facts: ["known": SOAPBackend.facts.joined(separator: ", ")]))
    }

    private func checkBody(_ body: SOAPTemplate, _ version: SOAPVersion, _ reader: inout YAMLReader) {
        let known = SOAPTemplate.documentPlaces + SOAPBackend.facts
        let unknown = body.places.subtracting(known).sorted()
        var reason = body.fault(in: version)
        if let first = unknown.first { reason = "{\(first)} is nothing that is known here" }
        if body.places.isDisjoint(with: SOAPTemplate.documentPlaces) { reason = "the document has no place in it" }
        guard let reason else { return }
        reader.report(
            Diagnostic(
                "configuration.soap-body", at: reader.position(of: "body"), value: body.text,
                facts: ["reason": reason, "known": known.joined(separator: ", ")]))
    }

    /// A document that is no XML has no place as an element.
    func checkSOAP(
        _ soap: SOAPBackend, _ payload: Backend.Payload, _ abilities: BackendAbilities, _ reader: inout YAMLReader
    ) {
        guard soap.body.places.contains("xml") else { return }
        var reason: String?
        if case .canonical = payload { reason = "canonical documents are JSON, which is no element" }
        if abilities.takes.contains(.transfers) { reason = "the steps of transfers are JSON, which is no element" }
        guard let reason else { return }
        reader.report(
            Diagnostic(
                "configuration.soap-body", at: reader.position(of: "soap"), value: soap.body.text,
                facts: ["reason": reason, "known": "text, base64"]))
    }

    private mutating func readToken(
        _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> SOAPBackend.Token? {
        guard var own = reader.nested("usernameToken") else { return nil }
        defer { reader.take(own) }
        let username = own.requiredText("username")
        let isDigest = own.flag("digest") ?? false
        guard let node = own.required("password"), let text = own.text(of: node),
            let password = secret(text, at: node.position, secrets), let username
        else { return nil }
        return SOAPBackend.Token(username: username, password: password, isDigest: isDigest)
    }

    /// The key `answers`: what its faults mean.
    private func readFaults(_ reader: inout YAMLReader) -> SOAPRules {
        guard var inner = reader.nested("answers") else { return SOAPRules() }
        let rules = SOAPRules(
            duplicate: Set(inner.texts("duplicate")), retry: Set(inner.texts("retry")),
            refused: Set(inner.texts("refused")))
        let twice = rules.duplicate.intersection(rules.retry).union(
            rules.refused.intersection(rules.duplicate.union(rules.retry)))
        if let name = twice.min() {
            inner.report(Diagnostic("configuration.status-twice", at: inner.position, value: name))
        }
        reader.take(inner)
        return rules
    }
}
