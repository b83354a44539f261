public import Diagnostics
import Foundation
import Synchronization
public import Syntax

/// The UN/EDIFACT directories, the versions of X12 and the messages of TRADACOMS that come with the product, each read when
/// it is first asked for.
public final class DirectoryLibrary: Sendable {
    /// The library of the product's own data.
    public static let standard = DirectoryLibrary()

    /// What the messages of TRADACOMS of a version (MHD 2.2) are found under.
    public static func tradacoms(_ version: String?) -> String { "TRADACOMS \(version ?? "9")" }

    /// The versions of TRADACOMS that there are.
    private static let tradacomsVersions = ["TRADACOMS 9"]

    private struct State {
        var files: [String: DirectoryFile] = [:]
        var codes: [String: CodeFile] = [:]
        var facts: [String: ViewFacts] = [:]
        var shapes: [String: Shape] = [:]
    }

    private let folder: String
    /// The directories there are, the oldest first: `D.93A` … `D.21B`.
    public let directories: [String]
    /// The versions of X12 there are, the oldest first: `004010`, `005010`.
    public let x12Versions: [String]
    private let state = Mutex(State())

    /// A library of the product's own data that keeps what it read for its own users only.
    public convenience init() { self.init(folder: Self.dataFolder()) }

    /// A library of the files in a folder.
    public init(folder: String) {
        self.folder = folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let versions = names.compactMap { name -> DirectoryVersion? in
            guard name.hasPrefix("D"), name.hasSuffix(".txt") else { return nil }
            return DirectoryVersion("D." + name.dropFirst().dropLast(4))
        }
        directories = versions.sorted().map(\.name)
        x12Versions = names.compactMap { name in
            name.hasPrefix("X") && name.hasSuffix(".txt") ? X12Version(String(name.dropFirst().dropLast(4)))?.name : nil
        }.sorted()
    }

    /// The shape of a message in a directory (`ORDERS`, `D.96A`; `850`, `004010`), or in the nearest directory that has it;
    /// nil when no directory has. The subsets of a directory (`EAN008`, `004010VICS`) have the shape of their directory.
    public func shape(message: String, directory: String, association: String? = nil) -> Shape? {
        find(message: message, directory: directory).shape
    }

    /// The shape of a message, with a word when it is another directory's (`directory.version-substituted`) or when
    /// there is none (`directory.message-unknown`).
    public func find(message: String, directory: String) -> (shape: Shape?, diagnostic: Diagnostic?) {
        state.withLock { state in
            if let known = state.shapes["\(directory) \(message)"] { return (known, nil) }
            for candidate in candidates(message: message, directory: directory) {
                guard let shape = load(message, candidate.name, &state) else { continue }
                if candidate.isExact { return (shape, nil) }
                let facts = ["used": candidate.name, "message": message].merging(
                    Self.naming(message, directory)
                ) { first, _ in first }
                return (shape, Diagnostic("directory.version-substituted", .warning, value: directory, facts: facts))
            }
            return (nil, Diagnostic("directory.message-unknown", value: message, facts: ["directory": directory]))
        }
    }

    /// What says the version of a message in its syntax, and by which standard.
    private static func naming(_ message: String, _ directory: String) -> [String: String] {
        if X12Version.isTransactionSet(message) {
            return ["named": "GS08, or ISA12 without a group, names", "standard": "X12.5; data element 480"]
        }
        if directory.hasPrefix("TRADACOMS ") {
            return ["named": "The second component of MHD 2 names", "standard": "TRADACOMS, section C, TYPE"]
        }
        return ["named": "UNH elements 0052 and 0054 name", "standard": "ISO 9735-1, annex C"]
    }

    /// The messages of a directory; empty when there is no such directory.
    public func messages(in directory: String) -> [String] {
        state.withLock { state in file(directory, &state)?.messages ?? [] }
    }

    /// A message with its tree nested and checked by its shape; without a shape it stays as it is, with an error.
    /// Overlays change the shape first. One without its header stays as it is, with the error that it has.
    /// - Parameter directory: The directory, where the message's own version does not name it.
    public func nest(_ message: Message, overlays: OverlaidShapes? = nil, directory: String? = nil) -> Message {
        // What a header does not name is told by its reader.
        guard message.hasHeader, !message.type.isEmpty else { return message }
        var message = message
        let version = directory ?? message.version ?? ""
        let found = find(message: message.type, directory: version)
        if var diagnostic = found.diagnostic {
            let place = Self.place(of: diagnostic, in: message.tree)
            diagnostic.position = place
            // A type without its form was told of by the reader.
            let isTold = message.diagnostics.items.contains { told in
                guard told.severity == .error, told.position?.segment == 1, let element = told.position?.element else {
                    return false
                }
                return element == place.element || element + ".1" == place.element
            }
            if place.element == nil || !isTold { message.diagnostics.append(diagnostic) }
        }
        guard var shape = found.shape else { return message }
        if let overlays { shape = overlays.shape(for: shape) }
        let leniency = Leniency(
            isSubstitute: found.diagnostic != nil, takesShortDates: X12Version(version).map(\.hasShortDates) ?? false,
            isCut: message.diagnostics.items.contains { $0.code.rawValue.hasSuffix(".terminator-missing") })
        let (tree, diagnostics, signs) = shape.nest(message, by: leniency)
        message.tree = tree
        if signs > 0 { message.diagnostics.revise { Self.withoutSigns($0, signs) } }
        message.diagnostics.append(contentsOf: diagnostics)
        return message
    }

    /// A word of the reader on separators with nothing behind them, without those that turned out to be signs.
    private static func withoutSigns(_ fault: Diagnostic, _ signs: Int) -> Diagnostic? {
        guard fault.code == "edifact.trailing-separator", let count = fault.facts["count"].flatMap({ Int($0) }) else {
            return fault
        }
        var fault = fault
        fault.facts["count"] = String(count - signs)
        return count > signs ? fault : nil
    }

    /// The header, and of a type that is not known the element that names it.
    private static func place(of diagnostic: Diagnostic, in tree: Tree) -> Position {
        guard tree.nodes.count > 1 else { return tree.origin }
        guard diagnostic.code == "directory.message-unknown",
            let named = (2..<Int(tree.nodes[1].end)).first(where: { node in
                tree.nodes[node].kind == .element && tree.text(of: node) == diagnostic.value
            })
        else { return tree.position(of: 1) }
        return tree.position(of: named)
    }

    /// The directories to look for a message in, the best first.
    private func candidates(message: String, directory: String) -> [(name: String, isExact: Bool)] {
        if directory.hasPrefix("TRADACOMS ") { return Self.tradacomsVersions.map { ($0, $0 == directory) } }
        // TA1 answers an interchange and is the same in all versions.
        if message == "TA1" { return x12Versions.map { ($0, true) } }
        if X12Version.isTransactionSet(message) { return X12Version.candidates(directory, of: x12Versions) }
        if message == "CONTRL" {
            let four = directory == "4" || directory.hasPrefix("D.4") || directory.hasPrefix("4.")
            let three = ["D.3", "D.2", "D.1", "3", "2", "1"].contains(directory)
            return [(four ? "service-v4" : "service-v3", four || three)]
        }
        guard let wanted = DirectoryVersion(directory.uppercased()) else {
            // Before D.93A directories were numbered (`90.1`, `2.912`); anything else is taken for the newest.
            let isOld = directory.first.map { ("0"..."9").contains($0) } ?? false
            return (isOld ? directories : directories.reversed()).map { ($0, false) }
        }
        let versions = directories.compactMap { DirectoryVersion($0) }
        let earlier = versions.filter { $0 <= wanted }.reversed()
        let later = versions.filter { $0 > wanted }
        return (earlier + later).map { ($0.name, $0.name == directory) }
    }

    private func load(_ message: String, _ directory: String, _ state: inout State) -> Shape? {
        let key = "\(directory) \(message)"
        if let known = state.shapes[key] { return known }
        guard let file = file(directory, &state), file.messages.contains(message) else { return nil }
        let shape: Shape?
        if hasPlaces(directory) {
            var maker = X12Shape(
                directory: file, codes: codes("x12-codes.txt", &state),
                facts: facts(Self.tradacomsVersions.contains(directory) ? "TRADACOMS" : "X12", &state))
            shape = maker.shape(message: message)
        } else {
            let service = directory == "service-v3" ? directory : "service-v4"
            guard let service = self.file(service, &state) else { return nil }
            var maker = DirectoryShape(
                directory: file, service: service, codes: codes("codes.txt", &state), facts: facts("EDIFACT", &state))
            shape = maker.shape(message: message)
        }
        state.shapes[key] = shape
        return shape
    }

    private func codes(_ name: String, _ state: inout State) -> CodeFile {
        if let known = state.codes[name] { return known }
        let codes = CodeFile(read(name))
        state.codes[name] = codes
        return codes
    }

    private func facts(_ syntax: String, _ state: inout State) -> ViewFacts {
        if let known = state.facts[syntax] { return known }
        let facts = ViewFacts(read("views.txt"), syntax: syntax)
        state.facts[syntax] = facts
        return facts
    }

    private func file(_ directory: String, _ state: inout State) -> DirectoryFile? {
        if let known = state.files[directory] { return known }
        let isX12 = x12Versions.contains(directory)
        guard hasPlaces(directory) || directory.hasPrefix("service") || directories.contains(directory) else {
            return nil
        }
        let file = DirectoryFile(read((isX12 ? "X" : "") + directory.filter { $0 != "." && $0 != " " } + ".txt"))
        guard !file.name.isEmpty else { return nil }
        state.files[directory] = file
        return file
    }

    /// Whether the elements of a directory are named by their places.
    private func hasPlaces(_ directory: String) -> Bool {
        x12Versions.contains(directory) || Self.tradacomsVersions.contains(directory)
    }

    private func read(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) } ?? []
    }

    /// Where the data stands: beside the executable, or where the build put it.
    static func dataFolder() -> String {
        let beside = Bundle.main.bundleURL.appendingPathComponent("milepost_Directories.resources/Data").path
        if FileManager.default.fileExists(atPath: beside) { return beside }
        return Bundle.module.bundleURL.appendingPathComponent("Data").path
    }
}

/// A directory's version, fit for putting in order: `D.96A`.
struct DirectoryVersion: Comparable {
    let name: String
    private let year: Int
    private let release: Character

    /// Two digits of a year, of which those from 88 on are of the last century, and a letter; nil for anything else.
    init?(_ name: some StringProtocol) {
        let parts = name.split(separator: ".")
        guard parts.count == 2, ["D", "S"].contains(parts[0]), parts[1].count == 3,
            let number = Int(parts[1].prefix(2)), let letter = parts[1].last, ("A"..."Z").contains(letter)
        else { return nil }
        self.name = String(name)
        year = number < 88 ? 2000 + number : 1900 + number
        release = letter
    }

    static func < (left: Self, right: Self) -> Bool { (left.year, left.release) < (right.year, right.release) }
}
