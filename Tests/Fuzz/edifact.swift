import EDIFACT
import Syntax

/// One input for the reader of EDIFACT, as it stands or wrapped.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    Holding.read(input, by: FoldedReader.reader(EDIFACTReader(), for: input[...]))
    return 0
}
