import Diagnostics
import Intake
import Mapping

extension Draft {
    /// The key `postgres` of a back end.
    mutating func readPostgres(
        _ reader: inout YAMLReader, owner: PathOwner, secrets: (SecretReference) -> String?
    ) -> PostgresBackend? {
        let address = readDatabase(&reader, timeoutSeconds: 30, secrets: secrets)
        let statement = reader.requiredText("statement")
        var parameters: [PostgresBackend.Parameter] = []
        for name in reader.texts("parameters") {
            guard let parameter = PostgresBackend.Parameter(rawValue: name) else {
                reader.reportNotChoice(
                    name, at: reader.position(of: "parameters"), key: "parameters",
                    known: PostgresBackend.Parameter.allCases.map(\.rawValue))
                continue
            }
            parameters.append(parameter)
        }
        if parameters.isEmpty { parameters = PostgresBackend.usualParameters }
        let answers = readSQLStates(&reader)
        guard let address, let statement else { return nil }
        let named = SQLText(statement).parameters
        let last = named.max() ?? 0
        let facts = ["owner": owner.words, "list": parameters.map(\.rawValue).joined(separator: ", ")]
        guard last <= parameters.count, (1...max(1, last)).allSatisfy(named.contains) else {
            reader.report(
                Diagnostic(
                    "configuration.sql-parameters", at: reader.position(of: "statement"),
                    value: named.sorted().map { "$\($0)" }.joined(separator: ", "), facts: facts))
            return nil
        }
        return PostgresBackend(
            database: address, statement: statement, parameters: Array(parameters.prefix(last)), answers: answers)
    }

    /// What a back end declares and its statement cannot hold to.
    func checkPostgres(
        _ postgres: PostgresBackend, _ abilities: BackendAbilities, _ owner: PathOwner, _ reader: inout YAMLReader
    ) {
        func miss(_ parameter: PostgresBackend.Parameter, _ key: String) {
            reader.report(
                Diagnostic(
                    "configuration.sql-parameter-missing", at: reader.position(of: key), value: parameter.rawValue,
                    facts: ["owner": owner.words, "key": key]))
        }
        if abilities.honoursKey, !postgres.parameters.contains(.key) { miss(.key, "honoursKey") }
        if !abilities.takes.isEmpty, !postgres.parameters.contains(.purpose) { miss(.purpose, "takes") }
    }

    /// The keys of a database: `url`, `connectTimeout`, `timeout`.
    mutating func readDatabase(
        _ reader: inout YAMLReader, timeoutSeconds: Double, secrets: (SecretReference) -> String?
    ) -> PostgresAddress? {
        let connect = reader.seconds("connectTimeout", upTo: 120)
        let timeout = reader.seconds("timeout", upTo: 3_600)
        guard let node = reader.required("url"), let text = reader.text(of: node),
            let url = secret(text, at: node.position, secrets)
        else { return nil }
        let shown = HTTPText.withoutSecrets(text)
        guard ["postgres://", "postgresql://"].contains(where: { url.reveal().hasPrefix($0) }),
            url.reveal().utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            report("configuration.database-url", at: node.position, value: shown)
            return nil
        }
        return PostgresAddress(
            url: url, shownURL: shown, connectSeconds: connect ?? 5, timeoutSeconds: timeout ?? timeoutSeconds)
    }

    /// The key `answers`: what its errors mean.
    private func readSQLStates(_ reader: inout YAMLReader) -> SQLStateRules {
        var rules = SQLStateRules(keyConstraint: reader.text("keyConstraint"))
        guard var inner = reader.nested("answers") else { return rules }
        rules.duplicate = states("duplicate", &inner)
        rules.retry = states("retry", &inner)
        if let twice = rules.duplicate.intersection(rules.retry).min() {
            inner.report(Diagnostic("configuration.status-twice", at: inner.position, value: twice))
        }
        reader.take(inner)
        return rules
    }

    private func states(_ key: String, _ reader: inout YAMLReader) -> Set<String> {
        var states: Set<String> = []
        for text in reader.texts(key) {
            guard SQLStateRules.isState(text) else {
                reader.report(
                    Diagnostic("configuration.sqlstate-form", at: reader.position(of: key), value: text))
                continue
            }
            states.insert(text)
        }
        return states
    }
}
