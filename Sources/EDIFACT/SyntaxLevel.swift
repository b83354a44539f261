import Syntax

/// What a syntax identifier (UNB S001/0001) says about characters.
struct SyntaxLevel: Sendable, Hashable {
    let charset: Charset
    let repertoire: Repertoire

    /// The level of an identifier such as `UNOC`; nil for one that is not known or not supported.
    init?(identifier: String) {
        switch identifier {
        case "UNOA": self.init(.ascii, .levelA)
        case "UNOB": self.init(.ascii, .levelB)
        case "UNOC": self.init(.latin1)
        case "UNOD": self.init(.latin2)
        case "UNOE": self.init(.cyrillic)
        case "UNOF": self.init(.greek)
        case "UNOG": self.init(.latin3)
        case "UNOH": self.init(.latin4)
        case "UNOI": self.init(.arabic)
        case "UNOJ": self.init(.hebrew)
        case "UNOK": self.init(.latin5)
        case "UNOW", "UNOY": self.init(.utf8)
        case "UNOX": self.init(.iso2022)
        default: return nil
        }
    }

    /// The level of a charset alone, without a repertoire.
    init(_ charset: Charset, _ repertoire: Repertoire? = nil) {
        self.charset = charset
        self.repertoire = repertoire ?? Repertoire.all(of: charset)
    }
}
