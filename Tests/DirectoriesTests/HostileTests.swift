import Diagnostics
import Directories
import Syntax
import Testing

@Suite("Messages made to be slow")
struct HostileTests {
    @Test("faults beyond the limit cost no more than counting them, and whether there was an error is not lost")
    func manyUnknownCodes() throws {
        let body = "LIN+1\n" + (0..<3_000).map { "QTY+X\($0 % 100):5" }.joined(separator: "\n")
        let list = try #require(try Checked(order(body)).messages.first).diagnostics
        #expect(list.items.count == 200)
        #expect(list.omitted > 2_800)
        #expect(list.hasErrors)
    }

    @Test("a group in a group in a group is only as deep as the directory has it")
    func depth() throws {
        let body = (0..<2_000).map { _ in "NAD+BY+1::9\nCTA+OC+:A" }.joined(separator: "\n")
        let tree = try #require(try Checked(order(body)).messages.first).tree
        #expect(tree.children(of: 0).map { $0 }.count == 2_005)
    }
}
