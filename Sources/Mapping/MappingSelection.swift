public import Diagnostics
public import Directories
public import Syntax

extension MappingLibrary {
    /// The mapping for a message, and what was noticed in choosing it.
    public struct Choice: Sendable {
        /// The mapping.
        public var mapping: CompiledMapping
        /// A version that was stood in for (`mapping.version-substituted`).
        public var diagnostics: DiagnosticList
        /// The message as the mapping sees it.
        let message: ViewedMessage
        let header: InterchangeHeader
    }

    /// Picks the mapping of a message by syntax, type, version, association and `match`.
    ///
    /// Of several the most specific is taken: one that names the sender or recipient before one that does not, then one
    /// that names the association, then one that names the version, then the one with more conditions. If none names the version, one for another version of the
    /// message stands in, with a warning. Throws `mapping.none` or, when two fit alike, `mapping.several`.
    /// - Parameters:
    ///   - message: the message's type, version and association.
    ///   - tree: the nested tree that `match` looks at.
    ///   - shape: the structure that the tree was nested by.
    public func mapping(
        for message: Message, tree: Tree, shape: Shape, header: InterchangeHeader
    ) throws(Diagnostic) -> Choice {
        let viewed = ViewedMessage(tree, shape)
        let candidates = (byMessage[message.type] ?? []).filter { mapping in
            mapping.source.format.syntax == header.syntax
                && Self.fits(mapping.source.format.association, message.association)
                && mapping.matches(viewed, header: header)
        }
        if candidates.isEmpty, let fault = unknownMatch(of: message, viewed, header) { throw fault }
        let exact = candidates.filter { $0.source.format.covers(message.version) }
        let chosen = try Self.best(of: exact.isEmpty ? candidates : exact, for: message, tree: tree)
        var diagnostics = DiagnosticList()
        if exact.isEmpty {
            diagnostics.append(
                Diagnostic(
                    "mapping.version-substituted", .warning, at: tree.origin, value: message.version,
                    facts: [
                        "mapping": chosen.name, "message": message.type,
                        "versions": chosen.source.format.directories.joined(separator: ", "),
                    ]))
        }
        return Choice(mapping: chosen, diagnostics: diagnostics, message: viewed, header: header)
    }

    /// The value that keeps a message from every mapping which is for its kind, where it says what the message does (a type, a
    /// status) and no mapping knows it.
    private func unknownMatch(of message: Message, _ viewed: ViewedMessage, _ header: InterchangeHeader) -> Diagnostic?
    {
        let sameKind = (byMessage[message.type] ?? []).filter {
            $0.source.format.syntax == header.syntax && Self.fits($0.source.format.association, message.association)
        }
        let refusals = sameKind.compactMap { $0.refusal(of: viewed, header: header) }
        guard let first = refusals.first(where: { $0.value != nil }), let value = first.value else { return nil }
        let known = Set(refusals.filter { $0.path == first.path }.flatMap(\.known)).sorted()
        return Diagnostic(
            "mapping.match-unknown", at: first.position, value: value,
            facts: ["message": message.type, "path": first.path, "known": known.joined(separator: ", ")])
    }

    private static func fits(_ wanted: String?, _ association: String?) -> Bool {
        guard let wanted else { return true }
        return association?.hasPrefix(wanted) ?? false
    }

    private static func best(
        of candidates: [CompiledMapping], for message: Message, tree: Tree
    ) throws(Diagnostic) -> CompiledMapping {
        if candidates.count == 1 { return candidates[0] }
        let ranked = candidates.sorted { ($1.source.format.rank, $0.name) < ($0.source.format.rank, $1.name) }
        let facts = ["message": message.type, "version": message.version ?? "none"]
        guard let first = ranked.first else {
            throw Diagnostic("mapping.none", at: tree.origin, value: message.type, facts: facts)
        }
        if ranked.count > 1, ranked[1].source.format.rank == first.source.format.rank {
            let names = ranked.filter { $0.source.format.rank == first.source.format.rank }.map(\.name)
            throw Diagnostic(
                "mapping.several", at: tree.origin, value: message.type,
                facts: facts.merging(["mappings": names.joined(separator: ", ")]) { $1 })
        }
        return first
    }
}

extension MappingLibrary.Choice {
    /// The first document of the message, see ``CompiledMapping/read(_:shape:header:profile:explains:)``.
    public func read(profile: [String: String] = [:], explains: Bool = false) -> MappedDocument {
        mapping.read(message, header: header, profile: profile, explains: explains)
    }

    /// All documents of the message, see ``CompiledMapping/readAll(_:shape:header:profile:explains:)``.
    public func readAll(profile: [String: String] = [:], explains: Bool = false) -> [MappedDocument] {
        mapping.readAll(message, header: header, profile: profile, explains: explains)
    }
}

extension CompiledMapping {
    /// True for a version that the mapping's format names, and for any where it names none.
    public func covers(version: String) -> Bool { source.format.covers(version) }
}

extension MappingFormat {
    fileprivate func covers(_ version: String?) -> Bool {
        guard !directories.isEmpty, let version else { return directories.isEmpty }
        // An industry may name itself behind a version of X12: 004010VICS.
        return directories.contains(version) || (syntax == .x12 && directories.contains { version.hasPrefix($0) })
    }

    /// How specific the format is, the greater the more.
    fileprivate var rank: Int {
        (envelope.isEmpty ? 0 : 100_000) + (association == nil ? 0 : 10_000) + (directories.isEmpty ? 0 : 1_000)
            + min(match.count, 999)
    }
}
