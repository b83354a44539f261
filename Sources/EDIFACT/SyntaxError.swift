public import Diagnostics

/// What a CONTRL message says of one fault: the syntax error (0085), and the level that reports it.
public struct SyntaxError: Sendable, Hashable {
    /// The segments of CONTRL, from the interchange down (ISO 9735-4:2002, 5).
    public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
        case interchange = "UCI"
        case group = "UCF"
        case message = "UCM"
        case segment = "UCS"
        case element = "UCD"

        /// The interchange is the highest level.
        public static func < (left: Level, right: Level) -> Bool { left.depth < right.depth }

        private var depth: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// The code of 0085.
    public var value: Int
    public var level: Level
    /// The service segment that is faulty (0013), for the levels of interchange, group and message.
    public var serviceSegment: String?
    /// The segment's number in its message (0096), for the levels of segment and element.
    public var segment: Int?
    /// The element's and the component's number (S011), from 1.
    public var element: Int?
    public var component: Int?

    /// The error that a fault is; nil for what CONTRL has no word for, as it is no error of the syntax.
    ///
    /// The level follows the place: a service segment's faults are its level's, others stand at the segment or element.
    /// - Parameter version: the syntax version of the interchange; codes 46 to 48 came with version 4, before it stand 2,
    ///   18 and 18.
    public init?(_ diagnostic: Diagnostic, version: Int = 3) {
        guard let row = Self.table[diagnostic.code] else { return nil }
        let value = version >= 4 ? row.value : Self.earlier[row.value] ?? row.value
        self.init(value: value, level: row.level, at: diagnostic.position)
    }

    /// An error of 0085 at a place; without a level, the place says it.
    public init(value: Int, level: Level? = nil, at place: Position?) {
        self.value = value
        let parts = (place?.element ?? "").split(separator: ".").map { Int($0) }
        self.level = level ?? Self.level(of: place)
        if self.level >= .segment {
            segment = place?.segment
        } else {
            serviceSegment = place?.tag.flatMap { Self.serviceLevels[$0] == nil ? nil : $0 }
        }
        element = parts.first ?? nil
        component = parts.count > 1 ? parts[1] : nil
    }

    /// Codes that versions 1 to 3 do not have.
    private static let earlier = [46: 2, 47: 18, 48: 18]

    static let serviceLevels: [String: Level] = [
        "UNA": .interchange, "UNB": .interchange, "UNZ": .interchange, "UNG": .group, "UNE": .group, "UNH": .message,
        "UNT": .message,
    ]

    private static func level(of place: Position?) -> Level {
        if let service = place?.tag.flatMap({ serviceLevels[$0] }) { return service }
        guard place?.segment != nil else { return .interchange }
        return place?.element == nil ? .segment : .element
    }
}
