import Diagnostics
import Syntax

/// The files of a transmission: a header message (ORDHDR), the messages, a trailer message (ORDTLR).
extension TradacomsReader {
    /// Follows the files by the types of messages, before the message itself is read.
    mutating func noteFile(of type: String, at segment: SplitSegment) {
        if type.hasSuffix("HDR") || type.hasSuffix("FIL") {
            closeFile()
            transmission?.file = FileState(prefix: String(type.prefix(3)), header: type)
        } else if transmission?.file == nil, transmission?.hasHeader == true, type.hasSuffix("TLR") {
            report(
                Diagnostic("tradacoms.file-trailer-unexpected", at: position(of: segment, element: "2.1"), value: type))
            transmission?.earlyTrailers.insert(String(type.prefix(3)))
        } else if let file = transmission?.file {
            if type == file.prefix + "TLR" { return }
            if type == "ORDERS" || file.header == "ORDHDR" { transmission?.file?.orders += 1 }
        } else if type != "RSGRSG", !type.isEmpty, transmission?.hasHeader == true {
            report(
                Diagnostic("tradacoms.file-header-missing", at: position(of: segment, element: "2.1"), value: type))
            transmission?.file = FileState(
                prefix: String(type.prefix(3)), header: type, orders: type == "ORDERS" ? 1 : 0)
        }
    }

    /// Between ORDHDR and ORDTLR stand orders; a message of another type was meant for one, or is in the wrong file.
    mutating func checkPlace(of type: String, at segment: SplitSegment) {
        guard transmission?.file?.header == "ORDHDR", !["ORDHDR", "ORDERS", "ORDTLR", "RSGRSG", ""].contains(type)
        else {
            return
        }
        report(
            Diagnostic("tradacoms.file-message", at: position(of: segment, element: "2.1"), value: type))
    }

    /// OFT in the trailer of an order file counts its orders.
    mutating func countOrders(_ segment: SplitSegment) {
        guard segment.tag == "OFT", message?.type == "ORDTLR", let file = transmission?.file else { return }
        checkCount(segment, "tradacoms.order-count", actual: file.orders)
    }

    /// The trailer message has been read: the file is complete.
    mutating func endFile(of type: String) {
        guard let file = transmission?.file, type == file.prefix + "TLR" else { return }
        transmission?.file = nil
    }

    /// A file whose trailer message did not come.
    mutating func closeFile() {
        guard let file = transmission?.file else { return }
        transmission?.file = nil
        // One that came too early was told of there.
        if transmission?.earlyTrailers.remove(file.prefix) != nil { return }
        report(
            Diagnostic(
                "tradacoms.file-trailer-missing", at: missingPosition(of: "MHD", before: segmentStart),
                value: file.header,
                facts: ["trailer": file.prefix + "TLR"]))
    }
}
