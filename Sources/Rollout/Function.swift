/// One of the two systems that a site's functions live in while the order system is replaced.
public enum Side: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    case legacy
    case new

    public var other: Side { self == .legacy ? .new : .legacy }
}

/// The kinds of canonical document that are routed.
public enum DocumentKind: String, Sendable, Hashable, Codable, CaseIterable {
    case order
    case orderChange = "order-change"
    case orderCancellation = "order-cancellation"
}

/// A business capability that moves as one: `order-intake`, `despatch`.
public struct FunctionDefinition: Sendable, Hashable, Codable {
    /// When an order's side for a function is settled.
    public enum Binding: Sendable, Hashable, Codable {
        /// With the order itself.
        case birth
        /// When the function's first document of the order appears; until then it is unbound.
        case firstDocument
        /// Together with another function.
        case with(String)
    }

    public var name: String
    /// The canonical document types it handles, by name.
    public var documents: [String]
    /// True when its documents come from partners.
    public var inbound: Bool
    /// Whose documents it works from.
    public var needs: [String]
    /// Who must hear what it did.
    public var informs: [String]
    public var binds: Binding
    /// What becomes of later documents of an order once one is rejected for good; nil is ``RejectionPolicy/hold``.
    public var onRejection: RejectionPolicy?

    /// A function by its parts.
    public init(
        name: String, documents: [String], inbound: Bool, needs: [String] = [], informs: [String] = [], binds: Binding,
        onRejection: RejectionPolicy? = nil
    ) {
        self.name = name
        self.documents = documents
        self.inbound = inbound
        self.needs = needs
        self.informs = informs
        self.binds = binds
        self.onRejection = onRejection
    }

    /// The functions of a company that configures none of its own.
    public static let defaults: [FunctionDefinition] = [
        FunctionDefinition(
            name: "order-intake", documents: ["order", "order-change", "order-cancellation"], inbound: true,
            binds: .birth),
        FunctionDefinition(
            name: "order-response", documents: ["order-response"], inbound: false, needs: ["order-intake"],
            binds: .with("order-intake")),
        FunctionDefinition(
            name: "despatch", documents: ["despatch-advice"], inbound: false, needs: ["order-intake"],
            informs: ["order-intake"], binds: .firstDocument),
        FunctionDefinition(
            name: "receiving", documents: ["receiving-advice"], inbound: true, needs: ["despatch"],
            binds: .with("despatch")),
        FunctionDefinition(
            name: "invoicing", documents: ["invoice"], inbound: false, needs: ["despatch"], informs: ["order-intake"],
            binds: .firstDocument),
    ]
}

/// One function at one site: what a milestone moves.
public struct Cell: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var function: String
    public var site: String

    /// A cell by its function and site.
    public init(function: String, site: String) {
        self.function = function
        self.site = site
    }

    public var description: String { "\(function)@\(site)" }
    public static func < (left: Cell, right: Cell) -> Bool {
        (left.site, left.function) < (right.site, right.function)
    }
}

extension Cell: Codable, CodingKeyRepresentable {
    /// The cell of a text as ``description`` writes it, nil when it is none.
    public init?(_ text: some StringProtocol) {
        guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return nil }
        let site = text[text.index(after: at)...]
        guard !site.isEmpty else { return nil }
        self.init(function: String(text[..<at]), site: String(site))
    }

    public init?<Key: CodingKey>(codingKey: Key) { self.init(codingKey.stringValue) }
    public var codingKey: any CodingKey { TextKey(stringValue: description) }

    public init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard let cell = Cell(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no cell (function@site)"))
        }
        self = cell
    }

    /// The cell as `function@site`.
    public func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

    private struct TextKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
