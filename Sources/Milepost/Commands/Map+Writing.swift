import ArgumentParser
import Diagnostics
import Foundation
import Intake
import Mapping
import Orders
import Rollout

extension Map {
    /// Prints the message that a mapping makes of a canonical document, and on standard error what no rule wrote.
    func writeDocument(by library: MappingLibrary) throws {
        let (document, diagnostics) = CanonicalDocument.read(json: try InputFile(files[0]).bytes())
        guard let document, !diagnostics.hasErrors else {
            throw CommandFailure(.no, diagnostics.items.map { DiagnosticReport($0) })
        }
        // As the first document of the first interchange, on a day that never changes: the same file gives the same.
        let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
        do {
            if let answers {
                let question = try answered(by: document, in: answers, library)
                show(try AnswerWriting(library).write(document, to: question, from: origin))
            } else {
                let named = try Self.named(mapping ?? "", in: library)
                let shapes = MessageShapes.standard.with(library.shapes)
                let writing = PayloadWriting(mappings: [named], settings: settings, shapes: shapes)
                show(try writing.write(document, from: origin))
            }
        } catch let error as PayloadFault {
            if json { show(message: nil, contentType: nil, [], error.diagnostics) } else { report(error.diagnostics) }
            throw ExitCode(CommandFailure.Exit.no.rawValue)
        } catch let error as Diagnostic {
            throw CommandFailure(.usage, [DiagnosticReport(error)])
        }
    }

    /// The settings by name; of two of one name the later one counts.
    private var settings: [String: String] {
        let pairs = setting.map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        }
        return Dictionary(pairs.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    }

    /// The order in a file that a document answers: the one that bears its number, else the only one.
    private func answered(
        by document: CanonicalDocument, in file: String, _ library: MappingLibrary
    ) throws -> OrderInQuestion {
        let read = PayloadMapping(library).read(try InputFile(file).bytes())
        let orders = read.flatMap(\.answerable)
        let named = orders.filter { document.orderNumbers.contains($0.document.number) }
        if let order = named.first ?? (orders.count == 1 ? orders.first : nil) { return order }
        let faults = orders.isEmpty ? read.flatMap(\.faults) : []
        if !faults.isEmpty { throw CommandFailure(.no, faults.map { DiagnosticReport($0) }) }
        throw CommandFailure(
            .no, "client.order-missing", value: ArgumentPath.shown(file),
            facts: ["number": document.orderNumbers.joined(separator: ", ")])
    }

    private func show(_ payload: WrittenPayload) {
        if json {
            let text = String(decoding: payload.bytes, as: UTF8.self)
            return show(message: text, contentType: payload.contentType, payload.unwritten, payload.diagnostics)
        }
        Terminal.output.write(bytes: payload.bytes)
        if payload.bytes.last != UInt8(ascii: "\n") { Terminal.output.line() }
        report(payload.diagnostics)
        var table = TextTable(["not written", "value"])
        for value in payload.unwritten { table.add([value.path, value.value]) }
        if !table.isEmpty { table.print(on: .errors) }
    }

    private func show(
        message: String?, contentType: String?, _ unwritten: [UnwrittenValue], _ diagnostics: [Diagnostic]
    ) {
        let values = unwritten.map { JSONValue.object([("path", .string($0.path)), ("value", .string($0.value))]) }
        let answer = JSONValue.object([
            ("message", message.map { .string($0) } ?? .null),
            ("contentType", contentType.map { .string($0) } ?? .null), ("unwritten", .array(values)),
            ("diagnostics", .array(diagnostics.map { DiagnosticReport($0).json })),
        ])
        Terminal.output.write(bytes: answer.bytes)
        Terminal.output.line()
    }
}
