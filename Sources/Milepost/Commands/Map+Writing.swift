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
        let named: CompiledMapping
        do throws(Diagnostic) {
            named = try Self.named(mapping ?? "", in: library)
        } catch {
            throw CommandFailure(.usage, [DiagnosticReport(error)])
        }
        do throws(PayloadFault) {
            // As the first document of the first interchange, on a day that never changes: the same file gives the same.
            let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
            let shapes = MessageShapes.standard.with(library.shapes)
            show(try PayloadWriting(mappings: [named], shapes: shapes).write(document, from: origin))
        } catch {
            if json { show(message: nil, contentType: nil, [], error.diagnostics) } else { report(error.diagnostics) }
            throw ExitCode(CommandFailure.Exit.no.rawValue)
        }
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
