import Diagnostics
import Foundation
import Intake
import Mapping
import Orders
import Rollout
import Syntax
import Testing

/// What a back end says of an order, written to the partner who sent it.
@Suite struct AnswerWritingTests {
    private let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))

    /// The first order of a sample among the golden cases.
    private func question(_ sample: String) throws -> OrderInQuestion {
        let bytes = Array(try Data(contentsOf: ShippedMappings.folder.appending(path: "cases/\(sample)")))
        let messages = PayloadMapping(ShippedMappings.loaded.library).read(bytes)
        return try #require(messages.flatMap(\.answerable).first)
    }

    /// A response as a back end gives it: every line by its number, the first one changed, nothing else said.
    private func response(to question: OrderInQuestion) throws -> OrderResponse {
        let order = try #require(question.document.orderContent)
        var response = OrderResponse()
        response.number = "BACK-END-4711"
        response.documentNumber = "AB-77"
        response.issued = BusinessTime(canonicalText: "2026-09-22")
        response.status = .changed
        for (index, line) in order.lines.enumerated() {
            var answer = ResponseLine()
            answer.orderLine = "000" + line.number
            answer.status = index == 0 ? .changed : .accepted
            if index == 0 {
                var quantity = Quantity()
                quantity.value = ExactDecimal(canonicalText: "7")
                answer.quantity = quantity
            }
            response.lines.append(answer)
        }
        return response
    }

    static let samples = [
        "edifact-orders/eancom-d96a.edi", "edifact-orders/all-rules-d01b.edi", "edifact-ordchg/eancom-d96a.edi",
        "x12-850/written-004010.edi", "x12-850/written-005010-separators.edi", "x12-860/written-004010.edi",
        "ubl-order/peppol-example.xml", "e-com-order/original.xml", "gs1-order/order-3.4.xml",
        "opentrans-order/distributor.xml", "ecod-order/comarch.xml", "kontur-order/original.xml",
        "cxml-order/chairs.xml",
        "idoc-orders05/from-flat.xml", "idoc-orders05-flat/acme.txt",
    ]

    @Test(
        "a response goes back in the format of the order, with its number, lines, parties and what was ordered",
        arguments: samples)
    func answered(sample: String) throws {
        let question = try question(sample)
        let order = try #require(question.document.orderContent)
        let writing = AnswerWriting(ShippedMappings.loaded.library)
        let payload = try writing.write(.orderResponse(try response(to: question)), to: question, from: origin)
        #expect(payload.diagnostics.filter { $0.severity == .error } == [])
        let back = try #require(PayloadMapping(ShippedMappings.loaded.library).read(payload.bytes).first)
        #expect(back.faults == [], "\(String(decoding: payload.bytes, as: UTF8.self))")
        #expect(back.header?.syntax == question.header.syntax)
        guard case .orderResponse(let read) = try #require(back.documents.first).document else {
            Issue.record("no order response")
            return
        }
        #expect(read.number == order.number)
        #expect(read.lines.map { $0.orderLine ?? $0.number } == order.lines.map(\.number))
        #expect(read.lines.map(\.item.gtin) == order.lines.map(\.item.gtin))
        #expect(read.buyer.gln == order.buyer.gln)
        let changed = try #require(read.lines.first)
        #expect((changed.quantity ?? changed.confirmations.first?.quantity)?.value == ExactDecimal(canonicalText: "7"))
        if question.header.syntax != .xml {
            #expect(back.header?.sender == question.header.receiver)
            #expect(back.header?.receiver == question.header.sender)
            #expect(back.version?.version == question.version)
        }
    }

    @Test(
        "an answer in X12 goes to the application codes of the order's group; without usable ones to those of ISA",
        arguments: [("APPBUY", "APPSELL", "APPSELL APPBUY"), ("B", "APPSELL", "SELLERCO BUYERCO")])
    func applicationCodes(sender: String, receiver: String, codes: String) throws {
        let file = ShippedMappings.folder.appending(path: "cases/x12-850/written-004010.edi")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("GS*PO*BUYERCO*SELLERCO*", with: "GS*PO*\(sender)*\(receiver)*")
        let read = PayloadMapping(ShippedMappings.loaded.library).read(Array(text.utf8))
        let question = try #require(read.flatMap(\.answerable).first)
        let writing = AnswerWriting(ShippedMappings.loaded.library)
        let payload = try writing.write(.orderResponse(try response(to: question)), to: question, from: origin)
        let group = try #require(PayloadMapping(ShippedMappings.loaded.library).read(payload.bytes).first?.group)
        #expect("\(group.sender?.identification ?? "") \(group.receiver?.identification ?? "")" == codes)
        #expect(group.type == "PR")
    }

    @Test("a line that the order does not have is told, and an answer that no mapping writes is refused")
    func unknown() throws {
        let question = try question("edifact-orders/eancom-d96a.edi")
        let writing = AnswerWriting(ShippedMappings.loaded.library)
        var response = try response(to: question)
        response.lines[1].orderLine = "77"
        response.lines[1].number = "3"
        let payload = try writing.write(.orderResponse(response), to: question, from: origin)
        #expect(payload.diagnostics.map(\.code).contains("answer.line-unknown"))
        var report = ApplicationError()
        report.number = "E1"
        let other = try self.question("x12-850/written-004010.edi")
        do throws(PayloadFault) {
            _ = try writing.write(.applicationError(report), to: other, from: origin)
            Issue.record("no fault")
        } catch {
            #expect(error.diagnostics.map(\.code) == ["answer.mapping-missing"])
        }
    }

    @Test("what an application finds wrong with an order goes back as APERAK, however little it says of the order")
    func applicationError() throws {
        let question = try question("edifact-orders/eancom-d96a.edi")
        var report = ApplicationError()
        report.number = "E1"
        report.issued = BusinessTime(canonicalText: "2026-09-22T10:15")
        report.status = .refused
        var fault = ApplicationFault()
        fault.code = "42"
        fault.text = "NO SUCH ITEM"
        fault.line = "2"
        report.errors = [fault]
        let payload = try AnswerWriting(ShippedMappings.loaded.library)
            .write(.applicationError(report), to: question, from: origin)
        #expect(payload.diagnostics == [])
        #expect(payload.unwritten.isEmpty)
        let back = try #require(PayloadMapping(ShippedMappings.loaded.library).read(payload.bytes).first)
        #expect(back.faults == [])
        #expect(back.version?.version == question.version)
        #expect(back.header?.receiver == question.header.sender)
        guard case .applicationError(let read) = try #require(back.documents.first).document else {
            Issue.record("no application error")
            return
        }
        #expect(read.status == .refused)
        #expect(read.answers?.number == question.document.number)
        #expect(read.answers?.issued == question.document.orderContent?.issued)
        #expect(read.recipient.gln == question.document.buyer.gln)
        #expect(read.sender.gln == question.document.supplier.gln)
        #expect(read.errors == [fault])
    }

    @Test("a line is found by its item where it has no number, unless several lines have that item")
    func items() throws {
        var order = Order()
        order.number = "PO-1"
        for (number, code) in [("10", "A"), ("20", "B"), ("30", "B")] {
            var line = Line()
            line.number = number
            line.item.buyerCode = code
            order.lines.append(line)
        }
        var response = OrderResponse()
        for code in ["A", "B"] {
            var line = ResponseLine()
            line.item.buyerCode = code
            response.lines.append(line)
        }
        let (completed, diagnostics) = response.completed(by: order)
        #expect(completed.lines.map(\.orderLine) == ["10", nil])
        #expect(diagnostics.items.map(\.position?.path) == ["lines[2]"])
    }
}
