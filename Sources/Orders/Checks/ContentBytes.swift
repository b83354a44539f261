extension CanonicalDocument {
    /// The canonical JSON without what differs between two sendings of the same thing: time of issue, envelope,
    /// extensions named `envelope.…`, and whether it says original or duplicate. Equal bytes mean an equal document.
    public func contentBytes() -> [UInt8] { content.withoutSending.canonical.jsonBytes }
}

extension OrderDocument {
    public var withoutSending: Self {
        var copy = withoutTransport
        if copy.function == .duplicate { copy.function = .original }
        return copy
    }
}

extension BusinessDocument {
    public var withoutSending: Self { withoutTransport }

    fileprivate var withoutTransport: Self {
        var copy = self
        copy.issued = nil
        copy.envelope = nil
        copy.extensions.removeAll { $0.name.hasPrefix("envelope.") }
        return copy
    }
}
