import Tradacoms

/// One input for the reader of Tradacoms.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Holding.read(Holding.bytes(data, count), by: TradacomsReader())
    return 0
}
