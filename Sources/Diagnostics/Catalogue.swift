/// The sentences of one language for every code: what is wrong, which rule says so, what to do about it.
public struct Catalogue: Sendable {
    /// The sentences of one code; names in braces stand for a diagnostic's facts, `{value}` for its value.
    public struct Entry: Sendable, Hashable {
        public let message: String
        public let rule: String
        public let fix: String

        /// The three sentences of a code.
        public init(_ message: String, rule: String, fix: String) {
            self.message = message
            self.rule = rule
            self.fix = fix
        }
    }

    public let language: String
    public let entries: [Code: Entry]

    /// A catalogue of the parts of a language; a code stands in one part only.
    public init(language: String, parts: [[Code: Entry]]) {
        self.language = language
        var entries: [Code: Entry] = [:]
        for part in parts {
            for (code, entry) in part {
                precondition(entries.updateValue(entry, forKey: code) == nil, "\(code) has two entries")
            }
        }
        self.entries = entries
    }

    /// The sentences for one diagnostic with its facts filled in; a code without an entry names itself.
    public func wording(of diagnostic: Diagnostic) -> Entry {
        guard let entry = entries[diagnostic.code] else {
            return Entry(diagnostic.code.rawValue, rule: "", fix: "")
        }
        return Entry(
            Self.fill(entry.message, from: diagnostic),
            rule: Self.fill(entry.rule, from: diagnostic),
            fix: Self.fill(entry.fix, from: diagnostic)
        )
    }

    /// The sentence without its clause on the nearest name, when there is none that is near.
    private static func withoutNearest(_ sentence: String, of diagnostic: Diagnostic) -> String {
        if let nearest = diagnostic.facts["nearest"], nearest != "none" { return sentence }
        guard let start = sentence.firstRange(of: "; the nearest is")?.lowerBound,
            let end = sentence[start...].firstRange(of: "{nearest}")?.upperBound
        else { return sentence }
        return String(sentence[..<start] + sentence[end...].drop { $0 == "`" })
    }

    private static func fill(_ sentence: String, from diagnostic: Diagnostic) -> String {
        guard sentence.contains("{") else { return sentence }
        var result = ""
        var rest = Substring(withoutNearest(sentence, of: diagnostic))
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += name == "value" ? diagnostic.value ?? "" : diagnostic.facts[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

extension Catalogue {
    /// The English sentences.
    public static let english = Catalogue(
        language: "en",
        parts: [
            syntaxEnglish,
            edifactEnglish,
            x12EnvelopeEnglish,
            x12MessageEnglish,
            x12WritingEnglish,
            tradacomsEnglish,
            tradacomsWritingEnglish,
            xmlEnglish,
            directoryEnglish,
            mappingEnglish,
            ordersEnglish,
            configurationEnglish,
            configurationRemoteEnglish,
            routeEnglish,
            milestoneEnglish, rehearsalEnglish, fenceEnglish, verifyEnglish, pollEnglish, masterEnglish,
            problemEnglish, watchEnglish, replayEnglish,
            signInEnglish,
            deliverEnglish, soapEnglish, as2English, contractEnglish,
            backendEnglish,
            intakeEnglish,
            apiEnglish,
            yamlEnglish,
            storeEnglish,
            receiveEnglish,
            remoteEnglish, providerEnglish, configurationProviderEnglish, mailboxEnglish,
            syntaxWritingEnglish,
            idocEnglish,
            flatFileEnglish,
            mappingShapeEnglish,
            mappingWritingEnglish,
        ]
    )
}
