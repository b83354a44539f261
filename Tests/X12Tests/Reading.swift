import Diagnostics
import ReadingSupport
import Syntax
import X12

extension Reading {
    /// Reads a payload in pieces of a size.
    init(
        _ bytes: [UInt8], piece: Int = .max, limits: X12Reader.Limits = .init(), charset: Charset? = nil
    ) throws {
        try self.init(bytes, piece: piece, by: X12Reader(charset: charset, limits: limits))
    }

    init(_ text: String, piece: Int = .max, limits: X12Reader.Limits = .init()) throws {
        try self.init(Array(text.utf8), piece: piece, limits: limits)
    }
}

/// A small order that has nothing wrong, a segment a line.
let order = """
    ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~
    GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~
    ST*850*0001~
    BEG*00*SA*PO-9**20260921~
    REF*CT*FRAME-77~
    N1*BY*BUYER STORES*UL*5412345000013~
    PO1*1*48*CA*1.19**UP*036000291452~
    PID*F****MINERAL WATER 1>1~
    CTT*1*48~
    SE*8*0001~
    GE*1*101~
    IEA*1*000000101~

    """

/// The same with version 00501 and a repetition separator.
let repeating = order.changing("*U*00401*", to: "*^*00501*").changing("004010", to: "005010")
