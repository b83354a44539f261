/// How long signing in must wait after failures in a row. The wait grows and ends by itself: guessing gets slow, and nobody is
/// locked out for good. It is counted for a name, for an address, and for a browser that the person signed in with before, to
/// which the other two do not apply: whoever guesses elsewhere keeps nobody from the own desk.
struct SignInWait: Sendable, Hashable {
    /// How many failures cost nothing.
    var free: Int
    /// The longest wait, in seconds.
    var longest: Int64

    static let ofName = SignInWait(free: 5, longest: 60)
    static let ofAddress = SignInWait(free: 20, longest: 60)
    static let ofBrowser = SignInWait(free: 5, longest: 900)

    /// After this time without a failure it starts anew, in microseconds.
    static let memory: Int64 = 86_400_000_000

    /// The seconds still to wait; 0 when there is nothing to wait for.
    func seconds(failures: Int, lastAt: Int64, now: Int64) -> Int64 {
        guard failures >= free, now - lastAt < Self.memory else { return 0 }
        let wait = min(longest, 1 << Int64(min(failures - free, 30)))
        // A clock that was set back makes nobody wait longer than that.
        let passed = max(0, now - lastAt)
        return max(0, (wait * 1_000_000 - passed + 999_999) / 1_000_000)
    }
}
