import Rollout
import Testing

@Suite struct TransferTests {
    static let key = OrderKey(buyer: "grocer", number: "1")

    static func transfer(after events: [Transfer.Event] = [], honouring: Set<String> = []) -> Transfer {
        var transfer = Transfer(id: "t1", order: key, from: "as400", to: "sap", honoursKeys: honouring)
        for event in events { transfer.take(event) }
        return transfer
    }

    static let way: [Transfer.Event] = [
        .held, .superseded(["d1"]), .began(.release), .released(cursor: "c"), .read, .written, .began(.activate),
        .activated, .lifted,
    ]

    @Test("the way in its steps")
    func steps() {
        var transfer = Self.transfer()
        var actions: [Transfer.Action] = [transfer.next]
        for event in Self.way {
            let isTaken = transfer.take(event)
            #expect(isTaken)
            actions.append(transfer.next)
        }
        #expect(
            actions == [
                .hold, .supersedeUnlessOpen, .call(.release, key: "t1-release"), .clear(.release, key: "t1-release"),
                .read(upTo: "c"), .writeAndActivate, .call(.activate, key: "t1-activate"),
                .clear(.activate, key: "t1-activate"), .lift(dueAgain: []), .nothing,
            ])
        #expect(transfer.isOver && transfer.step == .done)
    }

    @Test("a call without an answer is sent again only where the key is honoured, or once it cannot arrive")
    func unanswered() {
        let begun = Array(Self.way.prefix(3))
        #expect(Self.transfer(after: begun).next == .clear(.release, key: "t1-release"))
        #expect(Self.transfer(after: begun, honouring: ["as400"]).next == .call(.release, key: "t1-release"))
        #expect(Self.transfer(after: begun + [.absent(.release)]).next == .call(.release, key: "t1-release"))
    }

    @Test("a refused release makes what was superseded due again, at the old owner")
    func refused() {
        var transfer = Self.transfer(after: Array(Self.way.prefix(3)) + [.refused(.release)])
        #expect(transfer.next == .lift(dueAgain: ["d1"]))
        transfer.take(.lifted)
        #expect(transfer.step == .kept(.releaseRefused))
    }

    @Test("an open delivery, or a partly delivered order, stays where it is; nothing was superseded")
    func open() {
        for (event, failure) in [
            (Transfer.Event.foundOpen, Transfer.Failure.openDelivery), (.foundPartlyDelivered, .partlyDelivered),
        ] {
            var transfer = Self.transfer(after: [.held, event])
            #expect(transfer.next == .lift(dueAgain: []))
            transfer.take(.lifted)
            #expect(transfer.step == .kept(failure))
        }
    }

    @Test("a new owner that refuses waits for a person, and then goes on")
    func activationRefused() {
        let events = Array(Self.way.prefix(7)) + [.refused(.activate)]
        #expect(Self.transfer(after: events).next == .waitForPerson)
        #expect(Self.transfer(after: events + [.retry]).next == .call(.activate, key: "t1-activate"))
    }

    @Test("what belongs to another step changes nothing")
    func late() {
        for count in 0...Self.way.count {
            var transfer = Self.transfer(after: Array(Self.way.prefix(count)))
            let before = transfer
            for (place, event) in Self.way.enumerated() where place != count && !Self.isCallAnswer(place, count) {
                transfer.take(event)
                #expect(transfer == before, "\(event) after \(count) steps")
            }
        }
    }

    /// An answer may come before the beginning of its call was noted.
    private static func isCallAnswer(_ place: Int, _ count: Int) -> Bool {
        (place == 3 && count == 2) || (place == 7 && count == 6)
    }
}
