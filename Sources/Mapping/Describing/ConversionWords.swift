extension Conversion {
    /// The conversions in the words of the language, in the order in which they are read.
    var words: [String] {
        var words: [String] = []
        if isDate {
            let patterns = dates.map(\.name).joined(separator: ", ")
            words.append((patterns.isEmpty ? "date" : "date \(patterns)") + (by.map { " by \($0.text)" } ?? ""))
        }
        if let zone { words.append("zone \(zone)") }
        if !codes.isEmpty {
            let otherwise: String =
                switch self.otherwise {
                case .error, .leave: ""
                case .pass: ", any other as it is"
                case .value(let value): ", any other is \(value)"
                }
            words.append("codes \(codes.map(\.name).joined(separator: ", "))\(otherwise)")
        }
        if otherwise == .leave { words.append("what does not fit is left out") }
        if let text { words.append("text \(text.rawValue)") }
        if !none.isEmpty { words.append("\(none.joined(separator: ", ")) means none") }
        if hasDecimalComma { words.append("decimal comma") }
        if isFactor { words.append("a factor of one: 0.19 is 19 per cent") }
        if let zeros { words.append("zeros in front to \(zeros)") }
        if let prefix { words.append("prefix \(prefix)") }
        if let gtin { words.append("GTIN of \(gtin) digits") }
        if let letterCase { words.append("\(letterCase) case") }
        if let round { words.append("rounded to \(round) decimals") }
        if let cut { words.append("cut to \(cut)") }
        if let fits { words.append("where it fits \(fits)") }
        return words
    }

    /// What does not come back as it went.
    var losses: [String] {
        var losses: [String] = []
        if zone != nil { losses.append("zone: a time without a zone gets one") }
        if case .value(let value) = otherwise { losses.append("else: every other code becomes \(value)") }
        for table in codes {
            if codes.count == 1 { losses += table.losses.map { "codes \(table.name): \($0)" } }
            losses += table.idleRows.map { "codes \(table.name): the row \($0) counts neither way, rows above it do" }
        }
        if text == .flow { losses.append("text flow: line breaks become blanks") }
        if let letterCase { losses.append("case: letters become \(letterCase) case") }
        if let round { losses.append("round: digits behind \(round) decimals") }
        if let cut { losses.append("cut: what is behind \(cut) characters") }
        return losses
    }
}

extension Fallback {
    /// The name of the setting that it takes; nil for others.
    var setting: String? { if case .profile(let name) = self { name } else { nil } }

    /// The fallback as the language writes it.
    var words: String {
        switch self {
        case .text(let text): text
        case .document(let field): "^\(field)"
        case .profile(let setting): "$\(setting)"
        case .near(let field): ".\(field)"
        case .index: "the item's number"
        }
    }
}
