import Diagnostics
import Foundation
import Glibc

/// A password from standard input: never an argument, which every process of the machine can read.
enum PasswordInput {
    /// The first line; on a terminal it is asked for twice and not shown.
    static func read() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let first = try hidden("Password: ")
        guard try hidden("Again: ") == first else { throw CommandFailure(.usage, "client.password-differs") }
        return first
    }

    private static func hidden(_ prompt: String) throws -> String {
        Terminal.errors.write(prompt)
        var usual = termios()
        tcgetattr(STDIN_FILENO, &usual)
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
            Terminal.errors.write("\n")
        }
        return try line()
    }

    private static func line() throws -> String {
        guard let text = readLine(strippingNewline: true), !text.isEmpty else {
            throw CommandFailure(.usage, "client.password-missing")
        }
        return text
    }
}
