import Diagnostics
import Directories
import Foundation
import Syntax
import Testing

@Suite("The directories")
struct DirectoryLibraryTests {
    let library = DirectoryLibrary.standard

    @Test("all directories are there in order")
    func all() {
        #expect(library.directories.count == 32)
        #expect(library.directories.first == "D.93A")
        #expect(library.directories.last == "D.21B")
        #expect(
            library.directories.firstIndex(of: "D.99B") == library.directories.firstIndex(of: "D.00A").map { $0 - 1 })
    }

    @Test("orders of all directories, and all messages of some, have shapes whose parts are all defined")
    func everyShape() throws {
        for directory in library.directories {
            let messages = library.messages(in: directory)
            #expect(messages.contains("ORDERS"))
            let isWhole = ["D.93A", "D.96A", "D.01B", "D.21B"].contains(directory)
            for message in messages where isWhole || message == "ORDERS" {
                let shape = try #require(library.shape(message: message, directory: directory))
                #expect(shape.version == directory)
                let empty = shape.nodes.indices.dropFirst().filter { index in
                    let node = shape.nodes[index]
                    return node.kind == .element ? node.value == nil : node.children.isEmpty
                }
                #expect(empty.map { shape.name(of: $0) } == [], "\(message) \(directory)")
            }
        }
    }

    @Test("an unknown version gives the nearest earlier directory that has the message, with a warning")
    func substituted() {
        let found = library.find(message: "ORDERS", directory: "D.96C")
        #expect(found.shape?.version == "D.96B")
        #expect(found.diagnostic?.code == "directory.version-substituted")
        #expect(found.diagnostic?.severity == .warning)
        #expect(library.find(message: "ORDERS", directory: "D.90A").shape?.version == "D.93A")
        #expect(library.find(message: "ORDERS", directory: "D.24A").shape?.version == "D.21B")
        #expect(library.find(message: "ORDERS", directory: "1.901").shape?.version == "D.93A")
        #expect(library.find(message: "ORDERS", directory: "2.912").shape?.version == "D.93A")
        #expect(library.find(message: "ORDERS", directory: "d.96a").shape?.version == "D.96A")
        #expect(library.find(message: "ORDERS", directory: "?").shape?.version == "D.21B")
    }

    @Test("a message that no directory has is an error")
    func unknown() {
        let found = library.find(message: "IFTMIN", directory: "D.96A")
        #expect(found.shape == nil)
        #expect(found.diagnostic?.code == "directory.message-unknown")
        #expect(library.shape(message: "", directory: "../../etc") == nil)
    }

    @Test("CONTRL has the shape of its syntax version")
    func control() {
        #expect(library.find(message: "CONTRL", directory: "D.3").diagnostic == nil)
        #expect(library.shape(message: "CONTRL", directory: "D.3")?.version == "service-v3")
        #expect(library.shape(message: "CONTRL", directory: "4.1")?.version == "service-v4")
    }

    @Test("code lists are those of the directory")
    func codes() throws {
        let shape = try #require(library.shape(message: "ORDERS", directory: "D.96A"))
        guard case .found(let path) = shape.find(path: ["NAD", "3035"]), let node = path.last else {
            Issue.record("NAD/3035 was not found")
            return
        }
        let value = try #require(shape.value(of: node))
        #expect(value.representation == "an..3")
        let codes = try #require(value.codes)
        #expect(codes.contains(Array("BY".utf8)[...]))
        #expect(!codes.contains(Array("B".utf8)[...]))
        #expect(!codes.contains([]))
        #expect(codes.title(of: "BY") == "Buyer")
        #expect(
            library.shape(message: "ORDERS", directory: "D.93A")?.values.allSatisfy {
                $0.codes == nil || $0.codes?.identifier.first == "0"
            } == true)
    }
}
