/// When what waits for a back end now will be through: at the rate at which it took deliveries over the last minutes.
///
/// What comes meanwhile stands behind it, and changes nothing. What waits behind something that stopped goes only when a person acts.
public struct DrainForecast: Sendable, Hashable {
    /// Why nobody can say.
    public enum Unknown: String, Sendable, Hashable, Codable {
        /// It is down, and nothing says when it comes back.
        case down
        /// It gets releases only.
        case fenced
        /// Nothing has arrived there over the last minutes.
        case unmeasured
        /// All that waits waits behind something that stopped.
        case stuck
    }

    /// What is known of a back end.
    public struct Figures: Sendable, Hashable {
        /// Deliveries that wait or are under way.
        public var waiting: Int
        /// Those that wait behind something that stopped.
        public var behind: Int
        /// How many have arrived over the time that was measured.
        public var arrived: Int
        /// That time, in seconds.
        public var seconds: Double
        public var isDown: Bool
        public var isFenced: Bool

        /// What is known of a back end.
        public init(waiting: Int, behind: Int, arrived: Int, seconds: Double, isDown: Bool, isFenced: Bool) {
            self.waiting = waiting
            self.behind = behind
            self.arrived = arrived
            self.seconds = seconds
            self.isDown = isDown
            self.isFenced = isFenced
        }
    }

    /// How many a second arrive; nil where nothing was measured.
    public var rate: Double?
    /// In how many seconds what waits will be through; nil where nobody can say.
    public var seconds: Double?
    /// Why nobody can say.
    public var unknown: Unknown?

    /// Over how many seconds the rate is measured at most.
    public static let window = 300.0

    /// The forecast that figures give.
    public init(_ figures: Figures) {
        if figures.arrived > 0, figures.seconds > 0 { rate = Double(figures.arrived) / figures.seconds }
        let moving = figures.waiting - figures.behind
        if figures.isFenced {
            unknown = .fenced
        } else if figures.isDown {
            unknown = .down
        } else if moving <= 0 {
            unknown = .stuck
        } else if let rate {
            seconds = Double(moving) / rate
        } else {
            unknown = .unmeasured
        }
    }
}
