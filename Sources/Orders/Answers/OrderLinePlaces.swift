/// Finds the line of an order that a line of an answer is about.
struct OrderLinePlaces {
    private var byNumber: [Substring: Line] = [:]
    /// Nil for an item that several lines have.
    private var byItem: [String: Line?] = [:]

    init(_ lines: [Line]) {
        for line in lines {
            byNumber[Self.plain(line.number)] = line
            for key in Self.keys(of: line.item) { byItem.updateValue(byItem[key] == nil ? line : nil, forKey: key) }
        }
    }

    /// The line of a number, else the one that alone has an item, else of what names neither the one of its own number.
    func line(numbered number: String?, item: Item, orAt place: String) -> Line? {
        if let number { return byNumber[Self.plain(number)] }
        for key in Self.keys(of: item) {
            if let line = byItem[key] ?? nil { return line }
        }
        return Self.keys(of: item).isEmpty ? byNumber[Self.plain(place)] : nil
    }

    private static func plain(_ number: String) -> Substring {
        let plain = number.drop { $0 == "0" || $0 == " " }
        return plain.isEmpty ? number[...] : plain
    }

    private static func keys(of item: Item) -> [String] {
        [
            item.gtin.map { "gtin " + $0.comparable }, item.buyerCode.map { "buyer " + $0 },
            item.supplierCode.map { "supplier " + $0 },
        ].compactMap(\.self)
    }
}

extension Item {
    /// Takes what the order called it, and the numbers and names that are not known from there: what a back end calls an item
    /// means nothing to a partner that ordered it by another code. Another GTIN is another item, which stays as it is.
    mutating func complete(by other: Item) {
        if let gtin, let ordered = other.gtin, gtin.comparable != ordered.comparable { return }
        gtin = gtin ?? other.gtin
        buyerCode = other.buyerCode ?? buyerCode
        supplierCode = other.supplierCode ?? supplierCode
        manufacturerCode = manufacturerCode ?? other.manufacturerCode
        if ids.isEmpty { ids = other.ids }
        name = name ?? other.name
        description = description ?? other.description
    }
}

extension Party {
    /// The party as the other side knows it: a back end's own numbers mean nothing to the partner.
    func completed(by other: Party) -> Party {
        var party = other
        party.contacts = contacts
        party.name = other.name ?? name
        party.gln = other.gln ?? gln
        if other.ids.isEmpty, other.gln == nil { party.ids = ids }
        party.address = other.address ?? address
        return party
    }

    static func completed(_ own: Party?, by other: Party?) -> Party? {
        guard let other else { return own }
        return (own ?? Party()).completed(by: other)
    }
}
