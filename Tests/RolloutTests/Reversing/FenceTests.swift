import Rollout
import Testing

@Suite struct FenceTests {
    static let key = OrderKey(buyer: "grocer", number: "1")

    static func fence(after events: [Fence.Event] = [], honouring: Bool = false) -> Fence {
        var fence = Fence(id: "f1", backend: "sap", taking: [key], honoursKeys: honouring)
        for event in events { fence.take(event, of: key) }
        return fence
    }

    @Test("it stands until a release of every order that was taken is confirmed; only releases get through")
    func stands() {
        for events: [Fence.Event] in [[], [.entered], [.entered, .began], [.entered, .began, .refused]] {
            let fence = Self.fence(after: events)
            #expect(!fence.mayBeLifted && fence.unconfirmed == [Self.key])
            #expect(fence.admits(isRelease: true) && !fence.admits(isRelease: false))
        }
        #expect(Self.fence(after: [.entered, .began, .released]).mayBeLifted)
        #expect(Self.fence(after: [.entered, .began, .refused, .cancelled]).mayBeLifted)
        #expect(Fence(id: "f", backend: "sap", taking: []).mayBeLifted)
    }

    @Test("a release waits for its entry, and until no earlier attempt can arrive")
    func order() {
        #expect(Self.fence().next(for: Self.key, canArrive: false) == .waitForEntry)
        #expect(Self.fence(after: [.entered]).next(for: Self.key, canArrive: true) == .waitForAttempts)
        #expect(
            Self.fence(after: [.entered]).next(for: Self.key, canArrive: false) == .release(key: "f1-grocer/1-release"))
        let begun = Self.fence(after: [.entered, .began])
        #expect(begun.next(for: Self.key, canArrive: false) == .clear(key: "f1-grocer/1-release"))
        let refused = Self.fence(after: [.entered, .began, .refused])
        #expect(refused.next(for: Self.key, canArrive: false) == .waitForCancellation)
    }

    @Test("events out of their order change nothing")
    func late() {
        var fence = Self.fence()
        for event: Fence.Event in [.began, .released, .refused, .absent, .cancelled] {
            fence.take(event, of: Self.key)
        }
        fence.take(.entered, of: OrderKey(buyer: "x", number: "y"))
        #expect(fence == Self.fence())
        fence.take(.entered, of: Self.key)
        fence.take(.released, of: Self.key)
        fence.take(.refused, of: Self.key)
        #expect(fence.mayBeLifted)
    }
}
