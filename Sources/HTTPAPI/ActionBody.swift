import Diagnostics
import Foundation
import Hummingbird

/// The JSON body of an action. Members that it does not know are refused, so that a typing error never reads as "not
/// given"; and so are members that stand there twice, and texts longer than ``Problem/longestText``.
protocol ActionBody: Decodable {
    /// The names of all members.
    static var members: [String] { get }
    /// The members that are whole numbers, and those that are taken.
    static var wholeNumbers: [String: ClosedRange<Int>] { get }
}

extension ActionBody {
    static var wholeNumbers: [String: ClosedRange<Int>] { [:] }
}

extension HTTPAPI {
    /// The JSON body of an action; an empty body counts as one without members.
    func json<Body: ActionBody>(
        _ type: Body.Type, from request: Request, _ context: APIContext
    ) async throws -> Body {
        let reception = try Reception(
            request, context, limits: limits, largest: limits.largestRequest, tooLarge: "api.body-too-large")
        let bytes = try await reception.whole(upTo: limits.largestRequest)
        let data = bytes.isEmpty ? Data("{}".utf8) : Data(bytes)
        // RFC 8259, 8.1: UTF-8 and nothing else.
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
            throw Problem(.badRequest, "api.body-invalid", facts: ["fault": "it is no JSON"])
        }
        do {
            try check(JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed), type)
            if let name = RepeatedMember.first(in: bytes) {
                throw Problem(.badRequest, "api.member-repeated", value: name)
            }
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw Problem(.badRequest, "api.body-invalid", facts: ["fault": error.inWords])
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.badRequest, "api.body-invalid", facts: ["fault": "it is no JSON"])
        }
    }

    private func check<Body: ActionBody>(_ value: Any, _ type: Body.Type) throws {
        guard let object = value as? [String: Any] else { return }
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard type.members.contains(name) else {
                throw Problem(
                    .badRequest, "api.member-unknown", value: name,
                    facts: ["known": type.members.joined(separator: ", ")])
            }
            if let text = value as? String { try Problem.requireShort(text, name) }
            if let range = type.wholeNumbers[name], !(value is NSNull) { try Self.requireWhole(value, name, in: range) }
            for text in value as? [Any] ?? [value] {
                if let text = text as? String { try Problem.requirePlain(text, name, lines: name == "reason") }
            }
        }
    }
}

extension HTTPAPI {
    /// Refuses what is no whole number, naming those that are taken: a fraction, a text. Decoding refuses true and false; one
    /// that is out of range is told by who knows why.
    private static func requireWhole(_ value: Any, _ name: String, in range: ClosedRange<Int>) throws {
        if value is Int { return }
        let end = range.upperBound == .max ? "\(range.lowerBound) on" : "\(range.lowerBound) to \(range.upperBound)"
        throw Problem.parameter(name, value: "\(value)", expected: "a whole number from \(end)")
    }
}

extension DecodingError {
    /// What is wrong with a JSON body, in a phrase.
    fileprivate var inWords: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.place(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context): "\(Self.place(context.codingPath)) is not \(Self.word(for: type))"
        case .valueNotFound(_, let context): "\(Self.place(context.codingPath)) is null"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is no JSON" : "\(Self.place(context.codingPath)) is invalid"
        @unknown default: "it is not what the action takes"
        }
    }

    /// `numbers[0]`; the body itself is "it".
    private static func place(_ path: [any CodingKey]) -> String {
        let place = path.reduce("") { place, key in
            if let index = key.intValue { return "\(place)[\(index)]" }
            return place.isEmpty ? key.stringValue : "\(place).\(key.stringValue)"
        }
        return place.isEmpty ? "it" : place
    }

    /// JSON's own word for a type of ours.
    private static func word(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is [Any].Type, is [String].Type: "a list"
        case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type: "a number"
        default: "an object"
        }
    }
}
