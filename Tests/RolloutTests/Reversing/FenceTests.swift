import Diagnostics
import Rollout
import Testing

@Suite struct FenceTests {
    static let key = OrderKey(buyer: "grocer", number: "1")

    static func order(after events: FencedOrder.Event...) -> FencedOrder {
        var order = FencedOrder(id: "f1", order: key, backend: "sap")
        for event in events { order.take(event) }
        return order
    }

    @Test("it stands until every order that was taken is confirmed; only releases get through")
    func stands() {
        for order in [
            Self.order(), Self.order(after: .entered), Self.order(after: .entered, .began),
            Self.order(after: .entered, .began, .refused), Self.order(after: .entered, .began, .absent),
        ] {
            #expect(!Fence.mayBeLifted([order]) && !Fence.mayBeLifted([Self.order(after: .recalled), order]))
        }
        for order in [
            Self.order(after: .entered, .began, .released), Self.order(after: .entered, .began, .refused, .cancelled),
            Self.order(after: .kept), Self.order(after: .recalled), Self.order(after: .entered, .released),
        ] {
            #expect(Fence.mayBeLifted([order]))
        }
        #expect(Fence.mayBeLifted([FencedOrder]()))
        #expect(Fence.admits(isRelease: true, isFenced: true) && Fence.admits(isRelease: false, isFenced: false))
        #expect(!Fence.admits(isRelease: false, isFenced: true))
    }

    @Test("a release waits for its entry, and until no earlier attempt can arrive")
    func order() {
        #expect(Self.order().next(canArrive: false, honoursKeys: false) == .waitForEntry)
        let entered = Self.order(after: .entered)
        #expect(entered.next(canArrive: true, honoursKeys: true) == .waitForAttempts)
        #expect(entered.next(canArrive: false, honoursKeys: false) == .release(key: "f1-release"))
        let begun = Self.order(after: .entered, .began)
        #expect(begun.next(canArrive: false, honoursKeys: false) == .clear(key: "f1-release"))
        #expect(begun.next(canArrive: false, honoursKeys: true) == .release(key: "f1-release"))
        let refused = Self.order(after: .entered, .began, .refused)
        #expect(refused.next(canArrive: false, honoursKeys: false) == .waitForCancellation)
        for confirmed in [Self.order(after: .kept), Self.order(after: .recalled)] {
            #expect(confirmed.next(canArrive: false, honoursKeys: true) == .nothing)
        }
    }

    @Test("events out of their order change nothing")
    func late() {
        var order = Self.order()
        for event: FencedOrder.Event in [.began, .released, .refused, .absent, .cancelled] {
            let changed = order.take(event)
            #expect(!changed)
        }
        #expect(order == Self.order())
        for event: FencedOrder.Event in [.entered, .kept, .recalled] {
            var entered = Self.order(after: .entered)
            let changed = entered.take(event)
            #expect(!changed && entered.step == .releaseDue)
        }
        var released = Self.order(after: .entered, .released)
        let changed = released.take(.refused)
        #expect(!changed && released.step == .released)
    }

    @Test("a delivery that was superseded stands again as its attempts ended")
    func returned() {
        #expect(ReturnedDelivery([], honoursKeys: false) == .waiting)
        #expect(ReturnedDelivery([.failed], honoursKeys: false) == .waiting)
        #expect(ReturnedDelivery([.failed, .refused], honoursKeys: false) == .refused)
        #expect(ReturnedDelivery([.unknown, .refused], honoursKeys: false) == .unknown)
        #expect(ReturnedDelivery([.unknown, .refused], honoursKeys: true) == .waiting)
        #expect(ReturnedDelivery([.done, .unknown], honoursKeys: false) == .delivered)
    }

    @Test("orders are taken once births have gone back, by who may choose that")
    func quarantine() throws {
        let wish = MoveWish.quarantine(orders: [])
        for stage in [Stage.pilot, .live, .draining] {
            #expect(Moves(stage).refusal(wish, by: Moves.approver) == "route.quarantine-births")
        }
        for stage in [Stage.complete, .cancelled] {
            #expect(Moves(stage).refusal(wish, by: Moves.approver) == "route.move-illegal")
        }
        var moves = Moves(.planned)
        #expect(moves.refusal(wish) == "route.policy-role")
        #expect(moves.refusal(wish, by: Moves.approver, reason: " ") == "route.move-reason-missing")
        #expect(moves.refusal(wish, by: Moves.approver) == nil)
        moves.milestone.reversePolicy = .quarantine
        #expect(moves.refusal(wish) == nil && moves.refusal(wish, by: Moves.duty) == nil)
        let move = try moves.check(MoveRequest(.quarantine(orders: ["a/1"]), by: Moves.mover, reason: "new is dead"))
        #expect(move.quarantined == ["a/1"] && move.after == moves.milestone)
    }

    @Test("nothing goes on while new stands behind a fence; the way back is open, and warns of births that wait")
    func fenced() throws {
        var moves = Moves(.planned)
        moves.situation.fenced = ["sap-north"]
        #expect(moves.refusal(.advance(to: .pilot)) == "route.backend-fenced")
        moves = Moves(.live)
        moves.situation.fenced = ["sap-north"]
        let request = MoveRequest(.reverse(to: .pilot, policy: .quarantine), by: Moves.approver, reason: "new is dead")
        let move = try moves.check(request)
        #expect(move.warnings.map(\.code) == ["route.births-behind-fence"] && move.quarantined == [])
        #expect(
            try moves.check(MoveRequest(.reverse(to: .planned, policy: nil), by: Moves.mover, reason: "r")).quarantined
                == nil)
    }

    @Test("a snapshot names its fenced back ends, and says nothing of fences where there is none")
    func snapshot() throws {
        var snapshot = Company.snapshot
        let milestone = StagedMilestone(
            name: "m", cells: [Cell(function: "order-intake", site: "north")], stage: .planned, since: nil)
        #expect(snapshot.fenced(of: milestone).isEmpty && !snapshot.isFenced("sap-north"))
        snapshot.fenced = ["sap-north"]
        #expect(snapshot.fenced(of: milestone) == ["sap-north"] && snapshot.indexed().isFenced("sap-north"))
    }
}
