/// What an application says of a document that it could, or could not, work with (EDIFACT APERAK).
public struct ApplicationError: Record {
    /// The report's number.
    public var number: String = ""
    /// When it was issued.
    public var issued: BusinessTime?
    /// What the document does to the one that was sent before it.
    public var function: DocumentFunction = .original
    /// What becomes of the document that is answered.
    public var status: ApplicationStatus?
    /// The status as sent, where it is none of the known.
    public var statusCode: String?
    /// The document that is answered.
    public var answers: AnsweredDocument?
    /// True for a test.
    public var test: Bool = false
    /// Kind of document in words, or its name.
    public var name: String?
    /// Language of the document, ISO 639.
    public var language: String?
    /// Whose application says it.
    public var sender = Party()
    /// Who sent the document that is answered.
    public var recipient = Party()
    /// Further parties, by role.
    public var parties: [Party] = []
    /// Further dates.
    public var dates: [NamedDate] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// The stages of its way that are reported, in their order.
    public var stages: [ReportedStage] = []
    /// What was found.
    public var errors: [ApplicationFault] = []
    /// Texts.
    public var notes: [Note] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []
    /// What the transport said around the document.
    public var envelope: Envelope?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ApplicationError>] = [
        .scalar("number", "The report's number", \.number, empty: ""),
        .scalar("issued", "When it was issued", \.issued),
        .scalar("function", "What the document does to the one that was sent before it", \.function, always: .original),
        .scalar("status", "What becomes of the document that is answered", \.status),
        .scalar("statusCode", "The status as sent, where it is none of the known", \.statusCode),
        .record("answers", "The document that is answered", \.answers),
        .scalar("test", "True for a test", \.test, empty: false),
        .scalar("name", "Kind of document in words, or its name", \.name),
        .scalar("language", "Language of the document, ISO 639", \.language),
        .record("sender", "Whose application says it", \.sender),
        .record("recipient", "Who sent the document that is answered", \.recipient),
        .list("parties", "Further parties, by role", \.parties),
        .list("dates", "Further dates", \.dates),
        .list("references", "References, by kind", \.references),
        .list("stages", "The stages of its way that are reported, in their order", \.stages),
        .list("errors", "What was found", \.errors),
        .list("notes", "Texts", \.notes),
        .list("extensions", "Values beyond the model", \.extensions),
        .record("envelope", "What the transport said around the document", \.envelope),
    ]
}

/// The document that an application's report is about.
public struct AnsweredDocument: Record {
    /// Its type, as sent (EDIFACT 1001 or 0065, X12 143).
    public var type: String?
    /// Its number.
    public var number: String?
    /// When it was issued.
    public var issued: BusinessTime?
    /// The order that it belongs to.
    public var orderNumber: String?
    /// Number of the interchange that it came in.
    public var interchange: String?
    /// Number of the message in it.
    public var message: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<AnsweredDocument>] = [
        .scalar("type", "Its type, as sent (EDIFACT 1001 or 0065, X12 143)", \.type),
        .scalar("number", "Its number", \.number),
        .scalar("issued", "When it was issued", \.issued),
        .scalar("orderNumber", "The order that it belongs to", \.orderNumber),
        .scalar("interchange", "Number of the interchange that it came in", \.interchange),
        .scalar("message", "Number of the message in it", \.message),
    ]
}

/// One stage of a document's way that is reported.
public struct ReportedStage: Record {
    /// The stage.
    public var stage: TransitStage?
    /// The stage as sent.
    public var code: String?
    /// Whether it was passed.
    public var status: ApplicationStatus?
    /// What is said of it.
    public var text: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ReportedStage>] = [
        .scalar("stage", "The stage", \.stage),
        .scalar("code", "The stage as sent", \.code),
        .scalar("status", "Whether it was passed", \.status),
        .scalar("text", "What is said of it", \.text),
    ]
}

/// One thing that an application found.
public struct ApplicationFault: Record {
    /// The fault's code, from a list of the application's own (EDIFACT 9321, X12 TED01).
    public var code: String?
    /// Whose list it is.
    public var scheme: String?
    /// The fault in words.
    public var text: String?
    /// Number of the line that it is in.
    public var line: String?
    /// The field or element that it is in.
    public var field: String?
    /// The value that was found.
    public var value: String?
    /// What it is about, by kind.
    public var references: [Reference] = []
    /// Texts.
    public var notes: [Note] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ApplicationFault>] = [
        .scalar("code", "The fault's code, from a list of the application's own (EDIFACT 9321, X12 TED01)", \.code),
        .scalar("scheme", "Whose list it is", \.scheme),
        .scalar("text", "The fault in words", \.text),
        .scalar("line", "Number of the line that it is in", \.line),
        .scalar("field", "The field or element that it is in", \.field),
        .scalar("value", "The value that was found", \.value),
        .list("references", "What it is about, by kind", \.references),
        .list("notes", "Texts", \.notes),
    ]
}
