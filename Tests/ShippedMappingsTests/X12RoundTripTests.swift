import Diagnostics
import Mapping
import Orders
import ReadingSupport
import Syntax
import Testing

/// Reading what was written gives the same document, writing what was read the same bytes.
@Suite struct X12RoundTripTests {
    private func mapping(_ name: String) throws -> CompiledMapping {
        try #require(ShippedMappings.loaded.library[name])
    }

    /// What comes of writing a document and reading it again, with what was wrong on the way.
    private func again(_ document: CanonicalDocument, by name: String) throws -> (CanonicalDocument?, [String]) {
        let (bytes, written) = try ShippedMappings.write(document, by: try mapping(name))
        var faults = written.diagnostics.items.map { "\($0.code) \($0.position?.path ?? "")" }
        faults += written.unwritten.map { "unwritten \($0.path)" }
        let result = try ShippedMappings.read(bytes).first
        faults += (result?.read.diagnostics.items ?? []).map { "\($0.code) \($0.value ?? "")" }
        faults += (result?.read.unread ?? []).map { "unread \($0.path)" }
        return (result.map { Self.withoutEnvelope($0.read.document) }, faults)
    }

    private static func withoutEnvelope(_ document: CanonicalDocument) -> CanonicalDocument {
        switch document {
        case .order(var order):
            order.envelope = nil
            return .order(order)
        case .orderChange(var change):
            change.envelope = nil
            return .orderChange(change)
        case .orderResponse(var response):
            response.envelope = nil
            return .orderResponse(response)
        case .despatchAdvice(var advice):
            advice.envelope = nil
            return .despatchAdvice(advice)
        default: return document
        }
    }

    @Test("a random order comes back as it was", arguments: 1...60)
    func orders(seed: UInt64) throws {
        var random = RandomTrade(seed: seed)
        let order = CanonicalDocument.order(random.order())
        let (found, faults) = try again(order, by: "x12-850")
        #expect(faults == [])
        #expect(found == order)
    }

    @Test("a random change of an order comes back as it was", arguments: 1...40)
    func changes(seed: UInt64) throws {
        var random = RandomTrade(seed: seed)
        let change = CanonicalDocument.orderChange(random.change())
        let (found, faults) = try again(change, by: "x12-860")
        #expect(faults == [])
        #expect(found == change)
    }

    @Test("a random answer comes back as it was", arguments: 1...40)
    func responses(seed: UInt64) throws {
        var random = RandomTrade(seed: seed)
        let response = CanonicalDocument.orderResponse(random.response())
        let (found, faults) = try again(response, by: "x12-855")
        #expect(faults == [])
        #expect(found == response)
    }

    @Test("a random shipment of several orders on pallets and in packages comes back as it was", arguments: 1...40)
    func shipments(seed: UInt64) throws {
        var random = RandomTrade(seed: seed)
        let advice = CanonicalDocument.despatchAdvice(random.advice())
        let (found, faults) = try again(advice, by: "x12-856")
        #expect(faults == [])
        #expect(found == advice)
    }

    @Test("what was read and written is written the same once more", arguments: ["orders"])
    func bytes(name: String) throws {
        let mapping = try mapping("x12-850")
        for result in try ShippedMappings.read(try ShippedMappings.file("Generated/\(name).x12")) {
            let first = try ShippedMappings.write(result.read.document, by: mapping).bytes
            let read = try #require(try ShippedMappings.read(first).first).read.document
            #expect(try ShippedMappings.write(read, by: mapping).bytes == first)
        }
    }

    @Test("levels are numbered from 1, parents first, and say whether others stand below them")
    func levels() throws {
        var random = RandomTrade(seed: 1)
        var advice = random.advice()
        advice.packages = [random.pallet(order: "PO-1"), random.pallet(order: "PO-2")]
        advice.lines = []
        let bytes = try ShippedMappings.write(.despatchAdvice(advice), by: try mapping("x12-856")).bytes
        let levels = String(decoding: bytes, as: UTF8.self).split(separator: "~").filter { $0.hasPrefix("HL*") }
        #expect(levels.first == "HL*1**S*1")
        #expect(levels.map { $0.split(separator: "*")[1] } == (1...levels.count).map { Substring("\($0)") })
        #expect(levels.filter { $0.contains("*O*") }.count == 2)
        #expect(levels.filter { $0.contains("*I*") }.allSatisfy { $0.hasSuffix("*0") })
        #expect(levels.filter { !$0.contains("*I*") }.allSatisfy { $0.hasSuffix("*1") })
    }
}
