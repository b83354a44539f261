import X12

/// One input for the reader of X12.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Holding.read(Holding.bytes(data, count), by: X12Reader())
    return 0
}
