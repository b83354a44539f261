public import Diagnostics
import Foundation
import Synchronization

/// The shapes that were made from XSDs and come with the product, each read when it is first asked for.
public final class ShapeLibrary: Sendable {
    /// The library of the product's own data.
    public static let standard = ShapeLibrary()

    private let folder: String
    private let shapes = Mutex<[String: Shape]>([:])

    /// A library of the product's own data that keeps what it read for its own users only.
    public convenience init() { self.init(folder: DirectoryLibrary.dataFolder()) }

    /// A library of the files `ubl-2.1-Order.shape` and their like in a folder.
    public init(folder: String) { self.folder = folder }

    /// The shape of a message of a version (`Order`, `UBL 2.1`), nil when there is none. Throws `directory.shape-invalid`
    /// for a file that is damaged.
    public func shape(message: String, version: String) throws(Diagnostic) -> Shape? {
        let name = version.lowercased().map { $0 == " " ? "-" : String($0) }.joined() + "-" + message + ".shape"
        // Version and message come from documents; only plain names reach the file system.
        guard name.utf8.allSatisfy(Self.isPlain) else { return nil }
        return try shapes.withLock { known throws(Diagnostic) in
            if let shape = known[name] { return shape }
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { return nil }
            let shape = try ShapeFile.parse([UInt8](data), file: name)
            known[name] = shape
            return shape
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
        default: false
        }
    }
}
