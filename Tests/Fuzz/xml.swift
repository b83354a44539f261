import XMLFormat

/// One input for the reader of XML, schemas included.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Holding.read(Holding.bytes(data, count), by: XMLFormatReader())
    return 0
}
