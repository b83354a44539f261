/// A text for people.
public struct Note: Record {
    /// What the text is about, EDIFACT 4451: AAI general, DEL delivery, PUR purchasing.
    public var subject: String?
    /// The text's code, where the sender has standard texts (EDIFACT 4441).
    public var code: String?
    /// What is to be done with the text (EDIFACT 4453).
    public var function: String?
    /// Language, ISO 639.
    public var language: String?
    /// The text; line breaks as sent.
    public var text: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Note>] = [
        .scalar(
            "subject", "What the text is about, EDIFACT 4451: AAI general, DEL delivery, PUR purchasing", \.subject),
        .scalar("code", "The text's code, where the sender has standard texts (EDIFACT 4441)", \.code),
        .scalar("function", "What is to be done with the text (EDIFACT 4453)", \.function),
        .scalar("language", "Language, ISO 639", \.language),
        .scalar("text", "The text; line breaks as sent", \.text),
    ]
}

/// A date that the model has no field for.
public struct NamedDate: Record {
    /// What happens then: EDIFACT 2005 or the name of the element.
    public var kind: String?
    /// When.
    public var time: BusinessTime?
    /// The date as sent, where it is none of the calendar: a week, a duration.
    public var text: String?
    /// How the text is to be read (EDIFACT 2379).
    public var format: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<NamedDate>] = [
        .scalar("kind", "What happens then: EDIFACT 2005 or the name of the element", \.kind),
        .scalar("time", "When", \.time),
        .scalar("text", "The date as sent, where it is none of the calendar: a week, a duration", \.text),
        .scalar("format", "How the text is to be read (EDIFACT 2379)", \.format),
    ]
}

/// A span of time.
public struct Period: Record {
    /// First moment.
    public var from: BusinessTime?
    /// Last moment.
    public var until: BusinessTime?
    /// The span in words.
    public var description: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Period>] = [
        .scalar("from", "First moment", \.from),
        .scalar("until", "Last moment", \.until),
        .scalar("description", "The span in words", \.description),
    ]
}
