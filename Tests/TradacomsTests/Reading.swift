import Diagnostics
import ReadingSupport
import Syntax
import Tradacoms

extension Reading {
    /// Reads a payload in pieces of a size.
    init(
        _ bytes: [UInt8], piece: Int = .max, limits: TradacomsReader.Limits = .init(), charset: Charset? = nil
    ) throws {
        try self.init(bytes, piece: piece, by: TradacomsReader(charset: charset, limits: limits))
    }

    init(_ text: String, piece: Int = .max, limits: TradacomsReader.Limits = .init()) throws {
        try self.init(Array(text.utf8), piece: piece, limits: limits)
    }
}

/// A small order file that has nothing wrong, a segment a line.
let orders = """
    STX=ANA:1+5000000000000:SOME STORES LTD+5010000000000:SUPPLIER UK LTD+260921:093000+000007+PASSW+ORDHDR+B'
    MHD=1+ORDHDR:9'
    TYP=0430+NEW-ORDERS'
    SDT=5010000000000:000030034'
    CDT=5000000000000'
    FIL=1630+1+260921'
    MTR=6'
    MHD=2+ORDERS:9'
    CLO=5000000000283:89828+EAST DEPOT'
    ORD=70970::260921'
    OLD=1+5010210000000++:00893592+12+60++++CRUSTY ROLLS?: 4?+1:4 PACK'
    OTR=1'
    MTR=6'
    MHD=3+ORDERS:9'
    CLO=5000000000283:89828+WEST DEPOT'
    ORD=70971::260921'
    OLD=1+5010210000000++:00893592+12+6'
    OTR=1'
    MTR=6'
    MHD=4+ORDTLR:9'
    OFT=2'
    MTR=3'
    END=4'

    """
