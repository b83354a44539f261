import Diagnostics
import Directories
import Syntax

/// A message with every segment, composite and element by number and in words, codes with their meaning, and each fault
/// below the line that it speaks of.
struct InspectionTree {
    private let tree: Tree
    private let shape: Shape?
    private let terminal: Terminal
    /// The faults by segment, or by path for XML.
    private var faults: [Place: [Diagnostic]] = [:]
    /// Faults that speak of no line of the tree; complete when the tree is printed.
    private(set) var unplaced: [Diagnostic] = []

    private struct Place: Hashable {
        var segment: Int
        var element: String?
    }

    init(_ message: Message, shape: Shape?, terminal: Terminal) {
        tree = message.tree
        self.shape = shape
        self.terminal = terminal
        for diagnostic in message.diagnostics.items {
            guard let segment = diagnostic.position?.segment else {
                unplaced.append(diagnostic)
                continue
            }
            faults[Place(segment: segment, element: diagnostic.position?.element), default: []].append(diagnostic)
        }
    }

    /// Prints all of it, the faults included.
    mutating func print(indent: String) {
        for child in tree.children(of: tree.root) { print(child, below: shape?.root, indent: indent) }
        // What speaks of a segment that is not there, such as one after the last.
        for (_, rest) in faults.sorted(by: { $0.key.segment < $1.key.segment }) { unplaced += rest }
        faults = [:]
    }

    private mutating func print(_ node: Tree.Index, below parent: Shape.Index?, indent: String) {
        let name = tree.name(of: node)
        let here = parent.flatMap { shape?.child(of: $0, named: name) }
        let kind = tree.nodes[node].kind
        switch kind {
        case .segment, .group:
            let number = tree.nodes[node].ordinal
            terminal.line(
                indent + terminal.styled("\(number) ", .faint) + terminal.styled(Terminal.safe(name), .bold)
                    + titled(name, "  "))
            showFaults(of: node, indent: indent + "   ")
        case .message:
            break
        case .composite, .element, .attribute:
            let named = fullName(of: node, name)
            let label = Terminal.safe(named) + titled(named, " ")
            terminal.line(indent + label + value(of: node, by: here))
            showFaults(of: node, indent: indent + "   ")
        }
        for child in tree.children(of: node) { print(child, below: here, indent: indent + "   ") }
        if kind == .segment || kind == .group { showRest(of: node, indent: indent + "   ") }
    }

    /// An element of X12 is named by its place: `BEG03`, and `BEG03-2` for its second component.
    private func fullName(of node: Tree.Index, _ name: String) -> String {
        let found = tree.nodes[node]
        guard let first = name.utf8.first, (0x30...0x39).contains(first), name.utf8.count == 2,
            let tag = tree.tag(of: node)
        else { return name }
        let element = found.element < 10 ? "0\(found.element)" : "\(found.element)"
        guard found.component > 0 else { return tag + element }
        return tag + element + (found.component < 10 ? "-0" : "-") + "\(found.component)"
    }

    private func titled(_ name: String, _ blanks: String) -> String {
        guard let title = shape?.titles[name], let first = title.first else { return "" }
        return blanks + terminal.styled(String(first) + title.dropFirst().lowercased(), .faint)
    }

    private func value(of node: Tree.Index, by rule: Shape.Index?) -> String {
        guard let text = tree.text(of: node) else { return "" }
        var shown = ": " + terminal.styled(Terminal.safe(text), .cyan)
        if let rule, let title = shape?.value(of: rule)?.codes?.title(of: text) {
            shown += " = " + Terminal.safe(title)
        }
        return shown
    }

    /// The faults of a line, each printed once.
    private mutating func showFaults(of node: Tree.Index, indent: String) {
        let found = tree.nodes[node]
        let element: String? =
            found.element == 0 ? nil : found.component > 0 ? "\(found.element).\(found.component)" : "\(found.element)"
        for diagnostic in faults.removeValue(forKey: Place(segment: Int(found.ordinal), element: element)) ?? [] {
            DiagnosticReport(diagnostic).print(on: terminal, indent: indent)
        }
    }

    /// The faults of a segment's elements that are not there.
    private mutating func showRest(of node: Tree.Index, indent: String) {
        let segment = Int(tree.nodes[node].ordinal)
        for place in faults.keys.filter({ $0.segment == segment }).sorted(by: {
            ($0.element ?? "") < ($1.element ?? "")
        }) {
            for diagnostic in faults.removeValue(forKey: place) ?? [] {
                DiagnosticReport(diagnostic).print(on: terminal, indent: indent)
            }
        }
    }
}
