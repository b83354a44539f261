/// The two SQL texts that one text holds.
///
/// What only one database may see stands in a comment that opens with its name: `/*postgres for update skip locked*/`,
/// `/*sqlite collate nocase*/`. Each driver lays bare its own comments and takes out the other's, once per statement.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    case sqlite
    case postgres

    /// The text as this database reads it.
    public func text(of sql: String) -> String {
        guard sql.contains("/*") else { return sql }
        var result = ""
        var rest = Substring(sql)
        while let open = rest.firstIndex(of: "/*") {
            result += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.firstIndex(of: "*/") else { break }
            let comment = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            if comment.hasPrefix(rawValue) { result += comment.dropFirst(rawValue.count) + " " }
        }
        return result + rest
    }
}

extension Substring {
    /// Where a two-character mark stands first.
    fileprivate func firstIndex(of mark: StaticString) -> Range<Index>? {
        let mark = mark.description
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(mark) { return index..<self.index(index, offsetBy: mark.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
