import Diagnostics
import Gateway
import TestPeers
import Testing

@Suite(.serialized) struct UnmappedSyntaxTests {
    private static let x12 =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO-9**20260921~SE*3*0001~GE*1*101~"
        + "IEA*1*000000101~"

    @Test("an X12 order that no structure is known for fails as such, and its bytes wait", arguments: StoreKind.all)
    func unmapped(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let outcome = try await test.submit(Self.x12)
            let document = try #require(outcome.documents?.first)
            #expect(outcome.documents?.count == 1)
            #expect(document.status == "failed" && document.format == "X12 850 004010")
            #expect(document.diagnostics.map(\.code) == ["intake.document-unsupported"])
            #expect(test.legacy.effects.isEmpty && test.new.effects.isEmpty)
        }
    }
}
