import Diagnostics
import Syntax

/// The faults that nesting finds, with their places.
extension Nesting {
    /// Counts a fault that the list has no room for; false while it has room. Saves making the facts of what is not kept.
    mutating func isOnlyCounted(
        _ code: Code, _ severity: Severity = .error, element: Int = 0, component: Int = 0
    ) -> Bool {
        guard diagnostics.items.count >= diagnostics.limit else { return false }
        diagnostics.append(Diagnostic(code, weight(code, severity, element, component)))
        return true
    }

    /// How much a fault weighs here: less by a directory that is not the sender's, what the tolerances say.
    private func weight(_ code: Code, _ severity: Severity, _ element: Int, _ component: Int) -> Severity {
        var weight = severity
        if leniency.isSubstitute, Leniency.doubtful.contains(code) { weight = min(weight, .warning) }
        guard !shape.tolerances.isEmpty else { return weight }
        let tag = input[segment].name.packedText
        let element = Self.number(element, component)
        for tolerance in shape.tolerances where tolerance.covers(code, tag: tag, element: element) {
            weight = tolerance.severity
        }
        return weight
    }

    /// Whether what is agreed with the sender says how much a fault weighs.
    private func isTolerated(_ code: Code, _ element: Int, _ component: Int) -> Bool {
        guard !shape.tolerances.isEmpty else { return false }
        let (tag, element) = (input[segment].name.packedText, Self.number(element, component))
        return shape.tolerances.contains { $0.covers(code, tag: tag, element: element) }
    }

    /// An element's number with its component's behind a dot, nil for none.
    private static func number(_ element: Int, _ component: Int) -> String? {
        element > 0 ? (component > 0 ? "\(element).\(component)" : "\(element)") : nil
    }

    /// Adds a fault at a node of the flat tree or so many bytes before it, or behind the last segment.
    mutating func report(
        _ code: Code, _ severity: Severity = .error, node: Int, before: Int = 0, element: Int = 0, component: Int = 0,
        value: String? = nil, facts: [String: String] = [:], isBehind: Bool = false
    ) {
        if element > 0, isReaders(code, element, component) || isTold(code, element, component) { return }
        guard !isOnlyCounted(code, severity, element: element, component: component) else { return }
        var position = place(isBehind ? values.count : Int(input[node].offset) - before)
        position.segment = Int(input[segment].ordinal) + (isBehind ? 1 : 0)
        position.tag = isBehind ? nil : input[segment].name.packedText
        position.element = Self.number(element, component)
        let weight = weight(code, severity, element, component)
        var facts = facts
        if weight == .warning, isTolerated(code, element, component) { facts[MessageReport.toleratedFact] = "yes" }
        diagnostics.append(Diagnostic(code, weight, at: position, value: value, facts: facts))
    }

    /// Whether the reader has told of a fault: it looks at the headers and trailers of messages itself.
    private func isReaders(_ code: Code, _ element: Int, _ component: Int) -> Bool {
        // What an overlay asks for behind them, such as 0057, is not the reader's.
        guard element <= 2, component <= 4, let tag = input[segment].name.packedText else { return false }
        switch tag {
        case "UNH", "MHD": return code == "directory.element-missing" || code == "directory.component-missing"
        case "ST": return code == "directory.element-missing"
        case "UNT", "SE", "MTR": return code == "directory.element-missing" || code == "directory.number-invalid"
        default: return false
        }
    }

    /// Whether a value has an error that was told of, such as a control character or a wrong count: what it is for the
    /// directory follows from that. A trailer repeats the reference of its header with what is wrong there.
    private mutating func isTold(_ code: Code, _ element: Int, _ component: Int) -> Bool {
        guard Self.ofValues.contains(code) else { return false }
        let tag = input[segment].name.packedText ?? ""
        let header = Self.repeated[tag]
        if let header, header.isTrailer, element == 2 {
            return isTold(code, ToldPlace(segment: 1, element: header.element))
                || isTold(code, ToldPlace(segment: Int(input[segment].ordinal), element: "2"))
        }
        let place = ToldPlace(segment: Int(input[segment].ordinal), element: Self.number(element, component))
        if isTold(code, place) { return true }
        if let header, !header.isTrailer, place.element == header.element { told[place] = false }
        // Where the first component was read, nothing said yet that it is one.
        return component == 1 && isTold(code, ToldPlace(segment: place.segment, element: "\(element)"))
    }

    private func isTold(_ code: Code, _ place: ToldPlace) -> Bool {
        guard let isOfCharacters = told[place] else { return false }
        return !isOfCharacters || !Self.ofLengths.contains(code)
    }

    /// The element of a message's header that its trailer repeats as its second.
    private static let repeated: [String: (element: String, isTrailer: Bool)] = [
        "UNH": ("1", false), "UNT": ("1", true), "ST": ("2", false), "SE": ("2", true),
    ]

    private static let ofLengths: Set<Code> = ["directory.too-long", "directory.too-short"]

    /// What can be wrong with a value.
    private static let ofValues: Set<Code> = [
        "directory.too-long", "directory.too-short", "directory.number-invalid", "directory.decimal-invalid",
        "directory.number-leading-digit", "directory.type-alphabetic", "directory.code-unknown",
        "directory.date-invalid", "directory.time-invalid",
    ]

    /// Whether a segment without a place belongs to the group that the misplaced one before it does: then the group's first
    /// segment is missing or wrong, and that is told once.
    mutating func followsMisplaced(_ tag: UInt32) -> Bool {
        guard misplaced != 0, tag != misplaced, shape.plan.tags.contains(tag) else {
            misplaced = shape.plan.tags.contains(tag) ? tag : 0
            return false
        }
        if plan.nodes.indices.contains(where: { holds($0, misplaced) && holds($0, tag) }) { return true }
        misplaced = tag
        return false
    }

    /// Whether a segment stands in a group behind its first, directly or in the groups in it.
    private func holds(_ group: Int, _ tag: UInt32) -> Bool {
        let node = plan.nodes[group]
        guard node.kind == .group, group > 0 else { return false }
        return (Int(node.firstChild)..<Int(node.endChild)).contains { child in
            plan.openers[child] == tag || holds(child, tag)
        }
    }

    /// The offset and line of a byte of the message.
    private mutating func place(_ offset: Int) -> Position {
        if tree.preamble != nil || tree.fold != nil { return tree.position(at: offset) }
        var position = tree.origin
        position.offset = (tree.origin.offset ?? 0) + offset
        position.line = (tree.origin.line ?? 1) + lines.breaks(before: offset, in: values)
        return position
    }

    /// A segment of no use to this message, or of use elsewhere in it.
    mutating func reportPlace(_ tag: UInt32) {
        let text = input[segment].name.packedText ?? ""
        let facts = ["message": shape.name, "directory": shape.version]
        // A tag that the reader has already called invalid, or unchecked, is not reported again.
        guard isTag(tag), !isSecurity(text) else { return }
        if isOnlyCounted("directory.segment-misplaced") { return }
        if shape.plan.tags.contains(tag) {
            report("directory.segment-misplaced", node: segment, value: text, facts: facts)
        } else if shape.otherTags.contains(input[segment].name) {
            report("directory.segment-foreign", node: segment, value: text, facts: facts)
        } else {
            report("directory.segment-unknown", node: segment, value: text, facts: facts)
        }
    }

    /// The security segments of EDIFACT, which may stand in every message (ISO 9735-5).
    private func isSecurity(_ tag: String) -> Bool {
        shape.notation != .positions
            && ["USA", "USC", "USD", "USH", "USL", "USR", "UST", "USU", "USX", "USY"].contains(tag)
    }

    /// Three capitals or digits; in X12 two or three.
    private func isTag(_ tag: UInt32) -> Bool {
        for shift in [UInt32(24), 16, 8] {
            let byte = UInt8(truncatingIfNeeded: tag >> shift)
            if byte == 0, shift == 8, shape.notation == .positions { continue }
            guard (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) else { return false }
        }
        return tag & 0xFF == 0
    }

    mutating func reportTooMany(_ child: Int) {
        let node = plan.nodes[child]
        if node.maximum == 0 {
            return report(
                "directory.segment-unused", node: segment, value: input[segment].name.packedText,
                facts: ["message": shape.name])
        }
        report(
            node.kind == .group ? "directory.group-repeats" : "directory.segment-repeats", node: segment,
            value: input[segment].name.packedText, facts: ["maximum": "\(node.maximum)"])
    }

    /// Reports what should have stood between a frame's position and a child, at the segment that came instead,
    /// behind the last one where none did.
    mutating func reportMissing(from frame: Frame, to child: Int) {
        for index in frame.position..<child {
            let node = plan.nodes[index]
            guard node.tag != 0, node.minimum > 0 else { continue }
            if index == frame.position, frame.occurrences > 0 { continue }
            let tag = Name(rawValue: node.tag).packedText ?? ""
            // The reader has said that the trailer is missing.
            if tag == "UNT" || tag == "SE" || tag == "MTR" || (isEnded && leniency.isCut) { continue }
            report(
                node.kind == .group ? "directory.group-missing" : "directory.segment-missing", node: segment,
                value: tag,
                facts: ["tag": tag, "before": isEnded ? "the end" : input[segment].name.packedText ?? ""],
                isBehind: isEnded)
        }
    }
}

/// Counts line breaks up to an offset, starting from the offset that was asked for last.
struct LineFinder {
    private var offset = 0
    private var breaks = 0

    mutating func breaks(before target: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        let target = min(target, bytes.count)
        if target >= offset {
            breaks += LineBreaks.count(in: UnsafeRawBufferPointer(rebasing: bytes[offset..<target]))
        } else {
            breaks -= LineBreaks.count(in: UnsafeRawBufferPointer(rebasing: bytes[target..<offset]))
        }
        offset = target
        return breaks
    }
}
