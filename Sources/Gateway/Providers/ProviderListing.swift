import Channels
import ConfigurationFiles
import Diagnostics
import Orders

/// A page of what a provider has for us.
struct ProviderPage: Sendable {
    /// Something that is to be fetched.
    struct Entry: Sendable, Hashable {
        var id: String
        /// What later calls name of it.
        var fields: [String: String]
    }

    var entries: [Entry]
    /// What is in the list and cannot be fetched, since it does not say its id: as it stands there, and why.
    var unusable: [(text: String, fault: Diagnostic)]
    /// How many stood in the list, those that do not count included.
    var count: Int
    /// Behind what the next page is.
    var cursor: String?
    /// Where the next page is.
    var link: String?

    /// The longest id, cursor and field, in bytes of UTF-8.
    static let longestText = 500

    /// Reads an answer to the list call.
    init(_ answer: Answer, _ list: ProviderAPI.List, _ caller: ProviderCaller) throws(ProviderCaller.Fault) {
        func misfit(_ place: String, _ expected: String, _ value: JSONValue?) -> Diagnostic {
            let shown = value.map { String(decoding: $0.bytes.prefix(200), as: UTF8.self) }
            return caller.fault(
                "provider.answer-form", list.call, value: shown ?? "nothing", facts: ["expected": expected],
                at: Position(path: place))
        }
        guard let root = ProviderAnswer(answer.body)?.root else {
            throw ProviderCaller.Fault(
                kind: .refused,
                diagnostic: caller.fault(
                    "provider.answer-form", list.call,
                    value: DeliverySender.plain(String(decoding: answer.body.prefix(200), as: UTF8.self)),
                    facts: ["expected": "JSON or XML"], at: Position(path: ".")))
        }
        guard let items = root.found(at: list.entries) else {
            throw ProviderCaller.Fault(
                kind: .refused, diagnostic: misfit(list.entries, "the list of entries", root))
        }
        count = items.count
        entries = []
        unusable = []
        var seen: Set<String> = []
        for (place, item) in items.enumerated() {
            let counts = list.only.allSatisfy { key, values in item.text(at: key).map(values.contains) ?? false }
            guard counts else { continue }
            let path = "\(list.entries)[\(place)].\(list.id)"
            guard let id = item.text(at: list.id), Self.isUsable(id) else {
                let text = String(decoding: item.bytes.prefix(65_536), as: UTF8.self)
                unusable.append((text, misfit(path, "the entry's id", item)))
                continue
            }
            guard seen.insert(id).inserted else { continue }
            var fields: [String: String] = [:]
            for (name, at) in list.fields { fields[name] = item.text(at: at).flatMap { Self.isUsable($0) ? $0 : nil } }
            guard fields.count == list.fields.count else {
                let missing = list.fields.keys.filter { fields[$0] == nil }.sorted().joined(separator: ", ")
                let text = String(decoding: item.bytes.prefix(65_536), as: UTF8.self)
                unusable.append((text, misfit("\(list.entries)[\(place)]", "the entry's \(missing)", item)))
                continue
            }
            entries.append(Entry(id: id, fields: fields))
        }
        switch list.paging {
        case .none, .number: break
        case .cursor(let place, _): cursor = root.text(at: place).flatMap { Self.isUsable($0) ? $0 : nil }
        case .next(let place): link = root.text(at: place).map(caller.resolved)
        case .link:
            link = answer.headers.filter { $0.name.lowercased() == "link" }.lazy
                .compactMap { Self.next(in: $0.value) }.first.map(caller.resolved)
        }
    }

    private static func isUsable(_ text: String) -> Bool {
        1...longestText ~= text.utf8.count && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The target of the relation `next` in a header: `<https://…?page=2>; rel="next"` (RFC 8288, 3).
    static func next(in header: String) -> String? {
        for part in header.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let target = pieces.first, target.hasPrefix("<"), let end = target.firstIndex(of: ">") else {
                continue
            }
            let isNext = pieces.dropFirst().contains {
                let relation = $0.replacing("\"", with: "").split(separator: "=").map(String.init)
                return relation.count == 2 && relation[0].lowercased() == "rel"
                    && relation[1].split(separator: " ").contains { $0.lowercased() == "next" }
            }
            if isNext { return String(target[target.index(after: target.startIndex)..<end]) }
        }
        return nil
    }
}

/// A document as a provider gave it.
struct ProviderDocument: Sendable {
    var bytes: [UInt8]
    var fileName: String?
    var contentType: String?

    /// Reads an answer to the fetch call.
    init(_ answer: Answer, _ fetch: ProviderAPI.Fetch, _ caller: ProviderCaller) throws(ProviderCaller.Fault) {
        func misfit(_ place: String, _ expected: String, _ value: String) -> ProviderCaller.Fault {
            ProviderCaller.Fault(
                kind: .refused,
                diagnostic: caller.fault(
                    "provider.answer-form", fetch.call, value: DeliverySender.plain(value),
                    facts: ["expected": expected], at: Position(path: place)))
        }
        let beginning = String(decoding: answer.body.prefix(200), as: UTF8.self)
        let type = answer.header("Content-Type")
        let media = (type ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        if !fetch.types.isEmpty, !fetch.types.contains(media) {
            throw misfit(
                ".", "a body of \(fetch.types.sorted().joined(separator: ", "))", media.isEmpty ? "none" : media)
        }
        let root = fetch.content == .whole && fetch.fileName == nil ? nil : ProviderAnswer(answer.body)?.root
        fileName = fetch.fileName.flatMap { root?.text(at: $0) }
        switch fetch.content {
        case .whole:
            bytes = answer.body
            contentType = type
        case .base64(let place):
            guard let text = root?.text(at: place) else { throw misfit(place, "the document in base64", beginning) }
            guard let decoded = Base64Text.decoded(text) else {
                throw misfit(place, "base64 (RFC 4648, 4)", String(text.prefix(200)))
            }
            bytes = decoded
        case .text(let place):
            guard let text = root?.text(at: place) else { throw misfit(place, "the document's text", beginning) }
            bytes = Array(text.utf8)
        case .json(let place):
            guard let value = root?.found(at: place)?.first, case .object = value else {
                throw misfit(place, "the document, an object of JSON", beginning)
            }
            bytes = Array(value.bytes)
            contentType = "application/json"
        }
        if bytes.isEmpty { throw misfit(".", "a document that is not empty", beginning) }
    }
}
