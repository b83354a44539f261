import Foundation

/// Where text goes, and whether it may be coloured: only on a terminal, and never under NO_COLOR.
struct Terminal: Sendable {
    enum Style: String, Sendable {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    static let output = Terminal(FileHandle.standardOutput)
    static let errors = Terminal(FileHandle.standardError)

    private let handle: FileHandle
    let isTerminal: Bool
    private let coloured: Bool

    private init(_ handle: FileHandle) {
        self.handle = handle
        isTerminal = isatty(handle.fileDescriptor) == 1
        let environment = ProcessInfo.processInfo.environment
        coloured = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Writes text as it is; a pipe that is closed ends nothing.
    func write(_ text: String) { try? handle.write(contentsOf: Data(text.utf8)) }
    func write(bytes: some Collection<UInt8>) { try? handle.write(contentsOf: Data(bytes)) }
    func line(_ text: String = "") { write(text + "\n") }

    /// The text in a style, where colour is shown.
    func styled(_ text: String, _ style: Style?) -> String {
        guard coloured, let style else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }

    /// Text from outside made safe for a terminal: what could move the cursor, begin a line or change the terminal's state
    /// is shown as `·`, and so is a byte that is no text.
    static func safe(_ text: some StringProtocol) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    // Line and paragraph separator.
                    let isBreak = scalar.value == 0x2028 || scalar.value == 0x2029
                    let isUnsafe = isControl || isBreak || scalar.properties.isBidiControl
                    return isUnsafe || ArgumentPath.isCarrier(scalar) ? "·" : scalar
                }))
    }
}
