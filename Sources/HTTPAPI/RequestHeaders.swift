import Diagnostics
import HTTPTypes
import Hummingbird

/// What the headers of a submission say.
struct RequestHeaders {
    /// The file's name: `X-File-Name`, else `Content-Disposition` (RFC 6266); without a folder in front of it.
    let fileName: String?
    let contentType: String?
    let idempotencyKey: String?

    init(_ request: Request) throws {
        let named = request.headers[.fileName].map { PercentEncoding.decode($0[...]) ?? $0 }
        fileName = (named ?? request.headers[.contentDisposition].flatMap(Self.fileName)).flatMap(Self.base)
        contentType = request.headers[.contentType].map { String($0.prefix(200)) }
        idempotencyKey = request.headers[.idempotencyKey]
        if let key = idempotencyKey {
            guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw Problem.parameter(
                    "Idempotency-Key", value: key, expected: "1 to 255 printable ASCII characters")
            }
        }
        if let type = contentType?.lowercased(), type.hasPrefix("multipart/") {
            throw Problem(.unsupportedMediaType, "api.multipart", value: contentType)
        }
    }

    /// The name in a `Content-Disposition`: `filename*` (RFC 8187) before `filename`.
    static func fileName(inDisposition header: String) -> String? {
        var plain: String?
        for part in parameters(of: header) {
            switch part.name {
            case "filename*":
                let pieces = part.value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                if pieces.count == 3, pieces[0].lowercased() == "utf-8", let name = PercentEncoding.decode(pieces[2]) {
                    return name
                }
            case "filename": plain = part.value
            default: break
            }
        }
        return plain
    }

    /// The parameters behind the disposition type; a quoted value may hold semicolons and escaped quotes.
    private static func parameters(of header: String) -> [(name: String, value: String)] {
        var result: [(String, String)] = []
        var rest = Substring(header)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { break }
            let name = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.popFirst(), character != "\"" {
                    value.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
                }
            } else {
                value = String(rest.prefix { $0 != ";" && $0 != " " })
                rest = rest.dropFirst(value.count)
            }
            result.append((name, value))
        }
        return result
    }

    /// The last part of a path, without control characters; nil when nothing is left. A name is metadata, never a path.
    static func base(_ name: String) -> String? {
        let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let clean = String(
            last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(255).map(Character.init))
        return clean.isEmpty || clean == "." || clean == ".." ? nil : clean
    }
}
