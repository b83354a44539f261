import Store
import Testing

@testable import Gateway

@Suite struct AttemptsInHandTests {
    private let first = UniqueID(at: 1)
    private let second = UniqueID(at: 2)

    @Test("what a runner has taken is not withdrawn before its result is on record")
    func taken() {
        let inHand = AttemptsInHand()
        #expect(inHand.take([first]))
        #expect(!inHand.withdraw(first))
        inHand.letGo([first])
        #expect(inHand.withdraw(first))
    }

    @Test("what was withdrawn is never taken, also when the transaction that gives it back is made again")
    func withdrawn() {
        let inHand = AttemptsInHand()
        #expect(inHand.withdraw(first))
        #expect(inHand.withdraw(first))
        #expect(!inHand.take([first]))
        #expect(!inHand.take([first]))
    }

    @Test("a consignment is taken whole or not at all")
    func whole() {
        let inHand = AttemptsInHand()
        #expect(inHand.withdraw(second))
        #expect(!inHand.take([first, second]))
        #expect(inHand.withdraw(first), "the other one was not taken either")
    }

    @Test("of a runner and housekeeping that meet, one wins")
    func race() async {
        for round in 0..<200 {
            let inHand = AttemptsInHand()
            let attempt = UniqueID(at: Int64(round))
            async let isTaken = Task.detached { inHand.take([attempt]) }.value
            async let isWithdrawn = Task.detached { inHand.withdraw(attempt) }.value
            let (taken, withdrawn) = await (isTaken, isWithdrawn)
            #expect(taken != withdrawn)
        }
    }
}
