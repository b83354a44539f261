extension MappingFile {
    /// The rules of a block with those of the named blocks that it builds on; the name that no block has, or that leads
    /// back to itself, when there is one.
    func spelledOut(_ body: BlockBody) -> (body: BlockBody, unknown: YAMLKey?) {
        var result = body
        var next = body.use
        var seen: Set<String> = []
        while let use = next {
            guard let named = blocks[use.text], seen.insert(use.text).inserted else { return (result, use) }
            let own = Set(result.rules.map(\.key.text)).union(result.removed)
            result.rules += named.rules.filter { !own.contains($0.key.text) }
            let ownConstants = Set(result.constants.map(\.path.text))
            result.constants += named.constants.filter { !ownConstants.contains($0.path.text) }
            result.removed.formUnion(named.removed)
            next = named.use
        }
        return (result, nil)
    }
}

extension Sequence {
    /// The elements by a key of theirs, in the order in which the keys first came; those without a key are left out.
    func grouped<Key: Hashable>(by key: (Element) -> Key?) -> [(key: Key, elements: [Element])] {
        var places: [Key: Int] = [:]
        var groups: [(key: Key, elements: [Element])] = []
        for element in self {
            guard let key = key(element) else { continue }
            if let place = places[key] {
                groups[place].elements.append(element)
            } else {
                places[key] = groups.count
                groups.append((key, [element]))
            }
        }
        return groups
    }
}
