/// When an order of a site counts as closed: each rule alone suffices.
public struct ClosingRule: Sendable, Hashable, Codable {
    public var whenInvoiced: Bool
    public var whenDespatched: Bool
    public var whenBackendSaysSo: Bool
    /// So many days after the last requested delivery without movement; nil for never.
    public var afterQuietDays: Int?

    /// A rule by its parts.
    public init(
        whenInvoiced: Bool = false, whenDespatched: Bool = false, whenBackendSaysSo: Bool = true,
        afterQuietDays: Int? = nil
    ) {
        self.whenInvoiced = whenInvoiced
        self.whenDespatched = whenDespatched
        self.whenBackendSaysSo = whenBackendSaysSo
        self.afterQuietDays = afterQuietDays
    }
}

/// What is known of an order's progress.
public struct OrderProgress: Sendable, Hashable, Codable {
    public var isInvoiced: Bool
    /// Every line was despatched whole, or the last despatch advice says that nothing follows.
    public var isDespatched: Bool
    public var backendSaysClosed: Bool
    /// The last day that a delivery is requested for, by the site's calendar.
    public var lastRequestedDay: String?
    /// When a document of the order last came or went.
    public var lastMovement: Instant

    /// Progress by its parts.
    public init(
        isInvoiced: Bool = false, isDespatched: Bool = false, backendSaysClosed: Bool = false,
        lastRequestedDay: String? = nil, lastMovement: Instant
    ) {
        self.isInvoiced = isInvoiced
        self.isDespatched = isDespatched
        self.backendSaysClosed = backendSaysClosed
        self.lastRequestedDay = lastRequestedDay
        self.lastMovement = lastMovement
    }
}

/// Why an order is closed.
public enum ClosingReason: Sendable, Hashable, Codable {
    case invoiced
    case despatched
    case backendSaysSo
    case quiet(days: Int)

    /// The sentence for screens.
    public var words: String {
        switch self {
        case .invoiced: "closed: its invoice was seen"
        case .despatched: "closed: it was despatched whole"
        case .backendSaysSo: "closed: its back end says so"
        case .quiet(let days): "closed: nothing moved for \(days) days after its last requested delivery"
        }
    }
}

extension ClosingRule {
    /// Why an order is closed at an instant; nil while it is open.
    ///
    /// - Parameter zone: the calendar of its site; UTC where it is not known.
    public func reason(for order: OrderProgress, zone: ZoneOffsets?, now: Instant) -> ClosingReason? {
        if whenBackendSaysSo, order.backendSaysClosed { return .backendSaysSo }
        if whenInvoiced, order.isInvoiced { return .invoiced }
        if whenDespatched, order.isDespatched { return .despatched }
        guard let days = afterQuietDays else { return nil }
        var last = order.lastMovement
        if let day = order.lastRequestedDay, let midnight = LocalTime(day + "T00:00") {
            let begin = (zone ?? ZoneOffsets(initial: 0)).instants(of: midnight).first ?? midnight.asUTC
            last = max(last, begin.adding(seconds: 86_400))
        }
        return now >= last.adding(seconds: Double(days) * 86_400) ? .quiet(days: days) : nil
    }
}
