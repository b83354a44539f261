/// How far a rehearsal is.
public struct RehearsalProgress: Sendable, Codable, Hashable {
    /// Documents that were gone through.
    public var documents: Int
    /// Documents of the window.
    public var of: Int
    /// When the last of them was received.
    public var reached: String?
}

/// What would happen at a stage of a milestone, by the traffic of a window.
public struct RehearsalView: Sendable, Codable, Hashable {
    /// What becomes of the documents; their sum is all of them.
    public struct Outcomes: Sendable, Codable, Hashable {
        public var delivered: Int
        public var duplicates: Int
        /// They wait for their order at the end.
        public var parked: Int
        public var held: Int
        /// Another back end than its order's owner sent them: they go nowhere.
        public var superseded: Int
        public var failed: Int
        /// They could not be read or mapped when they came.
        public var unread: Int
        /// They answer something that was sent.
        public var acknowledgements: Int
    }

    /// What goes to one back end on one day of its site's calendar.
    public struct Day: Sendable, Codable, Hashable {
        public var day: String
        public var site: String
        public var side: String
        public var backend: String
        public var births: Int
        /// Births that went to the other side in truth.
        public var movedBirths: Int
        public var changes: Int
        public var cancellations: Int
        public var others: Int
    }

    /// Documents that follow their order to another side than its like would be born to.
    public struct Elsewhere: Sendable, Codable, Hashable {
        public var function: String
        public var site: String
        public var type: String
        public var side: String
        public var backend: String
        public var documents: Int
    }

    /// What a person would have to look at.
    public struct Trouble: Sendable, Codable, Hashable {
        public var code: String
        /// The values that say why; absent where the code says it all.
        public var facts: String?
        public var documents: Int
        /// One of them, and its order number.
        public var example: String
        public var order: String?
    }

    /// The copies of one temporary integration.
    public struct Integration: Sendable, Codable, Hashable {
        /// `order-intake@north new to legacy`.
        public var flow: String
        /// `derived`, `standby`, `shadow` or `observer`.
        public var purpose: String
        public var backend: String
        public var copies: Int
    }

    /// The most in a stretch of time, and when it began.
    public struct Peak: Sendable, Codable, Hashable {
        public var deliveries: Int
        public var from: String
    }

    /// Deliveries to one back end, copies included.
    public struct Rate: Sendable, Codable, Hashable {
        public var backend: String
        public var deliveries: Int
        public var minute: Peak
        public var hour: Peak
        /// The most that its configuration lets go to it in a minute; absent where it says nothing.
        public var limitPerMinute: Double?
        /// How many minutes would have seen more.
        public var minutesAboveLimit: Int?
    }

    /// What could not be written for a back end.
    public struct Unwritten: Sendable, Codable, Hashable {
        public var backend: String
        public var code: String
        public var documents: Int
        public var example: String
    }

    public var milestone: String
    /// Its stage now.
    public var from: String
    /// The stage that was rehearsed.
    public var stage: String
    /// Whom the pilot took; absent at another stage.
    public var pilot: String?
    /// The first day of requested delivery that moved; absent where arrival counts.
    public var cut: String?
    /// Received from this moment on, until before that one.
    public var receivedFrom: String
    public var receivedTo: String
    public var documents: Int
    /// Of the delivered ones, those marked as tests.
    public var tests: Int
    public var births: Int
    public var movedBirths: Int
    /// Of the delivered ones, changes and the like of orders that were never seen.
    public var unknownOrders: Int
    public var outcomes: Outcomes
    public var days: [Day]
    public var elsewhere: [Elsewhere]
    /// The most frequent first.
    public var troubles: [Trouble]
    /// Documents with troubles beyond those that are told apart.
    public var furtherTroubles: Int
    public var integrations: [Integration]
    public var rates: [Rate]
    /// How many payloads for the new side were written on trial; absent where none was asked for.
    public var written: Int?
    public var unwritten: [Unwritten]
    /// Documents that were read from their canonical form, since they came before what routing asks was kept.
    public var readAgain: Int
    public var seconds: Double
}
