import Diagnostics
import FlatFile
import Syntax

/// One input for the reader of fixed columns, in UTF-8 and in a charset of one byte a character. What is read can be written, or
/// is refused with a reason, and what is written is read again as as many documents.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    for charset in [nil, .windows1252] as [Charset?] {
        let format = FixedFormat(
            type: "Order", version: "1", first: ["head", "line"],
            records: [
                .init(
                    "head", tag: "10",
                    columns: [.init("Number", width: 10), .init("Date", width: 8), .init("Customer", width: 13)]),
                .init(
                    "line", tag: "20",
                    columns: [
                        .init("Line", width: 4, isNumber: true), .init("Item", width: 15),
                        .init("Quantity", width: 11, isNumber: true),
                    ], children: ["text"]),
                .init("text", tag: "21", columns: [.init("Text", width: 60)]),
            ], charset: charset, base: .empty)
        _ = format.recognises(input[...])
        let reading = Holding.read(input, by: FixedReader(format: format))
        for message in reading.messages where message.diagnostics.isEmpty {
            guard let written = try? FixedWriter.write(message.tree, as: format) else { continue }
            let again = Holding.read(written, by: FixedReader(format: format))
            guard again.messages.count == 1 else { fatalError("\(again.messages.count) documents of one") }
        }
    }
    return 0
}
