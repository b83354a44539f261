import Diagnostics
import Directories
import EDIFACT
import Syntax
import X12

/// One input read, nested and checked by its directory, acknowledged; the acknowledgement written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    if input.starts(with: Array("ISA".utf8)) {
        for report in reports(input, by: X12Reader()) { answerX12(report) }
    } else {
        for report in reports(input, by: EDIFACTReader()) { answerEDIFACT(report) }
    }
    return 0
}

/// What is found in an input, every message nested by its directory.
private func reports(_ input: [UInt8], by fresh: some InterchangeReader) -> [InterchangeReport] {
    var reader = fresh
    var reports: [InterchangeReport] = []
    func take(_ event: ReaderEvent) {
        switch event {
        case .interchange(let header): reports.append(InterchangeReport(header: header))
        case .message(let flat):
            let nested = DirectoryLibrary.standard.nest(flat)
            if let fault = nested.tree.fault { fatalError(fault) }
            for found in nested.diagnostics.items { Holding.hold(found, in: input) }
            reports[reports.count - 1].take(.message(nested))
        case .group, .end: reports[reports.count - 1].take(event)
        }
    }
    do {
        try reader.read(input[...]) { take($0) }
        try reader.finish { take($0) }
    } catch {
        fatalError("a reader throws what its caller did not: \(error)")
    }
    return reports
}

/// CONTRL and APERAK; what the sender wrote into its envelope may not fit into ours, and that alone may be refused.
private func answerEDIFACT(_ report: InterchangeReport) {
    let contrl = Contrl(of: report) { found in
        ContrlFault.of(found.code).map { fault in
            SyntaxError(value: fault.code, level: SyntaxError.Level(rawValue: fault.level.rawValue), at: found.position)
        }
    }
    let envelope = InterchangeEnvelope(
        sender: EnvelopeParty("A"), recipient: EnvelopeParty("B"), reference: "1", date: "20260921", time: "1015",
        syntax: "UNOY", version: 4)
    guard var writer = try? EDIFACTWriter(envelope) else { fatalError("no writer") }
    do {
        try writer.add(contrl, reference: "1")
        for message in report.groups.flatMap(\.messages).prefix(3) {
            try writer.add(Aperak(of: message, number: "1", date: "20260921"), reference: "2")
        }
        let bytes = try writer.finish()
        let read = Holding.read(bytes, by: EDIFACTReader())
        let isWrong = read.diagnostics.contains { $0.severity == .error && $0.code != "edifact.message-duplicate" }
        if isWrong { fatalError("what was written is wrong: \(read.codes)") }
    } catch {
        guard refusals.contains(error.code) else { fatalError("\(error)") }
    }
}

/// 997 and TA1.
private func answerX12(_ report: InterchangeReport) {
    let envelope = X12Envelope(
        sender: EnvelopeParty("A", qualifier: "ZZ"), receiver: EnvelopeParty("B", qualifier: "ZZ"),
        controlNumber: "000000001", date: "260921", time: "1015")
    guard var writer = try? X12Writer(envelope, charset: .utf8) else { fatalError("no writer") }
    do {
        try writer.add(InterchangeAcknowledgment(of: report, date: "260921", time: "1015"))
        for group in FunctionalAcknowledgment.all(of: report, translate: functionalCode) {
            try writer.openGroup(
                FunctionalGroup(
                    identifier: "FA", sender: "A", receiver: "B", date: "20260921", time: "1015", controlNumber: "1"))
            try writer.add(group, controlNumber: "0001")
            try writer.closeGroup()
        }
        Holding.read(try writer.finish(), by: X12Reader(charset: .utf8))
    } catch {
        guard refusals.contains(error.code) else { fatalError("\(error)") }
    }
}

private func functionalCode(_ found: Diagnostic) -> AcknowledgmentCode? {
    guard let fault = X12Fault.of(found.code) else { return nil }
    switch fault.level {
    case .transactionSet: return .transactionSet(fault.code)
    case .segment: return .segment(fault.code)
    case .element: return .element(fault.code)
    }
}

/// What a writer says of values that are the sender's.
private let refusals: Set<Code> = [
    "edifact.character-unwritable", "edifact.aperak-unwritable", "x12.character-unwritable", "x12.separator-unwritable",
    "x12.envelope-unwritable",
]
