public import Foundation

/// A folder of samples in Tests/Corpus.
public struct Corpus: Sendable {
    public static let edifact = Corpus("edifact")
    public static let x12 = Corpus("x12")
    public static let tradacoms = Corpus("tradacoms")
    public static let ubl = Corpus("ubl")
    public static let cxml = Corpus("cxml")
    public static let gs1xml = Corpus("gs1xml")
    public static let idoc = Corpus("idoc")

    public let folder: URL
    /// The samples, by their paths in the folder; tables of what is expected are none.
    public let names: [String]

    private init(_ name: String) {
        folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Corpus/" + name)
        let tables: Set<String> = ["expected.txt", "directory.txt"]
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        names = all.filter {
            ["edi", "EDI", "txt", "xml"].contains(($0 as NSString).pathExtension) && !tables.contains($0)
        }.sorted()
    }

    /// A sample as it is.
    public func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }
}
