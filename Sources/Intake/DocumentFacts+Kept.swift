import Orders
public import Rollout

/// The facts of a document as they are kept beside it, so that rehearsing it does not read it again.
///
/// JSON with short names; what is empty is left out. The site facts that were asked for are all there, those without a value
/// as an empty list: whether they are the ones that today's rules ask for can be told.
extension DocumentFacts {
    /// The facts as they are kept. Lines that say the same of sites stand there as one.
    public var kept: String {
        var members: [(key: String, value: JSONValue)] = [
            ("action", .string(action.rawValue)), ("number", .string(orderNumber)), ("day", .string(day)),
            ("buyer", Self.json(buyer)), ("sites", Self.json(siteFacts)),
        ]
        if !supplier.isEmpty { members.append(("supplier", Self.json(supplier))) }
        if !deliveryParty.isEmpty { members.append(("to", Self.json(deliveryParty))) }
        if !requested.isEmpty { members.append(("wanted", .array(requested.map(Self.json)))) }
        if !lines.isEmpty { members.append(("lines", .array(alikeLines.map(Self.json)))) }
        if !otherOrderNumbers.isEmpty { members.append(("others", .array(otherOrderNumbers.map { .string($0) }))) }
        return String(decoding: JSONValue.object(members).bytes, as: UTF8.self)
    }

    /// Kept facts, with what the store has of the document in columns of its own; nil for a text that is no such facts.
    ///
    /// - Parameter contentHash: the hash of ``CanonicalDocument/contentBytes()``.
    public init?(
        kept text: String, document: String, sender: String, type: String, test: Bool, contentHash: String
    ) {
        guard let value = try? JSONValue.parse(text.utf8), case .object(let members) = value else { return nil }
        var action: Action?
        var number: String?
        var day: String?
        self.init(
            document: document, sender: sender, action: .original, type: type, orderNumber: "", buyer: [], day: "",
            test: test, contentHash: contentHash)
        for (name, value) in members {
            switch (name, value) {
            case ("action", .string(let text)): action = Action(rawValue: text)
            case ("number", .string(let text)): number = text
            case ("day", .string(let text)): day = text
            case ("buyer", _): buyer = Self.identifiers(value)
            case ("supplier", _): supplier = Self.identifiers(value)
            case ("to", _): deliveryParty = Self.identifiers(value)
            case ("sites", _): siteFacts = Self.siteFacts(value)
            case ("wanted", _): requested = Self.requests(value)
            case ("lines", .array(let values)): lines = values.compactMap(Self.line)
            case ("others", _): otherOrderNumbers = Self.texts(value)
            default: break
            }
        }
        guard let action, let number, let day else { return nil }
        self.action = action
        orderNumber = number
        self.day = day
    }

    /// The lines, those that say the same of sites as one, which asks for what any of them does.
    private var alikeLines: [LineFacts] {
        var alike: [LineFacts] = []
        var places: [[String: [String]]: Int] = [:]
        for line in lines {
            guard let place = places[line.siteFacts] else {
                places[line.siteFacts] = alike.count
                alike.append(line)
                continue
            }
            for request in line.requested where !alike[place].requested.contains(request) {
                alike[place].requested.append(request)
            }
        }
        return alike
    }

    // MARK: Written

    /// Scheme and value, one behind the other.
    private static func json(_ identifiers: [PartyIdentifier]) -> JSONValue {
        .array(identifiers.flatMap { [.string($0.scheme), .string($0.value)] })
    }

    private static func json(_ siteFacts: [String: [String]]) -> JSONValue {
        .object(
            siteFacts.sorted { $0.key < $1.key }.map { fact in
                (key: fact.key, value: .array(fact.value.map { .string($0) }))
            })
    }

    /// A day, and its moment behind it where that is known.
    private static func json(_ request: RequestedDelivery) -> JSONValue {
        guard let instant = request.instant else { return .string(request.day) }
        return .array([.string(request.day), .integer(Int(instant.microseconds))])
    }

    private static func json(_ line: LineFacts) -> JSONValue {
        .object([
            ("number", .string(line.number)), ("sites", json(line.siteFacts)),
            ("wanted", .array(line.requested.map(json))),
        ])
    }

    // MARK: Read

    private static func texts(_ value: JSONValue) -> [String] {
        guard case .array(let items) = value else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    private static func identifiers(_ value: JSONValue) -> [PartyIdentifier] {
        let parts = texts(value)
        return stride(from: 0, to: parts.count - 1, by: 2).map {
            PartyIdentifier(scheme: parts[$0], value: parts[$0 + 1])
        }
    }

    private static func siteFacts(_ value: JSONValue) -> [String: [String]] {
        guard case .object(let members) = value else { return [:] }
        return Dictionary(members.map { ($0.key, texts($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func requests(_ value: JSONValue) -> [RequestedDelivery] {
        guard case .array(let items) = value else { return [] }
        return items.compactMap { item in
            switch item {
            case .string(let day): return RequestedDelivery(day: day)
            case .array(let parts):
                guard parts.count == 2, case .string(let day) = parts[0], case .integer(let moment) = parts[1] else {
                    return nil
                }
                return RequestedDelivery(day: day, instant: Instant(microseconds: Int64(moment)))
            default: return nil
            }
        }
    }

    private static func line(_ value: JSONValue) -> LineFacts? {
        guard case .object(let members) = value else { return nil }
        var line = LineFacts(number: "")
        for (name, value) in members {
            switch (name, value) {
            case ("number", .string(let text)): line.number = text
            case ("sites", _): line.siteFacts = siteFacts(value)
            case ("wanted", _): line.requested = requests(value)
            default: break
            }
        }
        return line
    }
}
