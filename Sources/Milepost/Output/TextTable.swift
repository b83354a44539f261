/// Columns of text, each as wide as its widest cell.
struct TextTable {
    private var rows: [[String]] = []
    private let heads: [String]
    /// The columns that hold numbers, which stand at the right.
    private let numbers: Set<Int>

    init(_ heads: [String], numbers: Set<Int> = []) {
        self.heads = heads
        self.numbers = numbers
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: [String?]) { rows.append(cells.map { $0.map { Terminal.safe($0) } ?? "–" }) }

    /// The lines of the table; the head and the statuses are styled where the terminal shows it.
    func lines(on terminal: Terminal, indent: String = "") -> [String] {
        let widths = heads.indices.map { column in
            ([heads] + rows).map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        func line(_ cells: [String], _ style: (String) -> Terminal.Style?) -> String {
            let padded = cells.indices.map { column in
                let cell = cells[column]
                let blanks = String(repeating: " ", count: max(0, widths[column] - cell.count))
                let styled = terminal.styled(cell, style(cell))
                let isLast = column == cells.count - 1
                return numbers.contains(column) ? blanks + styled : isLast ? styled : styled + blanks
            }
            return indent + padded.joined(separator: "  ")
        }
        return [line(heads) { _ in .faint }] + rows.map { line($0, Self.style(of:)) }
    }

    func print(on terminal: Terminal = .output, indent: String = "") {
        for line in lines(on: terminal, indent: indent) { terminal.line(line) }
    }

    /// The colour of a status word.
    static func style(of cell: String) -> Terminal.Style? {
        switch cell {
        case "delivered", "processed", "done", "ok", "valid", "closed", "live", "complete": .green
        case "failed", "unreadable", "invalid", "open", "refused", "unknown": .red
        case "held", "parked", "waiting", "half-open", "duplicate", "discarded", "superseded": .yellow
        default: nil
        }
    }
}
