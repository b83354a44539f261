import Syntax
import X12

/// One input for the reader of X12, as it stands or wrapped.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    Holding.read(input, by: FoldedReader.reader(X12Reader(), for: input[...]))
    return 0
}
