import EDIFACT

/// One input for the reader of EDIFACT.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Holding.read(Holding.bytes(data, count), by: EDIFACTReader())
    return 0
}
