import Foundation

/// What differs between two texts, line by line, with two lines around each difference.
enum LineDifference {
    enum Kind: Sendable { case same, gone, come, gap }

    struct Line: Sendable {
        var kind: Kind
        var text: String

        var model: [String: Any] {
            [
                "text": text.isEmpty ? " " : text, "isGone": kind == .gone, "isCome": kind == .come,
                "isSame": kind == .same, "isGap": kind == .gap,
            ]
        }
    }

    private static let around = 2

    /// The lines of both, those that went before those that came in their places.
    static func lines(_ before: [String], _ after: [String]) -> [Line] {
        let difference = after.difference(from: before)
        var gone: Set<Int> = []
        var come: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var all: [Line] = []
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if old < before.count, gone.contains(old) {
                all.append(Line(kind: .gone, text: before[old]))
                old += 1
            } else if new < after.count, come.contains(new) {
                all.append(Line(kind: .come, text: after[new]))
                new += 1
            } else {
                if old < before.count { all.append(Line(kind: .same, text: before[old])) }
                old += 1
                new += 1
            }
        }
        return nearChanges(all)
    }

    private static func nearChanges(_ all: [Line]) -> [Line] {
        let changes = all.indices.filter { all[$0].kind != .same }
        var kept: [Line] = []
        var last = -1
        var near = Set<Int>()
        for change in changes { near.formUnion(max(0, change - around)...min(all.count - 1, change + around)) }
        for index in near.sorted() {
            if index > last + 1 { kept.append(Line(kind: .gap, text: "…")) }
            kept.append(all[index])
            last = index
        }
        return kept
    }
}

/// JSON with a line for each value.
enum PrettyJSON {
    static func lines(_ bytes: [UInt8]) -> [String] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes)),
            let data = try? JSONSerialization.data(
                withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        else { return bytes.isEmpty ? [] : [String(decoding: bytes, as: UTF8.self)] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
    }
}
