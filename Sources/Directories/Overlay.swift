public import Diagnostics

/// What is agreed about messages beyond their directory, narrower or wider: the subset of an industry, the guide of a
/// partner. Applied to a shape it gives another shape; the directory's own stays as it is.
public struct Overlay: Sendable, Hashable {
    /// Whether a part is there.
    public enum Use: String, Sendable, Hashable, CaseIterable {
        case mandatory
        case optional
        /// The part is left out; one that comes is a fault.
        case unused
    }

    /// What changes at one place.
    public struct Change: Sendable, Hashable {
        /// One thing that a change says.
        public enum Part: String, Sendable, Hashable, CaseIterable {
            case use
            case repeats
            case length
            case codes
            case moreCodes
        }

        /// The names on the way from the message down, as paths of mappings have them: `LIN`, `PIA`; `NAD`, `C082`, `3039`;
        /// in X12 `N1`, `04`. A `*` in front stands for wherever the segment is, in all groups.
        public var path: [String]
        public var use: Use?
        /// How often a segment or group may stand there, at most.
        public var repeats: Int?
        /// The least and greatest length of a value in characters.
        public var length: ClosedRange<Int>?
        /// The only codes of a value.
        public var codes: [String]?
        /// Codes of a value beside those of the directory, or of ``codes``.
        public var moreCodes: [String]
        /// Where the change's path is written.
        public var position: Position?
        /// Where its parts are written; what is wrong with one is reported there.
        public var places: [Part: Position] = [:]

        /// A change of the parts that are given.
        public init(
            _ path: [String], use: Use? = nil, repeats: Int? = nil, length: ClosedRange<Int>? = nil,
            codes: [String]? = nil, moreCodes: [String] = [], position: Position? = nil
        ) {
            self.path = path
            self.use = use
            self.repeats = repeats
            self.length = length
            self.codes = codes
            self.moreCodes = moreCodes
            self.position = position
        }

        /// A change at a path that is written with slashes: `NAD/C082/3039`.
        public init(
            _ path: String, use: Use? = nil, repeats: Int? = nil, length: ClosedRange<Int>? = nil,
            codes: [String]? = nil, moreCodes: [String] = []
        ) {
            self.init(
                path.split(separator: "/", omittingEmptySubsequences: false).map(String.init), use: use,
                repeats: repeats, length: length, codes: codes, moreCodes: moreCodes)
        }
    }

    /// The message that it is about, nil for all.
    public var message: String?
    /// The directory or version that it is about, nil for all.
    public var version: String?
    /// The changes, the later ones on top of the earlier ones.
    public var changes: [Change]
    /// Deviations that weigh something else.
    public var tolerances: [Tolerance]

    /// An overlay.
    public init(
        message: String? = nil, version: String? = nil, changes: [Change] = [], tolerances: [Tolerance] = []
    ) {
        self.message = message
        self.version = version
        self.changes = changes
        self.tolerances = tolerances
    }

    /// Whether it is about a shape.
    public func concerns(_ shape: Shape) -> Bool {
        (message == nil || message == shape.name) && (version == nil || version == shape.version)
    }

    /// A shape with what is agreed; the same one when this is about another. What cannot be applied is left out and
    /// reported: `directory.overlay-path` for a path that the shape has not, `directory.overlay-ambiguous` for one that
    /// leaves open which composite it means, `directory.overlay-change` for a change that its place cannot take,
    /// `directory.overlay-service` for one that no message could meet, `directory.overlay-code` for a code that can never
    /// stand there, and `directory.overlay-open` for more codes where any is right.
    public func applied(to shape: Shape) -> (shape: Shape, faults: DiagnosticList) {
        guard concerns(shape) else { return (shape, DiagnosticList()) }
        var drawing = OverlayDrawing(shape)
        for change in changes { drawing.apply(change) }
        return (drawing.finish(tolerances), drawing.faults)
    }
}
