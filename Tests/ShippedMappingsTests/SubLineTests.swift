import Diagnostics
import Foundation
import Mapping
import Orders
import Testing

/// Lines within lines, which EDIFACT says by C829 of LIN, and despatch lines that no package holds.
@Suite struct SubLineTests {
    private func line(_ number: String, _ subLines: [Line] = []) -> Line {
        var line = Line()
        line.number = number
        line.item.buyerCode = "I" + number
        line.quantity = Quantity()
        line.quantity?.value = ExactDecimal(1)
        line.subLines = subLines
        return line
    }

    private func order(_ lines: [Line]) -> Order {
        var order = Order()
        order.number = "PO-1"
        order.issued = BusinessTime(canonicalText: "2026-09-21")
        order.buyer.gln = GLN(rawValue: "5412345000013")
        order.supplier.gln = GLN(rawValue: "4098765000010")
        order.lines = lines
        return order
    }

    private func mapping(_ name: String) throws -> CompiledMapping {
        try #require(ShippedMappings.loaded.library[name])
    }

    /// The numbers of lines with those in them: `1(2 3(4)) 5`.
    private func outline(_ lines: [Line]) -> String {
        lines.map { $0.number + ($0.subLines.isEmpty ? "" : "(" + outline($0.subLines) + ")") }.joined(separator: " ")
    }

    private func reread(_ bytes: [UInt8]) throws -> Order {
        guard case .order(let order)? = try ShippedMappings.read(bytes).first?.read.document else { throw NoOrder() }
        return order
    }

    private struct NoOrder: Error {}

    @Test("lines within lines are written behind their line, name it, and come back")
    func nested() throws {
        let order = order([line("10", [line("20"), line("30", [line("40")])]), line("50")])
        let (bytes, written) = try ShippedMappings.write(.order(order), by: try mapping("edifact-orders"))
        #expect(written.diagnostics.items == [])
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "'").filter { $0.hasPrefix("LIN") || $0.hasPrefix("CNT+2") }.map(String.init)
        #expect(lines == ["LIN+10", "LIN+20+++1:10", "LIN+30+++1:10", "LIN+40+++1:30", "LIN+50", "CNT+2:5"])
        #expect(outline(try reread(bytes).lines) == "10(20 30(40)) 50")
    }

    @Test("a number that another line has is replaced by a free one, which is told; the lines keep their places")
    func renumbered() throws {
        let order = order([line("1", [line("1"), line("2")]), line("2", [line("1", [line("1")])]), line("3")])
        let (bytes, written) = try ShippedMappings.write(.order(order), by: try mapping("edifact-orders"))
        #expect(written.diagnostics.items.map(\.code) == Array(repeating: "mapping.value-changed", count: 4))
        #expect(written.diagnostics.items.map(\.severity).allSatisfy { $0 == .warning })
        let back = try reread(bytes)
        #expect(back.lines.map(\.number) == ["1", "2", "3"])
        #expect(back.lines.map(\.subLines.count) == [2, 1, 0])
        #expect(back.lines[1].subLines.first?.subLines.count == 1)
        let numbers = outline(back.lines).split { " ()".contains($0) }
        #expect(Set(numbers).count == 7)
    }

    @Test("a directory whose LIN names no other line lists lines within lines as not written")
    func withoutPlace() throws {
        let order = order([line("1", [line("2")])])
        let (_, written) = try ShippedMappings.write(
            .order(order), by: try mapping("edifact-orders"), version: "D.93A")
        #expect(written.unwritten.map(\.path).contains("lines[1].subLines[1].number"))
    }

    private func message(_ lines: String, count: Int) -> [UInt8] {
        let body = "BGM+220+PO-1+9'DTM+137:20260921:102'NAD+BY+5412345000013::9'\(lines)UNS+S'CNT+2:\(count)'"
        let segments = body.filter { $0 == "'" }.count + 2
        let text =
            "UNB+UNOC:3+5412345000013:14+4098765000010:14+260921:0930+1'UNH+1+ORDERS:D:96A:UN'\(body)UNT+\(segments)+1'UNZ+1+1'"
        return Array(text.utf8)
    }

    @Test("senders count lines, or lines and those in them; another number is a warning", arguments: [1, 2, 3])
    func counted(count: Int) throws {
        let read = try #require(try ShippedMappings.read(message("LIN+1'LIN+2+++1:1'", count: count)).first).read
        #expect(read.diagnostics.items.map(\.code) == (count == 3 ? ["mapping.count-differs"] : []))
        #expect(read.unread.isEmpty)
    }

    @Test("a line that names one which did not come before is told of where it stands, and kept beside the others")
    func orphan() throws {
        let read = try #require(
            try ShippedMappings.read(message("LIN+1'LIN+2+++1:7'LIN+3+++1:3'", count: 3)).first
        ).read
        #expect(read.diagnostics.items.map(\.code) == ["directory.link-parent", "directory.link-parent"])
        #expect(read.diagnostics.items.map(\.position?.element) == ["4.2", "4.2"])
        #expect(outline(read.document.orderContent?.lines ?? []) == "1 2 3")
    }

    @Test("despatch lines that no package holds stand in a CPS of their own, and come back beside the packages")
    func unpacked() throws {
        var advice = DespatchAdvice()
        advice.number = "D-1"
        advice.issued = BusinessTime(canonicalText: "2026-09-25")
        advice.buyer.gln = GLN(rawValue: "5412345000013")
        advice.supplier.gln = GLN(rawValue: "4098765000010")
        advice.lines = [despatched("1"), despatched("2")]
        var unit = LogisticUnit()
        unit.type = "201"
        unit.count = ExactDecimal(1)
        unit.lines = [despatched("3")]
        advice.packages = [unit]
        let (bytes, written) = try ShippedMappings.write(.despatchAdvice(advice), by: try mapping("edifact-desadv"))
        #expect(written.diagnostics.items == [])
        #expect(written.unwritten.isEmpty)
        guard case .despatchAdvice(let back)? = try ShippedMappings.read(bytes).first?.read.document else {
            throw NoOrder()
        }
        #expect(back.lines == advice.lines)
        #expect(back.packages == advice.packages)
    }

    private func despatched(_ number: String) -> DespatchLine {
        var line = DespatchLine()
        line.number = number
        line.item.buyerCode = "I" + number
        line.quantity = Quantity()
        line.quantity?.value = ExactDecimal(2)
        return line
    }
}
