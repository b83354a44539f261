import Diagnostics
import Syntax

/// The checks of a message that follow reading it.
enum ShapeCheck {
    /// What reading found, and what the message's shape says of it.
    static func check(_ message: Message) -> DiagnosticList { message.diagnostics }
}
