import Diagnostics
import Foundation
import Mapping
import Testing

@Suite struct LoadTests {
    @Test("the shipped mappings have no fault in any directory that they name, and each has golden cases")
    func load() throws {
        #expect(ShippedMappings.loaded.diagnostics.items == [])
        let cases = ShippedMappings.folder.appending(path: "cases")
        let names = try FileManager.default.contentsOfDirectory(atPath: cases.path).filter { name in
            !name.contains(".") && name != "licences"
        }
        #expect(Set(names) == Set(ShippedMappings.loaded.library.mappings.keys))
    }
}
