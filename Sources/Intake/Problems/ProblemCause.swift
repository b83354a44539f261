public import Diagnostics

/// What failures fold by: those of one cause are one problem.
///
/// A fault of what somebody sent folds by sender, one of a back end by back end; both by function, site, code and the rule
/// that was broken.
public struct ProblemCause: Sendable, Hashable {
    /// What stands.
    public enum Kind: String, Sendable, Hashable, Codable {
        case document
        /// A copy, or a step of a transfer, of a document that itself did arrive.
        case delivery
        /// Bytes that nobody could read.
        case interchange
        /// What waits for a back end that is down.
        case backend
        /// What a partner should have sent, and did not.
        case silence
        /// What a back end should have said of an order, and did not.
        case expectation
    }

    public var kind: Kind
    /// The stage at which it stopped: read, map, route…
    public var stage: String
    /// The diagnostic's code.
    public var code: String
    /// Who sent it; nil where the cause is no matter of the sender's.
    public var sender: String?
    /// The back end whose fault or word it is.
    public var backend: String?
    public var function: String?
    public var site: String?
    /// Which rule was broken: the place in the message without its count, the code that is missing, what a back end said with its numbers
    /// taken out. Nil where the code says all.
    public var rule: String?

    /// What a failure is made of.
    ///
    /// - Parameters:
    ///   - fault: the diagnostic that names what is wrong, if there is one.
    ///   - heard: what a back end said.
    public init(
        _ kind: Kind, stage: String, code: String, sender: String, backend: String?, function: String?, site: String?,
        fault: Diagnostic?, heard: String?
    ) {
        self.kind = kind
        self.stage = stage
        self.code = code
        let isBackends = [DocumentStage.deliver, .write].contains { $0.rawValue == stage } && backend != nil
        self.backend = isBackends || kind == .delivery ? backend : nil
        self.sender = isBackends || kind == .delivery || Self.ofTheHouse.contains(code) ? nil : sender
        self.function = function
        self.site = site
        rule = Self.rule(code: code, fault: fault, heard: isBackends || kind == .delivery ? heard : nil)
    }

    /// A back end that is down.
    public static func down(_ backend: String) -> ProblemCause {
        ProblemCause(
            kind: .backend, stage: DocumentStage.deliver.rawValue, code: "deliver.backend-down", sender: nil,
            backend: backend, function: nil, site: nil, rule: nil)
    }

    /// What somebody outside does not do as agreed, and what waits for it.
    public static func standing(_ name: String, code: String, stage: DocumentStage) -> ProblemCause {
        ProblemCause(
            kind: .backend, stage: stage.rawValue, code: code, sender: nil, backend: name, function: nil, site: nil,
            rule: nil)
    }

    /// A partner that sends nothing while it should.
    public static func silent(_ partner: String) -> ProblemCause {
        ProblemCause(
            kind: .silence, stage: DocumentStage.receive.rawValue, code: "watch.partner-silent", sender: partner,
            backend: nil, function: nil, site: nil, rule: nil)
    }

    /// Answers of a back end that are late.
    public static func late(_ type: String, of backend: String?, function: String?, site: String?) -> ProblemCause {
        ProblemCause(
            kind: .expectation, stage: DocumentStage.deliver.rawValue, code: "watch.answer-late", sender: nil,
            backend: backend, function: function, site: site, rule: type)
    }

    /// A cause by its parts.
    public init(
        kind: Kind, stage: String, code: String, sender: String?, backend: String?, function: String?, site: String?,
        rule: String?
    ) {
        self.kind = kind
        self.stage = stage
        self.code = code
        self.sender = sender
        self.backend = backend
        self.function = function
        self.site = site
        self.rule = rule
    }

    /// Causes that the house itself set, whoever sent what waits.
    private static let ofTheHouse: Set<String> = ["route.births-held", "route.backend-missing", "route.owner-retired"]

    /// Causes that are one for each value: a code that is added lets all go that it blocked.
    private static let byValue: Set<String> = [
        "master.code-unknown", "master.code-conflict", "route.site-unknown", "route.buyer-unknown",
        "route.supplier-unknown", "route.function-unknown", "directory.code-unknown", "mapping.code-unknown",
        "orders.unit-unknown", "orders.currency-unknown",
    ]

    /// The longest rule, in characters.
    private static let longestRule = 160

    private static func rule(code: String, fault: Diagnostic?, heard: String?) -> String? {
        var parts: [String] = []
        if let fault, fault.code.rawValue == code {
            if let position = fault.position { parts += place(position) }
            if byValue.contains(code), let value = fault.value { parts.append(value) }
        } else if let heard {
            parts.append(pattern(of: heard))
        }
        let text = parts.joined(separator: " ")
        return text.isEmpty ? nil : String(text.prefix(longestRule))
    }

    /// The place as it is in every message of its kind: without the counts of what repeats.
    private static func place(_ position: Position) -> [String] {
        if let path = position.path { return [withoutCounts(path)] }
        return [[position.tag, position.element].compactMap(\.self).joined(separator: ".")].filter { !$0.isEmpty }
    }

    /// A path without what stands in brackets.
    private static func withoutCounts(_ path: String) -> String {
        var depth = 0
        var text = String.UnicodeScalarView()
        for sign in path.unicodeScalars {
            if sign == "[" { depth += 1 }
            if depth == 0 { text.append(sign) }
            if sign == "]" { depth = max(0, depth - 1) }
        }
        return String(text)
    }

    /// What was said without what differs from one document to the next: words with numbers, and what stands in quotes.
    static func pattern(of text: String) -> String {
        var words: [String] = []
        for (index, part) in text.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            guard index.isMultiple(of: 2) else {
                words.append("…")
                continue
            }
            for word in part.split(whereSeparator: \.isWhitespace) {
                words.append(word.unicodeScalars.contains { ("0"..."9").contains($0) } ? "#" : String(word))
            }
        }
        return words.joined(separator: " ")
    }

    /// The text that is equal for equal causes.
    public var text: String { Self.joined([family, rule]) }

    /// The same without the rule.
    public var family: String { Self.joined([kind.rawValue, stage, code, sender, backend, function, site]) }

    private static func joined(_ parts: [String?]) -> String { parts.map { $0 ?? "" }.joined(separator: "\u{1F}") }
}
