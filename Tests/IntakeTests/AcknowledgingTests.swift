import Diagnostics
import EDIFACT
import Foundation
import Intake
import Rollout
import Syntax
import Testing
import X12

@Suite struct AcknowledgingTests {
    private static let moment = Instant(microseconds: 1_790_000_000_000_000)

    private static func answer(
        to text: String, _ profile: AcknowledgementProfile = AcknowledgementProfile()
    ) throws -> String? {
        let report = try #require(try Answered.reports(Array(text.utf8)).first)
        let bytes = try Acknowledging(profile).answer(to: report, number: 12, at: moment)
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    private static let order =
        "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+90001++++1'UNH+1+ORDERS:D:96A:UN:EAN008'"
        + "BGM+220+PO-1+9'DTM+137:20260921:102'NAD+BY+5412345000013::9'NAD+SU+4098765000010::9'"
        + "LIN+1++4000862141404:EN'QTY+21:TEN'UNS+S'CNT+2:1'UNT+10+1'UNZ+1+90001'"

    @Test("a fault of the directory is said with its code, segment, element and component, back to the sender")
    func contrl() throws {
        let answer = try Self.answer(to: Self.order)
        #expect(
            answer == "UNA:+.? 'UNB+UNOA:3+4098765000010:14+5412345000013:14+260921:1413+12'UNH+1+CONTRL:D:3:UN'"
                + "UCI+90001+5412345000013:14+4098765000010:14+7'UCM+1+ORDERS:D:96A:UN:EAN008+4'UCS+7'UCD+37+2:2'"
                + "UNT+6+1'UNZ+1+12'")
        let receipt = try Self.answer(to: Self.order, AcknowledgementProfile(contrl: .receipt))
        #expect(receipt?.contains("UCI+90001+5412345000013:14+4098765000010:14+8'UNT+3+1'") == true)
        let whole = try Self.answer(to: Self.order, AcknowledgementProfile(acceptance: .interchange))
        #expect(whole?.contains("+4098765000010:14+4+18'UCM+1+") == true)
    }

    @Test("neither a CONTRL nor a 997 is answered, nor what names no sender")
    func noAnswer() throws {
        let contrl = try #require(try Self.answer(to: Self.order))
        #expect(try Self.answer(to: contrl) == nil)
        let functional = try #require(try Self.answer(to: Self.x12Order))
        #expect(try Self.answer(to: functional) == nil)
        #expect(try Self.answer(to: "UNH+1+ORDERS:D:96A:UN'BGM+220+A1+9'UNT+3+1'") == nil)
        #expect(try Self.answer(to: "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>") == nil)
    }

    private static let x12Order =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*1*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO1**20260921~PO1*1*ten*EA~"
        + "CTT*1~SE*5*0001~GE*1*101~IEA*1*000000101~"

    @Test("an X12 order gets TA1 where it asks for it, and a 997 with the element that is wrong")
    func functional() throws {
        let answer = try #require(try Self.answer(to: Self.x12Order))
        #expect(
            answer.hasPrefix("ISA*00*          *00*          *ZZ*SELLERCO       *ZZ*BUYERCO        *260921*1413*U*"))
        #expect(answer.contains("TA1*000000101*260921*0930*A*000~GS*FA*SELLERCO*BUYERCO*20260921*1413*12*X*004010~"))
        #expect(answer.contains("AK1*PO*101~AK2*850*0001~AK3*PO1*3**8~AK4*2**6*ten~AK5*R*5~AK9*R*1*1*0~"))
        let implementation = try Self.answer(to: Self.x12Order, AcknowledgementProfile(functional: .implementation))
        #expect(implementation?.contains("ST*999*0001*005010X231A1~AK1*PO*101*004010~") == true)
    }

    /// The samples of the formats that are acknowledged.
    static let samples: [String] = {
        let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Corpus")
        return ["edifact", "x12"].flatMap { folder -> [String] in
            let path = corpus.appendingPathComponent(folder).path
            let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
            let tables: Set<String> = ["expected.txt", "directory.txt"]
            return names.filter { $0.contains(".") && !tables.contains($0) && !$0.hasSuffix(".md") }.sorted()
                .map { path + "/" + $0 }
        }
    }()

    @Test(
        "the acknowledgement of every sample is itself without a fault, and names what it answers", arguments: samples)
    func acknowledgementsAreValid(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for report in try Answered.reports(bytes) {
            let answer: [UInt8]?
            do {
                answer = try Acknowledging().answer(to: report, number: 12, at: Self.moment)
            } catch {
                // Parties of the envelope that no envelope can hold are the one reason.
                #expect(["edifact.envelope-unwritable", "x12.envelope-unwritable"].contains(error.code), "\(error)")
                continue
            }
            guard let answer else { continue }
            let read = try #require(try Answered.reports(answer).first)
            let text = String(decoding: answer, as: UTF8.self)
            #expect(read.errors.isEmpty && read.groups.allSatisfy { $0.errors.isEmpty }, "\(text)\n\(read.errors)")
            // What UCI, UCF and UCM repeat is the sender's, wrong as it may be.
            let repeated: Set<String> = ["UCI", "UCF", "UCM"]
            let own = read.groups.flatMap(\.messages).flatMap(\.errors).filter { error in
                error.position?.tag.map { !repeated.contains($0) } ?? true
            }
            #expect(own.isEmpty, "\(text)\n\(own)")
            let names =
                report.header.syntax == .x12 && !text.contains("TA1*")
                ? report.groups.compactMap(\.header?.reference) : [report.header.reference ?? "?"]
            #expect(names.allSatisfy(text.contains))
        }
    }
}
