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

    @Test("many run at a rate, so many at once, with progress; they pause and resume")
    func bulk() {
        let keys = (0..<3).map { OrderKey(buyer: "grocer", number: "\($0)") }
        var bulk = BulkTransfer(keys, perMinute: 60, width: 2)
        func begin(_ seconds: Double) -> OrderKey? { bulk.begin(at: Company.noon.adding(seconds: seconds)) }
        let first = [begin(0), begin(0), begin(1), begin(9)]
        #expect(first == [keys[0], nil, keys[1], nil], "one a second, two at once")
        bulk.ended(keys[0], nil)
        bulk.isPaused = true
        let paused = begin(9)
        bulk.isPaused = false
        let resumed = begin(9)
        #expect(paused == nil && resumed == keys[2])
        bulk.ended(keys[1], .partlyDelivered)
        #expect(bulk.progress == "1 of 3 done, 1 kept, 1 under way" && !bulk.isOver)
        bulk.ended(keys[2], nil)
        #expect(bulk.isOver && bulk.kept == [keys[1]: .partlyDelivered])
    }
}
