import Diagnostics
import Syntax

/// The checks of single values: length, kind of characters, notation of numbers, codes.
extension Nesting {
    /// Checks the value of a flat node at a place.
    @inline(__always) mutating func check(_ place: Int, _ index: Int, _ component: Int) {
        let (start, length) = (input[index].valueStart, input[index].valueLength)
        if !quick.isRight(at: start, length: length, plan.places[place].limits) { checkSlowly(place, index, component) }
    }

    /// A value that ``QuickCheck`` does not know to be right.
    mutating func checkSlowly(_ place: Int, _ index: Int, _ component: Int) {
        let (limits, node) = (plan.places[place].limits, Int(plan.places[place].node))
        let length = input[index].valueLength
        if length &- limits.quickMinimum > limits.quickSpan { checkClosely(node, index, component) }
        if length > 0, limits.tableStart >= 0 { checkCode(node, index, component) }
    }

    /// A value that is not clearly right by its number of bytes.
    private mutating func checkClosely(_ node: Int, _ index: Int, _ component: Int) {
        let rule = plan.rules[Int(plan.nodes[node].rule)]
        switch rule.look {
        case .number: checkNumber(rule, node, index, component)
        case .real, .implied: checkReal(rule, node, index, component)
        case .date: checkDate(rule, node, index, component)
        case .time: checkTime(rule, node, index, component)
        case .bytes: checkLength(Int(input[index].valueLength), rule, node, index, component)
        case .text, .letters: checkText(rule, node, index, component)
        }
    }

    /// A code that the table may not hold as it stands: it may be released, or borrowed.
    private mutating func checkCode(_ node: Int, _ index: Int, _ component: Int) {
        let rule = Int(plan.nodes[node].rule)
        guard rule >= 0, let list = shape.values[rule].codes else { return }
        let plain = decoding.release.map { ValueDecoding.unreleased(raw(index), $0)[...] } ?? raw(index)
        if list.contains(plain) { return }
        // When nothing more is kept and the message is wrong anyhow, the severity makes no difference.
        let isFull = diagnostics.items.count >= diagnostics.limit && diagnostics.hasErrors
        let severity = isFull ? .warning : severity(ofCode: plain, list, node, index, component)
        let element = Int(input[index].element)
        if isOnlyCounted("directory.code-unknown", severity, element: element, component: component) { return }
        report(
            "directory.code-unknown", severity, node: index, element: Int(input[index].element), component: component,
            value: text(index),
            facts: ["element": describe(node, Int(input[index].element), component), "directory": shape.version])
    }

    /// Whose code is it? A composite that names another agency's list has that agency's codes. In the message of a subset,
    /// EANCOM's own codes end in `E`, national guides agree on codes that start with `Z`, and codes of other directories
    /// are borrowed: warnings, since the mapping decides whether it knows them. Beyond these, a subset's unknown code is
    /// a warning where it only labels something, and an error in a qualifier, without which the value beside it means
    /// nothing.
    private mutating func severity(
        ofCode code: ArraySlice<UInt8>, _ list: CodeList, _ node: Int, _ index: Int, _ component: Int
    ) -> Severity {
        if component > 0, namesOtherAgency(index, component) { return .warning }
        guard isSubset else { return .error }
        let isOwn = code.first == UInt8(ascii: "Z") || (code.last == UInt8(ascii: "E") && code.count > 1)
        if isOwn || !plan.nodes[node].isQualifier { return .warning }
        return isBorrowed(code, list, node) ? .warning : .error
    }

    /// Whether another directory has a code. The longest code of all has six characters.
    private mutating func isBorrowed(_ code: ArraySlice<UInt8>, _ list: CodeList, _ node: Int) -> Bool {
        guard code.count <= 8 else { return false }
        let key = BorrowedCode(rule: Int(plan.nodes[node].rule), code: Array(code))
        if let known = borrowed[key] { return known }
        let isKnown = list.isBorrowed(code)
        borrowed[key] = isKnown
        return isKnown
    }

    /// Whether the composite around a value says that its code list is kept by another agency than UN (3055 other than 6).
    private func namesOtherAgency(_ index: Int, _ component: Int) -> Bool {
        let agency = Int(plan.bodies[compositeBody].agency)
        guard agency > 0, agency != component, input[index].component > 0 else { return false }
        var composite = index
        while composite > segment, input[composite].kind != .composite { composite -= 1 }
        guard composite > segment else { return false }
        for next in composite + 1..<Int(input[composite].end) where Int(input[next].component) == agency {
            return !raw(next).elementsEqual([UInt8(ascii: "6")])
        }
        return false
    }

    /// Length and characters of a text, without release characters.
    private mutating func checkText(_ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int) {
        guard let text = text(index) else { return }
        checkLength(text.unicodeScalars.count, rule, node, index, component)
        guard rule.look == .letters, text.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) else { return }
        report(
            "directory.type-alphabetic", node: index, element: Int(input[index].element), component: component,
            value: text, facts: ["element": describe(node, Int(input[index].element), component)])
    }

    /// A number: digits with at most one decimal mark between them and a minus before (ISO 9735-1:2002, 10).
    private mutating func checkNumber(_ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int) {
        let start = Int(input[index].valueStart)
        let end = start &+ Int(input[index].valueLength)
        var digits = 0
        var digitsBefore = 0
        var marks = 0
        var hasForeign = false
        for offset in start..<end {
            let byte = values[offset]
            if byte &- 0x30 < 10 {
                digits &+= 1
            } else if byte == 0x2D, offset == start {
                continue
            } else if byte == 0x2E || byte == 0x2C {
                marks &+= isMark(byte) ? 1 : 2
                digitsBefore = digits
            } else if byte != decoding.release {
                hasForeign = true
            }
        }
        if hasForeign || digits == 0 || marks > 1 || (marks == 1 && digits == digitsBefore) {
            let code: Code =
                !hasForeign && digits > 0 ? "directory.decimal-invalid" : "directory.number-invalid"
            if isOnlyCounted(code, element: Int(input[index].element), component: component) { return }
            report(
                code, node: index, element: Int(input[index].element), component: component,
                value: text(index),
                facts: ["element": describe(node, Int(input[index].element), component), "mark": markName])
            return
        }
        if marks == 1, digitsBefore == 0 {
            report(
                "directory.number-leading-digit", .warning, node: index, element: Int(input[index].element),
                component: component, value: text(index),
                facts: ["element": describe(node, Int(input[index].element), component)])
        }
        if digits > Int(rule.maximum) || digits < Int(rule.minimum) {
            checkLength(digits, rule, node, index, component)
        }
    }

    private func isMark(_ byte: UInt8) -> Bool {
        guard let mark = decoding.decimalMark else { return byte == 0x2E || byte == 0x2C }
        return byte == mark
    }

    var markName: String {
        decoding.decimalMark.map { String(Unicode.Scalar($0)) } ?? ". or ,"
    }

    mutating func checkLength(
        _ length: Int, _ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int
    ) {
        let isLong = length > Int(rule.maximum)
        guard isLong || length < Int(rule.minimum) else { return }
        let code: Code = isLong ? "directory.too-long" : "directory.too-short"
        if isOnlyCounted(code, element: Int(input[index].element), component: component) { return }
        let representation = shape.values[Int(plan.nodes[node].rule)].representation
        report(
            code, node: index, element: Int(input[index].element),
            component: component, value: text(index),
            facts: [
                "element": describe(node, Int(input[index].element), component), "representation": representation,
                "length": "\(length)",
            ])
    }
}
