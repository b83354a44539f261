import Diagnostics
import Gateway
import TestPeers
import Testing

/// TRADACOMS order files on their whole way.
@Suite(.serialized) struct TradacomsOrderTests {
    private static func file(_ orders: [String], headerCount: Int = 6) -> String {
        let header =
            "MHD=1+ORDHDR:9'TYP=0430+NEW-ORDERS'SDT=4012345000009'CDT=5412345000013'FIL=1+1+260921'MTR=\(headerCount)'"
        let messages = orders.enumerated().map { index, number in
            "MHD=\(index + 2)+ORDERS:9'CLO=5412345000037'ORD=\(number)::260921'DIN=261001'"
                + "OLD=1+4012345000016++++10'OTR=1'MTR=7'"
        }
        let last = orders.count + 2
        return "STX=ANA:1+5412345000013:NORTHWIND+4012345000009:HARBOUR+260921:093000+1++ORDHDR'" + header
            + messages.joined() + "MHD=\(last)+ORDTLR:9'OFT=\(orders.count)'MTR=3'END=\(last)'"
    }

    @Test("each order of a file becomes a document with its buyer, and is delivered", arguments: StoreKind.all)
    func delivered(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let text = Self.file(["T-1", "T-2"])
            let documents = try await test.submit(text).documents ?? []
            #expect(documents.map(\.type) == ["order", "order"])
            #expect(documents.map(\.status) == ["delivered", "delivered"])
            #expect(test.legacy.effects.map(\.text) == [text])
        }
    }

    @Test("a header with a fault is a document that fails, and its orders go on", arguments: StoreKind.all)
    func damagedHeader(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let documents = try await test.submit(Self.file(["T-3"], headerCount: 9)).documents ?? []
            #expect(documents.map(\.status) == ["failed", "delivered"])
            #expect(documents.first?.diagnostics.map(\.code) == ["tradacoms.mtr-count"])
            #expect(test.legacy.effects.count == 1)
        }
    }
}
