public import Diagnostics

/// A deviation from a shape that weighs more or less than usual, everywhere or at one place.
public struct Tolerance: Sendable, Hashable {
    /// The deviation: `directory.too-long`.
    public var code: Code
    /// How much it weighs.
    public var severity: Severity
    /// The tag of the segment, nil for all.
    public var tag: String?
    /// The element by number, with the component behind a dot (`2`, `2.1`); nil for all of the segment.
    public var element: String?

    /// The faults that may weigh something else, in the order of their names.
    public static let codes: [Code] =
        Set(ContrlFault.table.keys).union(X12Fault.table.keys).union([
            "directory.level-late", "directory.level-children",
        ]).subtracting(["directory.message-unknown"]).sorted()

    /// A tolerance.
    public init(_ code: Code, _ severity: Severity, tag: String? = nil, element: String? = nil) {
        self.code = code
        self.severity = severity
        self.tag = tag
        self.element = element
    }

    /// Whether a deviation at a place is meant.
    func covers(_ code: Code, tag: String?, element: String?) -> Bool {
        guard code == self.code, self.tag == nil || self.tag == tag else { return false }
        guard let own = self.element else { return true }
        return own == element || element?.hasPrefix(own + ".") == true
    }
}
