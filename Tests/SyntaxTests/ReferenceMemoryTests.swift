import Syntax
import Testing

@Suite("References that have come")
struct ReferenceMemoryTests {
    @Test("a reference is new once, and digits with other zeros in front are another one")
    func doubles() {
        var memory = ReferenceMemory()
        let references = [
            "1", "01", "0001", "64", "63", "ORDER-1", "order-1", "", "999999999999999999", "1234567890123456789",
        ]
        for reference in references {
            let isNew = memory.remember(reference)
            #expect(isNew, "\(reference)")
        }
        for reference in references {
            let isNew = memory.remember(reference)
            #expect(!isNew, "\(reference)")
        }
    }

    @Test("what is forgotten is new again")
    func forgetting() {
        var memory = ReferenceMemory()
        _ = memory.remember("17")
        _ = memory.remember("A")
        memory.forget()
        let isNew = [memory.remember("17"), memory.remember("A"), memory.remember("17")]
        #expect(isNew == [true, true, false])
    }

    @Test("beyond a million none is remembered, and those before are still known")
    func limit() {
        var memory = ReferenceMemory()
        for number in 0..<1_000_000 { _ = memory.remember("\(number)") }
        let isNew = [
            memory.remember("A"), memory.remember("A"), memory.remember("1000000"), memory.remember("1000000"),
        ]
        let isKnown = [memory.remember("0"), memory.remember("999999")].allSatisfy { !$0 }
        #expect(isNew == [true, true, true, true])
        #expect(isKnown)
    }
}
