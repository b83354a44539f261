import Diagnostics
import Directories
import ReadingSupport
import Syntax
import X12

/// Transaction sets and TA1 segments of an interchange as flat trees, without what the reader found wrong.
func flatX12(_ bytes: [UInt8]) -> [Message] {
    let messages = (try? Reading(bytes, piece: .max, by: X12Reader()).messages) ?? []
    return messages.map { message in
        var message = message
        message.diagnostics = DiagnosticList()
        return message
    }
}

/// X12 read, nested and checked by the tables; what the reader found wrong is left out.
struct CheckedX12 {
    let messages: [Message]

    init(_ bytes: [UInt8], overlays: OverlaidShapes? = nil) {
        messages = flatX12(bytes).map { DirectoryLibrary.standard.nest($0, overlays: overlays) }
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    var diagnostics: [Diagnostic] { messages.flatMap(\.diagnostics.items) }
    var codes: [String] { diagnostics.map(\.code.rawValue) }
}

/// A transaction set in an envelope, one segment a line between ST and SE.
func x12(
    _ body: String, _ type: String = "850", group: String = "PO", version: String = "004010",
    repeats: String = "U*00401"
) -> String {
    let parties = "ZZ*BUYERCO        *ZZ*SELLERCO       "
    let header = "ISA*00*          *00*          *\(parties)*260921*0930*\(repeats)*000000101*0*T*>~"
    let segments = body.split(separator: "\n").map { "\($0)~" }.joined(separator: "\n")
    let count = body.split(separator: "\n").count + 2
    return """
        \(header)
        GS*\(group)*BUYERCO*SELLERCO*20260921*0930*1*X*\(version)~
        ST*\(type)*0001~
        \(segments)
        SE*\(count)*0001~
        GE*1*1~
        IEA*1*000000101~
        """
}
