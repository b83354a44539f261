import Orders
import ReadingSupport

/// Random documents of what X12 has room for.
struct RandomTrade {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(state: seed) }

    // MARK: Values

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func text(_ longest: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789 .,-/&'()")
        let body = (0..<number(1...longest)).map { _ in letters[number(0...letters.count - 1)] }
        // Blanks at an end are not data.
        return "X" + String(body).dropLast() + "Z"
    }

    private mutating func decimal(_ decimals: Int) -> ExactDecimal? {
        let whole = String(number(1...99_999))
        if decimals == 0 { return ExactDecimal(canonicalText: whole) }
        let fraction = (0..<decimals).map { _ in String(number(0...9)) }.joined()
        return ExactDecimal(canonicalText: "\(whole).\(fraction)")
    }

    private mutating func day() -> BusinessTime? {
        let (month, day) = (number(1...12), number(1...28))
        return BusinessTime(canonicalText: "2026-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)")
    }

    private mutating func moment() -> BusinessTime? {
        guard let day = day()?.canonicalText else { return nil }
        switch number(0...2) {
        case 0: return BusinessTime(canonicalText: day)
        case 1: return BusinessTime(canonicalText: day + "T14:05")
        default: return BusinessTime(canonicalText: day + "T14:05:37")
        }
    }

    private mutating func one<Value>(of values: [Value]) -> Value { values[number(0...values.count - 1)] }

    private mutating func quantity() -> Quantity {
        var quantity = Quantity()
        quantity.value = decimal(number(0...2))
        quantity.unit = one(of: ["EA", "CS", "KGM", "PF", "CT", "MTR", "ZZ"])
        return quantity
    }

    private mutating func identifier(_ schemes: [String]) -> Identifier {
        var identifier = Identifier()
        identifier.value = text(12)
        identifier.scheme = one(of: schemes)
        return identifier
    }

    // MARK: Parts

    private mutating func party() -> Party {
        var party = Party()
        if chance(60) {
            party.gln = GLN(rawValue: "5412345000013")
        } else {
            party.ids = [identifier(["0060", "DUNS+4", "92", "x12-33", "FI"])]
        }
        party.name = text(50)
        if chance(50) {
            var address = Address()
            address.street = text(40)
            address.city = text(20)
            address.region = one(of: ["IL", "TX"])
            address.postcode = "Z" + text(6)
            address.country = one(of: ["US", "DE"])
            party.address = address
        }
        if chance(30) { party.references = [reference()] }
        if chance(30) { party.contacts = [contact()] }
        return party
    }

    private mutating func contact() -> Contact {
        var contact = Contact()
        contact.function = one(of: ["BD", "OC", "IC"])
        contact.name = text(30)
        if chance(50) { contact.phone = text(12) }
        if chance(50) { contact.email = text(30) }
        if chance(20) { contact.other = [identifier(["CP", "AP"])] }
        return contact
    }

    private mutating func reference() -> Reference {
        var reference = Reference()
        reference.kind = one(of: ["order", "promotion", "quotation", "DP", "IA"])
        reference.value = text(20)
        if chance(30) { reference.description = text(40) }
        return reference
    }

    private mutating func note() -> Note {
        var note = Note()
        note.text = (0..<number(1...3)).map { _ in text(100) }.joined(separator: "\n")
        if chance(40) {
            note.subject = "IT"
            note.code = text(10)
        }
        return note
    }

    private mutating func delivery() -> Delivery {
        var delivery = Delivery()
        delivery.requested = moment()
        if chance(40) { delivery.earliest = moment() }
        if chance(40) { delivery.latest = moment() }
        if chance(30) { delivery.shipment = moment() }
        if chance(30) { delivery.cancelAfter = moment() }
        return delivery
    }

    private mutating func charge() -> AllowanceCharge {
        var charge = AllowanceCharge()
        charge.kind = one(of: [.allowance, .charge])
        charge.code = one(of: ["C310", "D240"])
        charge.amount = decimal(2)
        if chance(30) { charge.percent = ExactDecimal(canonicalText: "7.5") }
        charge.reason = text(40)
        return charge
    }

    private mutating func item() -> Item {
        var item = Item()
        item.gtin = GTIN(rawValue: one(of: ["0036000291452", "4012345000016", "10614141000415", "12345670"]))
        if chance(60) { item.buyerCode = text(15) }
        if chance(60) { item.supplierCode = text(15) }
        if chance(20) { item.manufacturerCode = text(15) }
        if chance(20) { item.serials = [text(8), text(8)] }
        if chance(20) { item.ids = [identifier(["CH", "PL"])] }
        if chance(70) { item.description = (0..<number(1...2)).map { _ in text(60) }.joined(separator: "\n") }
        return item
    }

    private mutating func price() -> Price {
        var price = Price()
        price.type = .net
        price.value = decimal(number(0...4))
        return price
    }

    private mutating func line(_ number: Int) -> Line {
        var line = Line()
        line.number = String(number)
        line.item = item()
        line.quantity = quantity()
        line.prices = [price()]
        if chance(30) { line.amount = decimal(2) }
        if chance(30) { line.delivery = delivery() }
        if chance(30) { line.references = [reference()] }
        if chance(30) { line.notes = [note()] }
        if chance(20) { line.allowanceCharges = [charge()] }
        if chance(20) {
            line.parties = [party()]
            line.parties[0].role = one(of: ["ship-from", "Z7"])
        }
        if chance(30) { line.deliveries = deliveries() }
        return line
    }

    private mutating func deliveries() -> [LineDelivery] {
        let unit = one(of: ["EA", "CS"])
        let isByPlace = chance(50)
        return (1...number(1...12)).map { _ in
            var delivery = LineDelivery()
            delivery.quantity = quantity()
            delivery.quantity?.unit = unit
            if isByPlace { delivery.location = text(10) } else { delivery.date = moment() }
            return delivery
        }
    }

    // MARK: Documents

    mutating func order() -> Order {
        var order = Order()
        order.number = text(18)
        order.issued = day()
        order.function = one(of: [.original, .change, .replacement, .duplicate])
        order.type = one(of: [.standard, .callOff, .rush])
        order.currency = one(of: ["EUR", "USD"])
        order.buyer = party()
        order.supplier = party()
        if chance(60) { order.deliveryParty = party() }
        if chance(40) { order.invoicee = party() }
        if chance(30) {
            order.parties = [party()]
            order.parties[0].role = "ship-from"
        }
        order.delivery = delivery()
        if chance(50) { order.references = [reference(), reference()] }
        // Notes without a subject come first when they are read.
        if chance(40) { order.notes = [note(), note()].sorted { $0.subject == nil && $1.subject != nil } }
        if chance(40) { order.allowanceCharges = [charge()] }
        order.lines = (1...number(1...6)).map { line($0) }
        if chance(70) {
            var totals = Totals()
            totals.payable = decimal(2)
            if chance(50) { totals.lines = decimal(2) }
            order.totals = totals
        }
        return order
    }

    mutating func change() -> OrderChange {
        var change = OrderChange()
        change.number = text(18)
        change.documentNumber = String(number(1...99))
        change.orderIssued = day()
        change.issued = day()
        change.type = .standard
        change.buyer = party()
        change.supplier = party()
        change.lines = (1...number(1...5)).map { number in
            var line = line(number)
            line.action = one(of: [.added, .changed, .deleted, .replaced, .unchanged])
            return line
        }
        return change
    }

    mutating func response() -> OrderResponse {
        var response = OrderResponse()
        response.number = text(18)
        response.orderIssued = day()
        response.issued = day()
        response.status = one(of: [.accepted, .acknowledged, .changed, .refused])
        response.buyer = party()
        response.supplier = party()
        response.lines = (1...number(1...5)).map { number in
            var line = ResponseLine()
            line.number = String(number)
            line.item = item()
            line.orderedQuantity = quantity()
            line.prices = [price()]
            line.confirmations = (1...self.number(1...3)).map { _ in confirmation() }
            return line
        }
        return response
    }

    private mutating func confirmation() -> Confirmation {
        var confirmation = Confirmation()
        confirmation.status = one(of: [.accepted, .changed, .backordered, .refused, .substituted, .held])
        confirmation.quantity = quantity()
        if chance(50) { confirmation.date = day() }
        if chance(20) {
            var item = Item()
            item.supplierCode = text(10)
            confirmation.item = item
        }
        return confirmation
    }

    // MARK: Shipments

    mutating func advice() -> DespatchAdvice {
        var advice = DespatchAdvice()
        advice.number = text(18)
        advice.issued = BusinessTime(canonicalText: "2026-09-21T09:30")
        advice.buyer = party()
        advice.supplier = party()
        advice.deliveryParty = party()
        advice.despatched = moment()
        if chance(50) { advice.references = [reference()] }
        advice.packages = (0..<number(0...4)).map { _ in
            let order = "PO-\(number(1...2))"
            return chance(60) ? pallet(order: order) : package(order: order)
        }
        if advice.packages.isEmpty || chance(30) { advice.lines = [despatchLine(1, order: "PO-1")] }
        // Levels of one order that follow each other are one level: pallets before packages, as they are written.
        advice.packages.sort { ($0.level ?? "") > ($1.level ?? "") }
        return advice
    }

    mutating func pallet(order: String) -> LogisticUnit {
        var pallet = LogisticUnit()
        pallet.level = "T"
        pallet.sscc = SSCC(rawValue: "340123450000000017")
        if chance(60) { pallet.packages = (1...number(1...3)).map { _ in package(order: order) } }
        if pallet.packages.isEmpty || chance(30) { pallet.lines = [despatchLine(1, order: order)] }
        return pallet
    }

    private mutating func package(order: String) -> LogisticUnit {
        var package = LogisticUnit()
        package.level = "P"
        package.sscc = SSCC(rawValue: "340123450000000024")
        package.lines = (1...number(1...3)).map { despatchLine($0, order: order) }
        return package
    }

    private mutating func despatchLine(_ number: Int, order: String) -> DespatchLine {
        var line = DespatchLine()
        line.number = String(number)
        var reference = OrderReference()
        reference.number = order
        line.order = reference
        line.item = item()
        line.quantity = quantity()
        line.quantity?.value = decimal(0)
        return line
    }
}
