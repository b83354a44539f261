import Synchronization

/// Shapes with overlays applied, each made when it is first asked for.
public final class OverlaidShapes: Sendable {
    /// The overlays, applied in this order.
    public let overlays: [Overlay]
    /// A shape is kept with what was made of it, so that its identity is not used again.
    private let known = Mutex<[ObjectIdentifier: (base: Shape, overlaid: Shape)]>([:])

    /// Shapes by overlays; as many are kept as there are shapes of messages that came.
    public init(_ overlays: [Overlay]) { self.overlays = overlays }

    /// A shape with all overlays that are about it; the same one when none is.
    public func shape(for base: Shape) -> Shape {
        guard overlays.contains(where: { $0.concerns(base) }) else { return base }
        return known.withLock { known in
            if let found = known[ObjectIdentifier(base)] { return found.overlaid }
            let overlaid = overlays.reduce(base) { $1.applied(to: $0).shape }
            known[ObjectIdentifier(base)] = (base, overlaid)
            return overlaid
        }
    }
}
