extension CanonicalDocument {
    /// The canonical JSON without what differs between two sendings of the same thing: time of issue, envelope,
    /// extensions named `envelope.…`, and whether it says original or duplicate. Equal bytes mean an equal document.
    public func contentBytes() -> [UInt8] {
        switch self {
        case .order(let order): CanonicalDocument.order(order.withoutSending).jsonBytes
        case .orderChange(let change): CanonicalDocument.orderChange(change.withoutSending).jsonBytes
        case .orderCancellation(let cancellation):
            CanonicalDocument.orderCancellation(cancellation.withoutSending).jsonBytes
        }
    }
}

extension OrderDocument {
    fileprivate var withoutSending: Self {
        var copy = self
        copy.issued = nil
        copy.envelope = nil
        copy.extensions.removeAll { $0.name.hasPrefix("envelope.") }
        if copy.function == .duplicate { copy.function = .original }
        return copy
    }
}
