import Diagnostics
import Gateway
import TestPeers
import Testing

@Suite(.serialized) struct UnmappedSyntaxTests {
    private static let x12 =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO-9**20260921~PO1*1*5*EA~"
        + "SE*4*0001~GE*1*101~IEA*1*000000101~"
    private static let tradacoms =
        "STX=ANA:1+5000000000000:A+5010000000000:B+260921:093000+1++ORDHDR'MHD=1+ORDHDR:9'TYP=0430'MTR=3'"
        + "MHD=2+ORDERS:9'MTR=2'MHD=3+ORDTLR:9'MTR=2'END=3'"

    @Test(
        "an order of a syntax without mapping or structure fails as such, and its bytes wait", arguments: StoreKind.all)
    func unmapped(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let outcome = try await test.submit(Self.x12)
            let document = try #require(outcome.documents?.first)
            #expect(outcome.documents?.count == 1)
            #expect(document.status == "failed" && document.format == "X12 850 004010")
            #expect(document.diagnostics.map(\.code) == ["mapping.none"])
            let messages = try await test.submit(Self.tradacoms).documents ?? []
            #expect(messages.map(\.status) == ["failed", "failed", "failed"])
            #expect(messages.allSatisfy { $0.diagnostics.map(\.code).contains("intake.document-unsupported") })
            #expect(test.legacy.effects.isEmpty && test.new.effects.isEmpty)
        }
    }
}
