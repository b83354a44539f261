import ConfigurationFiles
import Diagnostics
import Foundation
import Testing

@Suite("Loading a configuration's folder")
final class FolderTests {
    private let folder = NSTemporaryDirectory() + "milepost-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, _ path: String) throws {
        let url = URL(fileURLWithPath: folder + "/" + path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    @Test("the main file and the three folders beside it are loaded, hidden and foreign files are not")
    func loads() throws {
        try write("a: b", "main.yaml")
        try write("p", "partners/p.yaml")
        try write("q", "partners/.q.yaml")
        try write("r", "partners/notes.txt")
        try write("m", "mappings/codes/unit.csv")
        try write("x", "elsewhere/x.yaml")
        let files = try ConfigurationFolder.load(folder + "/main.yaml")
        #expect(files.folder == folder)
        #expect(files.root == "main.yaml")
        #expect(files.bytes.keys.sorted() == ["main.yaml", "mappings/codes/unit.csv", "partners/p.yaml"])
        #expect(files.bytes["partners/p.yaml"] == Array("p".utf8))
    }

    @Test("a main file that is not there is a fault with its name")
    func missing() {
        let reading = ConfigurationFolder.read(folder + "/none.yaml")
        #expect(reading.installation == nil)
        #expect(reading.diagnostics.items.map(\.code) == ["configuration.file-unreadable"])
        #expect(reading.diagnostics.items.first?.position == Position(file: folder + "/none.yaml"))
    }

    @Test("a folder that holds itself by a link ends in a fault, not in a loop")
    func loop() throws {
        try write("", "main.yaml")
        try write("", "mappings/a.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/mappings/again", withDestinationPath: folder + "/mappings")
        #expect(
            ConfigurationFolder.read(folder + "/main.yaml").diagnostics.items.map(\.code) == [
                "configuration.file-unreadable"
            ])
    }

    @Test("a secret file is read without the line break at its end, and a secret of the environment as it is")
    func secrets() throws {
        try write("s3cret\r\n", "token")
        #expect(SecretReference.file(folder + "/token").resolve() == "s3cret")
        #expect(SecretReference.file(folder + "/none").resolve() == nil)
        #expect(SecretReference.environment("PATH").resolve() == ProcessInfo.processInfo.environment["PATH"])
        #expect(SecretReference.environment("MILEPOST_NO_SUCH_NAME").resolve() == nil)
    }
}
