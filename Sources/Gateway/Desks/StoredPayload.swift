/// Bytes as they were received, read from the store piece by piece.
public struct StoredPayload: Sendable {
    public var fileName: String?
    public var contentType: String?
    /// All of it, in bytes.
    public var size: Int
    /// The piece of a number from 0, at most 1 MB; nil behind the last.
    public var piece: @Sendable (_ number: Int) async throws -> [UInt8]?

    /// A payload whose pieces are fetched when they are asked for.
    public init(
        fileName: String?, contentType: String?, size: Int,
        piece: @escaping @Sendable (_ number: Int) async throws -> [UInt8]?
    ) {
        self.fileName = fileName
        self.contentType = contentType
        self.size = size
        self.piece = piece
    }

    /// A payload that is at hand.
    public init(fileName: String?, contentType: String?, bytes: [UInt8]) {
        self.init(fileName: fileName, contentType: contentType, size: bytes.count) { $0 == 0 ? bytes : nil }
    }
}
