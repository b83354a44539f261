import Diagnostics
import Foundation
import Intake
import Mapping
import Orders
import struct Orders.Confirmation
import Rollout
import Syntax
import Testing

/// Answers whose lines come in parts, as each format says them: of the first line 5 come on one day, 2 on a later one; the
/// second is refused; neither repeats what was ordered.
@Suite struct ConfirmationWritingTests {
    /// What the message of a format has to hold, and what it may leave untold with a warning.
    struct Case: Sendable, CustomTestStringConvertible {
        var sample: String
        var holds: [String]
        var warns: Bool
        var testDescription: String { sample }
    }

    static let cases = [
        Case(
            sample: "edifact-orders/eancom-d96a.edi",
            holds: [
                "LIN+1+3", "QTY+113:5", "SCC+1'QTY+113:5", "DTM+69:20261130:102", "QTY+83:2", "DTM+69:20261207:102",
                "LIN+2+7", "QTY+113:0",
            ], warns: false),
        Case(
            sample: "x12-850/written-004010.edi",
            holds: ["ACK*IA*5*", "*067*20261130", "ACK*IB*2*", "*067*20261207", "ACK*IR*"], warns: false),
        Case(
            sample: "ubl-order/ubl-2.1-example.xml",
            holds: [
                "<cbc:LineStatusCode>3<", ">5</cbc:Quantity>", "<cbc:EndDate>2026-11-30<", ">2</cbc:Quantity>",
                "<cbc:EndDate>2026-12-07<", "<cbc:LineStatusCode>7<", ">0</cbc:Quantity>",
            ], warns: true),
        Case(
            sample: "e-com-order/original.xml",
            holds: [
                "<PRODUCTTYPE>2<", "<ACCEPTEDQUANTITY>5<", "<PRODUCTTYPE>3<", "<ACCEPTEDQUANTITY>0<",
            ], warns: true),
        Case(
            sample: "gs1-order/order-3.4.xml",
            holds: [">5</confirmedQuantity>", ">CHANGED<", ">0</confirmedQuantity>", ">NOT_ACCEPTED<"], warns: true),
        Case(
            sample: "cxml-order/chairs.xml",
            holds: [
                "deliveryDate=\"2026-11-30\" quantity=\"5\" type=\"accept\"",
                "deliveryDate=\"2026-12-07\" quantity=\"2\" type=\"backordered\"", "type=\"reject\"",
            ], warns: false),
        Case(
            sample: "opentrans-order/distributor.xml",
            holds: ["<QUANTITY>5<", "<PARTIAL_DELIVERY>", "<QUANTITY>2<", "<QUANTITY>0<"], warns: true),
    ]

    private func part(_ status: ResponseLineStatus, _ quantity: String, _ day: String) -> Confirmation {
        var part = Confirmation()
        part.status = status
        part.quantity = Quantity()
        part.quantity?.value = ExactDecimal(canonicalText: quantity)
        part.date = BusinessTime(canonicalText: day)
        return part
    }

    private func response(to order: any OrderDocument) -> OrderResponse {
        var response = OrderResponse()
        response.documentNumber = "AB-77"
        response.issued = BusinessTime(canonicalText: "2026-11-24")
        response.status = .changed
        for (index, line) in order.lines.prefix(2).enumerated() {
            var answer = ResponseLine()
            answer.orderLine = line.number
            if index == 0 {
                answer.confirmations = [part(.accepted, "5", "2026-11-30"), part(.backordered, "2", "2026-12-07")]
            } else {
                answer.status = .refused
            }
            response.lines.append(answer)
        }
        return response
    }

    @Test("each format says which part of a line comes when, what comes later and what not, or warns", arguments: cases)
    func parts(_ wanted: Case) throws {
        let library = ShippedMappings.loaded.library
        let file = ShippedMappings.root.appending(path: "mappings/cases/" + wanted.sample)
        let read = PayloadMapping(library).read(Array(try Data(contentsOf: file)))
        let question = try #require(read.first?.answerable.first)
        let order = try #require(question.document.orderContent)
        let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
        let payload = try AnswerWriting(library).write(
            .orderResponse(response(to: order)), to: question, from: origin)
        let text = String(decoding: payload.bytes, as: UTF8.self)
        var rest = text[...]
        for part in wanted.holds.prefix(order.lines.count > 1 ? wanted.holds.count : 1) {
            let found = try #require(rest.range(of: part), "\(part) in \(text.suffix(1_500))")
            rest = rest[found.lowerBound...]
        }
        let told = payload.diagnostics.filter {
            $0.code == "mapping.essential-unwritten" && $0.position?.path?.contains("confirmations") == true
        }
        #expect(told.isEmpty != wanted.warns)
        #expect(payload.diagnostics.allSatisfy { $0.severity != .error })
    }
}
