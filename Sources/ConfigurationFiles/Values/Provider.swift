public import Intake

/// A provider's API as a file of `providers/` describes it: what is asked to list, fetch, confirm and send.
public struct ProviderAPI: Sendable, Hashable {
    /// One request, with places for what is known when it is made.
    public struct Call: Sendable, Hashable {
        /// A name and the template of its value.
        public struct Field: Sendable, Hashable {
            public var name: String
            public var value: ProviderTemplate

            /// A field by its parts.
            public init(name: String, value: ProviderTemplate) {
                self.name = name
                self.value = value
            }
        }

        /// As messages call it: `list`.
        public var name: String
        /// Letters only: `GET`.
        public var method: String
        /// Behind the base URL, or a whole URL below it.
        public var path: ProviderTemplate
        /// What stands behind `?`; a parameter whose value is empty is left out.
        public var query: [Field]
        public var headers: [Field]
        /// Nil for none, or in a call that sends a document: its bytes.
        public var body: ProviderTemplate?
        public var contentType: String?
        /// Where an answer of success says that it is none.
        public var error: String?
    }

    /// How we log in where each call needs a token that ends.
    public struct Login: Sendable, Hashable {
        public var call: Call
        /// Where the token stands in the answer; nil where the answer is the token.
        public var token: String?
    }

    /// How lists go on.
    public enum Paging: Sendable, Hashable {
        /// All of it is in one answer.
        case none
        /// The answer holds what the next call names; kept from one poll to the next, or for one poll only.
        case cursor(place: String, isKept: Bool)
        /// Pages are numbered.
        case number(from: Int)
        /// The answer holds the URL of the next page.
        case next(place: String)
        /// The header `Link` holds the URL of the next page (RFC 8288).
        case link
    }

    /// What lists entries.
    public struct List: Sendable, Hashable {
        public var call: Call
        /// Where the entries stand.
        public var entries: String
        /// Where an entry's id stands, in the entry.
        public var id: String
        /// What else of an entry is needed by later calls: the name of the place, and where it stands in the entry.
        public var fields: [String: String]
        /// Entries that count: for a place in them, the values. Others are passed by.
        public var only: [String: Set<String>]
        public var paging: Paging
    }

    /// How the bytes of a document stand in an answer.
    public enum Content: Sendable, Hashable {
        case whole
        /// A text of JSON or XML at a place, in base64 (RFC 4648, 4).
        case base64(String)
        /// A text at a place, in UTF-8.
        case text(String)
        /// A piece of JSON at a place, as it would be alone.
        case json(String)
    }

    /// What fetches an entry's document.
    public struct Fetch: Sendable, Hashable {
        public var call: Call
        public var content: Content
        /// Where the file's name stands in the answer.
        public var fileName: String?
        /// The media types that a document may have; empty for any.
        public var types: Set<String>
    }

    /// What says that we have a document.
    public struct Confirm: Sendable, Hashable {
        public var call: Call
        /// Statuses beside 2xx after which nothing is left to confirm.
        public var already: Set<Int>
    }

    /// A member of an answer that decides what an answer means.
    public struct Verdict: Sendable, Hashable {
        public var place: String
        public var done: Set<String>
        public var refused: Set<String>
        public var retry: Set<String>
    }

    /// What asks whether a document that was sent is there.
    public struct Query: Sendable, Hashable {
        public var call: Call
        /// Where something stands if the document is there.
        public var found: String
        /// How long after a lost answer its absence counts, in seconds.
        public var settleSeconds: Double
    }

    /// What hands a document over.
    public struct Send: Sendable, Hashable {
        public var call: Call
        public var answers: AnswerRules
        public var verdict: Verdict?
        public var query: Query?
    }

    /// A name and a password.
    public struct Basic: Sendable, Hashable {
        public var user: ProviderTemplate
        public var password: ProviderTemplate
    }

    /// What one poll may take.
    public struct Limits: Sendable, Hashable {
        /// How many entries a list is asked for.
        public var page: Int
        /// How many entries one poll takes.
        public var perPoll: Int
        /// The bytes of a document, or of any answer.
        public var bytes: Int
    }

    public var name: String
    /// The base URL, without a slash at its end.
    public var url: String
    /// What an account must say.
    public var settings: [String]
    /// What a partner that is sent to says beside them.
    public var channelSettings: [String]
    /// Of every call but the login.
    public var headers: [Call.Field]
    /// Who we are by basic authentication (RFC 7617).
    public var basic: Basic?
    public var login: Login?
    public var list: List?
    public var fetch: Fetch?
    public var confirm: Confirm?
    public var send: Send?
    public var limits: Limits
    /// How often it is asked, in seconds.
    public var everySeconds: Double
    /// How long connecting may take, in seconds.
    public var connectSeconds: Double
    /// How long a call may take, in seconds.
    public var timeoutSeconds: Double
}

/// Us at a provider.
public struct ProviderAccount: Sendable, Hashable {
    public var name: String
    public var api: ProviderAPI
    /// Where its API is for us, without a slash at its end.
    public var url: String
    /// Whose documents are fetched; nil where none are.
    public var partner: String?
    /// What fills the description's places.
    public var settings: [String: Secret]
    public var everySeconds: Double

    /// The name under which it is kept how far it has been read.
    public var pollName: String { "provider:" + name }
}
