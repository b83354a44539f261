import FlatFile
import Syntax

/// One input for the reader of separated values, with and without a header row, in what two charsets make of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    for hasHeader in [true, false] {
        let format = CSVFormat(
            type: "Order", version: "1", separator: hasHeader ? 0x3B : 0x2C, hasHeader: hasHeader,
            columns: ["OrderNo", "OrderDate", "Remark", "Line", "Item", "Quantity"], held: ["OrderNo", "OrderDate"],
            mandatory: ["OrderNo", "Item"], keys: ["OrderNo"], row: "line", charset: hasHeader ? nil : .latin1,
            names: .empty)
        _ = format.recognises(input[...])
        Holding.read(input, by: CSVReader(format: format))
    }
    return 0
}
