/// A diagnostic with its sentences, as answers and `--json` show it. Every key is always there; what is not known is
/// null.
public struct DiagnosticReport: Sendable, Hashable, Codable {
    public var code: String
    public var severity: String
    public var file: String?
    public var offset: Int?
    public var line: Int?
    public var column: Int?
    public var segment: Int?
    public var tag: String?
    public var element: String?
    public var path: String?
    public var value: String?
    public var message: String
    public var rule: String
    public var fix: String

    /// A diagnostic in the words of a catalogue.
    public init(_ diagnostic: Diagnostic, in catalogue: Catalogue = .english) {
        let wording = catalogue.wording(of: diagnostic)
        code = diagnostic.code.rawValue
        severity = diagnostic.severity.rawValue
        file = diagnostic.position?.file
        offset = diagnostic.position?.offset
        line = diagnostic.position?.line
        column = diagnostic.position?.column
        segment = diagnostic.position?.segment
        tag = diagnostic.position?.tag
        element = diagnostic.position?.element
        path = diagnostic.position?.path
        value = diagnostic.value
        message = wording.message
        rule = wording.rule
        fix = wording.fix
    }

    private enum CodingKeys: String, CodingKey {
        case code, severity, file, offset, line, column, segment, tag, element, path, value, message, rule, fix
    }

    /// Writes every key, null where nothing is known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(severity, forKey: .severity)
        if let file { try container.encode(file, forKey: .file) }
        try container.encode(offset, forKey: .offset)
        try container.encode(line, forKey: .line)
        if let column { try container.encode(column, forKey: .column) }
        try container.encode(segment, forKey: .segment)
        try container.encode(tag, forKey: .tag)
        try container.encode(element, forKey: .element)
        try container.encode(path, forKey: .path)
        try container.encode(value, forKey: .value)
        try container.encode(message, forKey: .message)
        try container.encode(rule, forKey: .rule)
        try container.encode(fix, forKey: .fix)
    }
}
