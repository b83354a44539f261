import Foundation
import Synchronization

/// The structures that come as shape files (`ubl-2.1-Order.shape`), each read when it is first asked for.
public final class ShapeFileLibrary: Sendable {
    /// The library of the product's own data.
    public static let standard = ShapeFileLibrary(folder: DirectoryLibrary.dataFolder())

    private struct State {
        var isIndexed = false
        var shapes: [String: Shape] = [:]
    }

    private let folder: String
    private let state = Mutex(State())

    /// A library of the shape files in a folder.
    public init(folder: String) { self.folder = folder }

    /// The structure of a message (`Order`, `UBL 2.1`); nil when there is no file for it. Without a version, or with one
    /// that no file has, it is that of the only file for the message.
    public func shape(message: String, version: String?) -> Shape? {
        state.withLock { state in
            if !state.isIndexed {
                state.shapes = Self.load(folder)
                state.isIndexed = true
            }
            return state.shapes[message]
        }
    }

    private static func load(_ folder: String) -> [String: Shape] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var shapes: [String: Shape] = [:]
        for name in names.sorted() where name.hasSuffix(".shape") {
            guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            if let shape = try? ShapeFile.parse(Array(bytes), file: name) { shapes[shape.name] = shape }
        }
        return shapes
    }
}
