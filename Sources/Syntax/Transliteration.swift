/// How a character is written in a charset that does not hold it: by a declared table, never as a question mark.
///
/// Latin and Cyrillic letters follow ICAO Doc 9303-3 (section 6, tables A and B), Greek ones ELOT 743 without accents, signs
/// the usage of typewriters. A character without a row has no other way to be written.
public enum Transliteration {
    /// What stands for a character: letters and signs of ISO 646; empty for one that is left out. Nil without a row.
    ///
    /// - Parameter next: the character behind; before a small letter only the first letter of several is a capital one
    ///   (`Щука`: `Shchuka`).
    public static func replacement(of scalar: Unicode.Scalar, before next: Unicode.Scalar? = nil) -> String? {
        guard let letters = rows[scalar] else {
            // An accent that stands behind its letter.
            return scalar.properties.generalCategory == .nonspacingMark ? "" : nil
        }
        guard letters.utf8.count > 1, let next, next.properties.isLowercase, scalar.properties.isUppercase else {
            return letters
        }
        return letters.prefix(1) + letters.dropFirst().lowercased()
    }

    /// The whole table.
    public static let rows: [Unicode.Scalar: String] = {
        var rows: [Unicode.Scalar: String] = [:]
        for (letters, scalars) in capitals {
            for scalar in scalars.unicodeScalars {
                rows[scalar] = letters
                let small = scalar.properties.lowercaseMapping.unicodeScalars
                if small.count == 1, let small = small.first, small != scalar { rows[small] = letters.lowercased() }
            }
        }
        for (text, scalars) in others {
            for scalar in scalars.unicodeScalars { rows[scalar] = text }
        }
        return rows
    }()

    /// Capital letters; the small ones follow.
    private static let capitals: [(letters: String, scalars: String)] = [
        ("A", "ÀÁÂÃĀĂĄǍАΑΆ"), ("AE", "ÄÆ"), ("AA", "Å"), ("B", "Б"), ("C", "ÇĆĈĊČЋ"), ("CH", "ЧΧ"), ("D", "ÐĎĐДЂΔ"),
        ("DZ", "ЅЏ"), ("E", "ÈÉÊËĒĔĖĘĚЕЁЭΕΈ"), ("F", "ФΦ"), ("G", "ĜĞĠĢГҐЃΓ"), ("H", "ĤĦ"), ("I", "ÌÍÎÏĨĪĬĮИІЙЇΙΊΪΗΉ"),
        ("IA", "Я"), ("IE", "ЪЄ"), ("IJ", "Ĳ"), ("IU", "Ю"), ("J", "ĴЈ"), ("K", "ĶКЌΚ"), ("KH", "Х"), ("L", "ĹĻĽĿŁЛΛ"),
        ("LJ", "Љ"), ("M", "МΜ"), ("N", "ÑŃŅŇŊНΝ"), ("NJ", "Њ"), ("O", "ÒÓÔÕŌŎŐОΟΌΩΏ"), ("OE", "ÖØŒ"), ("P", "ПΠ"),
        ("PS", "Ψ"), ("R", "ŔŖŘРΡ"), ("S", "ŚŜŞŠȘСΣ"), ("SH", "Ш"), ("SHCH", "Щ"), ("T", "ŢŤŦȚТΤ"), ("TH", "ÞΘ"),
        ("TS", "Ц"), ("U", "ÙÚÛŨŪŬŮŰŲУЎ"), ("UE", "Ü"), ("V", "ВΒ"), ("W", "Ŵ"), ("X", "Ξ"), ("Y", "ÝŶŸЫΥΎΫ"),
        ("Z", "ŹŻŽЗΖ"), ("ZH", "Ж"), ("", "Ь"),
    ]

    /// What has no capital letter beside it, and signs.
    private static let others: [(text: String, scalars: String)] = [
        ("ss", "ß"), ("SS", "ẞ"), ("i", "ıΐ"), ("I", "İ"), ("y", "ΰ"), ("s", "ςſ"), ("k", "ĸ"), ("n", "ŉ"),
        (" ", "\u{A0}\u{2002}\u{2003}\u{2007}\u{2009}\u{202F}"), ("", "\u{AD}\u{200B}\u{200E}\u{200F}\u{FEFF}"),
        ("-", "‐‑‒–—―−"), ("'", "‘’‚‛′´"), ("\"", "“”„‟″«»"), ("<", "‹"), (">", "›"), ("...", "…"), ("*", "•·"),
        ("/", "÷⁄"),
        ("x", "×"), ("+-", "±"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("No", "№"), ("TM", "™"), ("(C)", "©"),
        ("(R)", "®"), ("1/4", "¼"), ("1/2", "½"), ("3/4", "¾"), ("1", "¹"), ("2", "²"), ("3", "³"), ("o", "º"),
        ("a", "ª"),
        ("u", "µ"), ("deg", "°"), ("", "ˇ˘˙˛˝¨¯¸ͺ΄΅"), ("!", "¡"),
    ]
}
