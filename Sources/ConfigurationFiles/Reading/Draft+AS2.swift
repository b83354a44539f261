import Diagnostics
import Intake
import Mapping

extension Draft {
    /// The key `as2` of the main file: who we are.
    mutating func readAS2Station(_ node: YAMLNode, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(node)
        var station = AS2Station()
        station.name = as2Name("name", &reader)
        if let node = reader.optional("url"), let text = reader.text(of: node) {
            if HTTPText.isURL(text) {
                station.url = text
            } else {
                report("configuration.url-form", at: node.position, value: text)
            }
        }
        if let size = reader.bytes("largest") { station.largest = min(size, 1_000_000_000) }
        for node in reader.list("certificates") {
            var own = YAMLReader(node)
            let file = certificateFile(&own, secrets: secrets)
            let key = own.required("key").flatMap { node in
                own.text(of: node).flatMap { fileText($0, at: node.position, secrets) }
            }
            let passphrase = own.optional("passphrase").flatMap { node in
                own.text(of: node).flatMap { secret($0, at: node.position, secrets) }
            }
            finish(own)
            guard let file, let key else { continue }
            station.certificates.append(AS2Station.OwnCertificate(file: file, key: key, passphrase: passphrase))
        }
        finish(reader)
        installation.as2 = station
    }

    /// The key `as2` of a partner.
    mutating func readAS2Partner(_ node: YAMLNode, secrets: (SecretReference) -> String?) -> AS2Partner? {
        var reader = YAMLReader(node)
        _ = reader.required("name")
        let name = as2Name("name", &reader)
        let ownName = as2Name("ownName", &reader) ?? installation.as2?.name
        if ownName == nil, name != nil {
            report("configuration.as2-own-name", at: node.position, value: name)
        }
        var certificates: [CertificateFile] = []
        let listed = reader.list("certificates")
        let certificateCount = listed.count
        for node in listed {
            if let text = node.text {
                if let pem = fileText(text, at: node.position, secrets) {
                    certificates.append(CertificateFile(path: shown(text), pem: pem.reveal()))
                }
                continue
            }
            var own = YAMLReader(node)
            if let file = certificateFile(&own, secrets: secrets) { certificates.append(file) }
            finish(own)
        }
        var requires: Set<AS2Partner.Requirement> = [.signed]
        if reader.optional("requires") != nil { requires = Set(as2Choices("requires", &reader)) }
        let allows: Set<AS2Partner.WeakAlgorithm> = Set(as2Choices("allow", &reader))
        let hosts = Set(reader.texts("receiptHosts").map { $0.lowercased() })
        let place = reader.position(of: "requires")
        finish(reader)
        guard let name, let ownName else { return nil }
        if requires.contains(.signed), certificates.isEmpty, certificateCount == 0 {
            report("configuration.as2-certificates", at: node.position, value: name)
        }
        if !requires.contains(.signed) {
            report("configuration.as2-unsigned", .warning, at: place, value: name)
        }
        let pair = "\(name)\n\(ownName)"
        if let first = as2Places[pair] {
            report(
                "configuration.as2-twice", at: node.position, value: name,
                facts: ["own": ownName, "first": first.place])
        }
        as2Places[pair] = node.position
        return AS2Partner(
            name: name, ownName: ownName, certificates: certificates, requires: requires, allows: allows,
            receiptHosts: hosts)
    }

    /// The key `as2` of a partner's `outbound`.
    mutating func readAS2Channel(
        _ reader: inout YAMLReader, owner: PathOwner, secrets: (SecretReference) -> String?
    ) -> AS2Channel? {
        let sign: AS2Channel.Signing? = reader.choice("sign")
        let encrypt: AS2Channel.Encryption? = reader.choice("encrypt")
        let compress: AS2Channel.Compression? = reader.choice("compress")
        let receipt: AS2Channel.ReceiptMode? = reader.choice("mdn")
        let isSigned = reader.flag("mdnSigned")
        let within = reader.seconds("mdnWithin", upTo: 30 * 86_400)
        let asynchronous = receipt == .async ? reader.position(of: "mdn") : nil
        let http = readHTTP(&reader, takesAnswers: false, secrets: secrets)
        if let asynchronous, installation.as2?.url == nil {
            report("configuration.as2-url", at: asynchronous, value: owner.name)
        }
        guard let http else { return nil }
        return AS2Channel(
            http: http, sign: sign ?? .sha256, encrypt: encrypt ?? .aes256CBC, compress: compress ?? .no,
            receipt: receipt ?? .sync, receiptIsSigned: isSigned ?? true, receiptWithin: within ?? 3_600)
    }

    /// What a partner's outbound way by AS2 needs of the rest of the configuration.
    mutating func checkAS2(_ partner: Partner, at position: Position) {
        guard case .as2(let channel) = partner.outbound?.channel.kind else { return }
        guard let as2 = partner.as2 else {
            return report("configuration.as2-missing", at: position, value: partner.id)
        }
        let weak = [channel.sign.rawValue, channel.encrypt.rawValue].compactMap(AS2Partner.WeakAlgorithm.init)
        for algorithm in weak where !as2.allows.contains(algorithm) {
            report("configuration.as2-weak", at: position, value: algorithm.rawValue)
        }
        if channel.encrypt != .no || channel.receipt != .none && channel.receiptIsSigned, as2.certificates.isEmpty {
            report("configuration.as2-certificates", at: position, value: as2.name)
        }
        if channel.sign != .no, installation.as2?.certificates.isEmpty ?? true {
            report("configuration.as2-own-certificate", at: position, value: partner.id)
        }
    }

    private mutating func certificateFile(
        _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> CertificateFile? {
        let node = reader.required("certificate")
        let useFrom = day("useFrom", &reader)
        guard let node, let path = reader.text(of: node), let pem = fileText(path, at: node.position, secrets) else {
            return nil
        }
        return CertificateFile(path: shown(path), pem: pem.reveal(), useFrom: useFrom)
    }

    /// The text of a file, or of what references to secrets give.
    private mutating func fileText(
        _ path: String, at position: Position, _ secrets: (SecretReference) -> String?
    ) -> Secret? {
        secret(path.contains("${") ? path : "${file:\(path)}", at: position, secrets)
    }

    private mutating func as2Name(_ key: String, _ reader: inout YAMLReader) -> String? {
        guard let node = reader.optional(key), let text = reader.text(of: node) else { return nil }
        let isName = (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isName { return text }
        report("configuration.as2-name", at: node.position, value: text)
        return nil
    }

    private func as2Choices<Value>(_ key: String, _ reader: inout YAMLReader) -> [Value]
    where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
        let place = reader.position(of: key)
        return reader.texts(key).compactMap { text in
            if let value = Value(rawValue: text) { return value }
            reader.reportNotChoice(text, at: place, key: key, known: Value.allCases.map(\.rawValue))
            return nil
        }
    }
}
