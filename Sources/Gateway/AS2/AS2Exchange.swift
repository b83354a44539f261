import Channels
import Store

/// A message of AS2 as HTTP brings it.
public struct AS2Request: Sendable {
    /// The header fields in their order.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]

    /// A message by its parts.
    public init(fields: [(name: String, value: String)], body: [UInt8]) {
        self.fields = fields
        self.body = body
    }

    var headers: MIMEHeaders { MIMEHeaders(fields.map { .init($0.name, $0.value) }) }

    /// The fields a line each, those of credentials without their values.
    var keptFields: String {
        let secret: Set = ["authorization", "proxy-authorization", "cookie", "x-api-key"]
        return fields.map { "\($0.name): \(secret.contains($0.name.lowercased()) ? "(not kept)" : $0.value)\r\n" }
            .joined()
    }
}

/// The answer to a message of AS2.
public struct AS2Answer: Sendable {
    /// The header fields of the receipt in it; empty where there is none.
    public var fields: [(name: String, value: String)] = []
    public var body: [UInt8] = []
    /// What was accepted, and its size in bytes; nil where nothing was.
    public var accepted: (receipt: Receipt, size: Int)?

    init() {}

    init(_ receipt: AS2ReceiptBytes) {
        fields = receipt.fieldList
        body = receipt.body
    }
}

extension AS2ReceiptBytes {
    /// A message with the fields that come before its own.
    init(_ message: AS2Message, _ fields: [MIMEHeaders.Field]) {
        let lines = (fields + message.headers.fields).map { "\($0.name): \($0.value)\r\n" }
        self.init(fields: lines.joined(), body: message.body)
    }

    /// A message as it came.
    init(_ headers: MIMEHeaders, _ body: [UInt8]) { self.init(AS2Message(headers: headers, body: body), []) }

    /// The fields, each by name and value.
    var fieldList: [(name: String, value: String)] {
        fields.split(whereSeparator: \.isNewline).compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
    }
}
