import Testing

/// Every interleaving of a small scope, with crashes: no state with two owners or two effects, none without a way out. Each
/// rule that is left out must be found missing.
@Suite struct ExhaustiveTests {
    @Test("two nodes, two orders, two moves, a crash at any step")
    func deciding() {
        let found = search(from: DecidingWorld())
        #expect(found.fault == nil)
        #expect(found.states > 1_000)
    }

    @Test("an order is transferred there and back while its change comes, a crash at any step")
    func transfers() {
        let found = search(from: TransferWorld())
        #expect(found.fault == nil)
        #expect(found.states > 500)
    }

    @Test(
        "without a rule of deciding the search finds what it is for",
        arguments: [
            (DecidingWorld.Mutation.noRoutingLock, "a birth under an older epoch"), (.noRow, "decided twice"),
            (.stateReadBeforeRow, "decided twice"),
        ])
    func decidingMutations(mutation: DecidingWorld.Mutation, fault: String) {
        let found = search(from: DecidingWorld(mutation: mutation))
        #expect(found.fault?.contains(fault) == true, "\(found)")
    }

    @Test(
        "without a rule of transfers the search finds what it is for",
        arguments: [
            (TransferWorld.Mutation.ignoresOpen, "two back ends act"), (.sendsAgain, "stuck"), (.forgetsDue, "stuck"),
        ])
    func transferMutations(mutation: TransferWorld.Mutation, fault: String) {
        let found = search(from: TransferWorld(mutation: mutation))
        #expect(found.fault?.contains(fault) == true, "\(found)")
    }

    @Test(
        "new is dead for a while: its order is recalled, or entered at legacy behind a fence, with everything that can be late"
    )
    func fences() {
        let found = search(from: FenceWorld())
        #expect(found.fault == nil)
        #expect(found.states > 1_000)
    }

    @Test(
        "without a rule of fences the search finds what it is for",
        arguments: [
            (FenceWorld.Mutation.noFence, "in effect at both"), (.liftsEarly, "in effect at both"),
            (.releasesEarly, "in effect at both"), (.sendsAgain, "twice"), (.recallsBegun, "in effect at both"),
        ])
    func fenceMutations(mutation: FenceWorld.Mutation, fault: String) {
        let found = search(from: FenceWorld(mutation: mutation))
        #expect(found.fault?.contains(fault) == true, "\(found)")
    }

    @Test("a circle that nothing leaves is no way out")
    func circle() {
        #expect(search(from: Circle(hasExit: false)).fault == "no way out: ")
        #expect(search(from: Circle(hasExit: true)).fault == nil)
    }
}

/// Two states that follow each other for ever, and at times an exit.
private struct Circle: World {
    let hasExit: Bool
    var place = 0
    var fault: String? { nil }
    var isFinal: Bool { place == 2 }

    func steps() -> [Step<Circle>] {
        if isFinal { return [] }
        let round = Step("round", Circle(hasExit: hasExit, place: 1 - place))
        return hasExit ? [round, Step("out", Circle(hasExit: true, place: 2))] : [round]
    }
}
