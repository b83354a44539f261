import Diagnostics
import Digests
import Dispatch
import Foundation
import Store
import Synchronization

/// Makes hashes of passwords and checks them, one at a time on a thread of its own: each takes 32 MB and a quarter of a second,
/// which a flood of sign-ins must not multiply.
final class PasswordKeeper: Sendable {
    /// The shortest password, in characters (NIST SP 800-63B-4, 3.1.1.2, for a password alone: 15).
    static let shortest = 15
    /// The longest, in bytes.
    static let longest = 1_024
    /// How many may wait in line.
    private static let longestLine = 32

    let costs: Scrypt
    private let queue = DispatchQueue(label: "milepost.passwords")
    private let waiting = Mutex(0)
    /// Checked in place of a user who is not there, so that the answer takes as long.
    private let nobody: UserRow.Password

    init(costs: Scrypt = .usual) {
        self.costs = costs
        nobody = UserRow.Password(
            salt: Digests.randomBytes(16), hash: Digests.randomBytes(Scrypt.length), cost: Int64(costs.cost),
            block: Int64(costs.block), parallel: Int64(costs.parallel))
    }

    /// What is kept of a new password; refuses what is too short, too long or the user's own name.
    func make(_ text: String, for name: String) async throws -> UserRow.Password {
        guard text.count >= Self.shortest, text.utf8.count <= Self.longest,
            text.lowercased().contains(where: { $0 != text.lowercased().first }),
            !(name.count > 3 && text.lowercased().replacing(name, with: "").count < 8)
        else {
            throw GatewayError(
                .invalid, Diagnostic("api.password-weak", facts: ["shortest": "\(Self.shortest)"]))
        }
        let (costs, salt) = (costs, Digests.randomBytes(16))
        guard let hash = try await inLine({ costs.hash(Self.bytes(text), salt: salt) }) else {
            throw GatewayError(.unavailable, Diagnostic("api.sign-in-busy"))
        }
        return UserRow.Password(
            salt: salt, hash: hash, cost: Int64(costs.cost), block: Int64(costs.block),
            parallel: Int64(costs.parallel))
    }

    /// Whether it is the password; nobody's takes as long as anybody's.
    func check(_ text: String, against kept: UserRow.Password?) async throws -> Bool {
        let password = kept ?? nobody
        let bytes = Self.bytes(String(text.prefix(Self.longest)))
        let hash = try await inLine {
            Scrypt(cost: Int(password.cost), block: Int(password.block), parallel: Int(password.parallel))
                .hash(bytes, salt: password.salt)
        }
        guard let hash else { return false }
        return Digests.equalInConstantTime(hash, password.hash) && kept != nil
    }

    /// The bytes of a text, the same however a keyboard composes its letters (canonical composition).
    private static func bytes(_ text: String) -> [UInt8] { Array(text.precomposedStringWithCanonicalMapping.utf8) }

    private func inLine<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async throws -> Result {
        let isShort = waiting.withLock { count in
            guard count < Self.longestLine else { return false }
            count += 1
            return true
        }
        guard isShort else { throw GatewayError(.unavailable, Diagnostic("api.sign-in-busy")) }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
