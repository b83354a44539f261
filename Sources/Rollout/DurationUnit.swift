/// A unit that durations are told in: one for a figure and its limit, so that the two can be compared at a glance.
enum DurationUnit: String, Sendable, Hashable, CaseIterable {
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    case days = "d"

    /// The unit that fits a limit, in seconds: seconds below ten minutes, minutes below two hours, hours below three days.
    init(fitting limit: Double) {
        self =
            switch limit {
            case ..<600: .seconds
            case ..<7_200: .minutes
            case ..<259_200: .hours
            default: .days
            }
    }

    /// What one of it is, in seconds.
    var length: Double {
        switch self {
        case .seconds: 1
        case .minutes: 60
        case .hours: 3_600
        case .days: 86_400
        }
    }

    /// A number of seconds in this unit, with its name: `2.5 h`.
    func words(_ seconds: Double) -> String { "\((seconds / length).inWords) \(rawValue)" }
}
