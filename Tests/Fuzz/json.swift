import Diagnostics
import FlatFile
import Orders
import Syntax

/// One input for the reader of canonical JSON: the cutting into documents, and what each document says. What is read is
/// written the same when it is read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Holding.bytes(data, count)
    let documents = Set(CanonicalDocument.DocumentType.allCases.map(\.rawValue))
    let reading = Holding.read(input, by: JSONDocumentReader(documents: documents, version: "1", limit: 32_768))
    for message in reading.messages {
        let (document, diagnostics) = CanonicalDocument.read(json: Array(input[message.range]))
        for found in diagnostics.items.prefix(20) where Catalogue.english.wording(of: found).rule.isEmpty {
            fatalError("\(found.code) has no sentence")
        }
        guard let document else { continue }
        let written = document.jsonBytes
        guard CanonicalDocument.read(json: written).document?.jsonBytes == written else {
            fatalError("what is written is read otherwise")
        }
    }
    return 0
}
