import Diagnostics
import Syntax

/// What no input may lead to, for all fuzz targets: a broken reading ends the process, so that the fuzzer keeps the input.
enum Holding {
    /// The bytes that the fuzzer gives.
    static func bytes(_ data: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: data, count: count))
    }

    /// Reads the input whole and in pieces of a length that the input itself says, and holds both to their form.
    @discardableResult static func read(_ input: [UInt8], by reader: some InterchangeReader) -> Reading {
        let piece = Int(input.last ?? 0) % 61 + 1
        guard let whole = try? Reading(input, piece: .max, by: reader),
            let pieces = try? Reading(input, piece: piece, by: reader)
        else { fatalError("a reader throws what its caller did not") }
        if let fault = whole.fault(in: input) { fatalError(fault) }
        guard whole.codes == pieces.codes, whole.contents == pieces.contents,
            whole.diagnostics.map(\.position) == pieces.diagnostics.map(\.position)
        else { fatalError("in pieces of \(piece) it reads otherwise") }
        // Sentences take time; what differs from input to input is at the front.
        for found in whole.diagnostics.prefix(20) { hold(found, in: input) }
        return whole
    }

    /// A report stands within the input and has its sentences.
    static func hold(_ found: Diagnostic, in input: [UInt8]) {
        if let offset = found.position?.offset, !(0...input.count).contains(offset) {
            fatalError("\(found.code) at \(offset) of \(input.count)")
        }
        let wording = Catalogue.english.wording(of: found)
        if wording.rule.isEmpty { fatalError("\(found.code) has no sentence") }
    }
}
