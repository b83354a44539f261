import Diagnostics
import Gateway
import TestPeers
import Testing

@Suite(.serialized) struct UnmappedSyntaxTests {
    private static let tradacoms =
        "STX=ANA:1+5000000000000:A+5010000000000:B+260921:093000+1++INVFIL'MHD=1+INVFIL:9'TYP=0700'MTR=3'"
        + "MHD=2+INVOIC:9'MTR=2'MHD=3+INVTLR:9'MTR=2'END=3'"

    @Test(
        "a document of a syntax without mapping or structure fails as such, and its bytes wait",
        arguments: StoreKind.all)
    func unmapped(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let messages = try await test.submit(Self.tradacoms).documents ?? []
            #expect(messages.map(\.status) == ["failed", "failed", "failed"])
            #expect(messages.allSatisfy { $0.diagnostics.map(\.code).contains("intake.document-unsupported") })
            #expect(test.legacy.effects.isEmpty && test.new.effects.isEmpty)
        }
    }
}
