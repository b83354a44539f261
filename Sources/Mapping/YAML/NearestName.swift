/// Finds the name that somebody probably meant.
public enum NearestName {
    /// The candidate with the smallest edit distance (insert, delete, change, swap of neighbours; case costs nothing), the
    /// first of equals; nil when none differs in a third of its letters at most: then nothing near was meant.
    public static func to(_ name: String, among candidates: some Sequence<String>) -> String? {
        // A longer name is no spelling mistake, and its cost would be the input's choice.
        let wanted = Array(name.lowercased().prefix(64))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let letters = Array(candidate.lowercased().prefix(64))
            let distance = distance(wanted, letters)
            guard distance * 3 <= max(wanted.count, letters.count) else { continue }
            if distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.name
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        if left.isEmpty || right.isEmpty { return left.count + right.count }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var value = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    value = min(value, beforeLast[column - 2] + 1)
                }
                current.append(value)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
