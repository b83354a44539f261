import Store
import Testing

@Suite("What ended nodes had in hand of transfers")
struct StepLeaseTests {
    @Test("it goes on at once: of all others where a node is alone, else of those that are gone", arguments: Driver.all)
    func free(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (own, other, gone) = (UniqueID(at: 1), UniqueID(at: 2), UniqueID(at: 3))
            let (free, freeAlone, again) = try await database.write { transaction in
                try transaction.registerNode(own, at: 1)
                try transaction.registerNode(other, at: 1)
                for (place, node) in [own, other, gone].enumerated() {
                    try transaction.execute(
                        """
                        insert into transfers (id, order_key, from_backend, to_backend, side, state, journal, due_at,
                            lease_node, lease_until, made_by, reason, made_at, updated_at)
                        values ($1, $2, 'a', 'b', 'new', 'running', '[]', 0, $3, 100, 'ann', 'r', 1, 1)
                        """, [Value(UniqueID(at: Int64(10 + place))), .text("k\(place)"), Value(node)])
                }
                return (
                    try transaction.freeSteps(except: own, isAlone: false),
                    try transaction.freeSteps(except: own, isAlone: true),
                    try transaction.freeSteps(except: own, isAlone: true)
                )
            }
            #expect(free == 1 && freeAlone == 1 && again == 0)
        }
    }
}
