import Testing

@testable import Gateway

@Suite struct FoundListTests {
    @Test(
        "a list is read as people paste and export it",
        arguments: [
            ("\u{FEFF}N-1\r\n\r\n  N-2\t\nN-1\n", ["N-1", "N-2"]),
            ("\"N-1\"\n'N-2'\n“N-3”\n", ["N-1", "N-2", "N-3"]),
            ("number;site\n\"N;1\";north\n\"N \"\"2\"\"x\";south\n", ["number", "N;1", "N \"2\"x"]),
            ("N-1, N-2;N-3\tN-4", ["N-1", "N-2", "N-3", "N-4"]),
            ("", []), ("\u{FEFF} \n\t\n", []),
        ])
    func entries(text: String, expected: [String]) {
        #expect(FoundList([text]).entries == expected)
    }

    @Test("the further cells of a table are no entries")
    func asides() {
        let list = FoundList(["N-1,A-1,\"x\"", "N-2,A-2,"])
        #expect(list.entries == ["N-1", "N-2"])
        #expect(list.asides == ["a-1", "a-2", "x"])
    }
}
