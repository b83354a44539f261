import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Takes a request's body in, within limits of size and time. A small body is handed over whole; a larger one goes to
/// the store piece by piece, so that no payload is ever held whole.
struct Reception {
    /// From this size on, in bytes, a payload is streamed.
    static let threshold = 1 << 20

    let limits: HTTPAPI.Limits
    let request: Request
    private let declared: Int?
    private let connection: any Channel
    private let tooLarge: Code

    /// Refuses at once what its head already rules out: a length beyond the limit, an encoding that is not read.
    init(
        _ request: Request, _ context: APIContext, limits: HTTPAPI.Limits, largest: Int,
        tooLarge: Code = "intake.too-large"
    ) throws {
        self.request = request
        connection = context.connection
        self.limits = limits
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem(
                .unsupportedMediaType, "api.content-encoding", value: coding, headers: [.acceptEncoding: "identity"])
        }
        declared = request.headers[.contentLength].flatMap { Int($0) }
        self.tooLarge = tooLarge
        if let declared, declared > largest { throw refusal(largest) }
    }

    /// The whole body of an action.
    func whole(upTo largest: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let declared { bytes.reserveCapacity(min(declared, largest)) }
        try await read(upTo: largest) { piece in
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return bytes
    }

    /// Submits the body; what does not arrive whole leaves nothing.
    func submit(_ submission: Submission, to submissions: Submissions) async throws -> (receipt: Receipt, size: Int) {
        var submission = submission
        var gathered: [UInt8] = []
        gathered.reserveCapacity(min(declared ?? 4_096, Self.threshold))
        var stream: StreamedSubmission?
        var size = 0
        do {
            try await read(upTo: limits.largestPayload) { piece in
                size += piece.readableBytes
                gathered.append(contentsOf: piece.readableBytesView)
                guard gathered.count >= Self.threshold else { return }
                if stream == nil { stream = try await submissions.begin(submission) }
                try await stream?.append(gathered)
                gathered.removeAll(keepingCapacity: true)
            }
            if let stream {
                if !gathered.isEmpty { try await stream.append(gathered) }
                return (try await stream.finish(), size)
            }
        } catch {
            await stream?.abandon()
            throw error
        }
        guard size > 0 else { throw Problem(.unprocessableContent, "intake.empty") }
        submission.bytes = gathered
        return (try await submissions.submit(submission), size)
    }

    private func read(upTo largest: Int, _ take: (ByteBuffer) async throws -> Void) async throws {
        var size = 0
        do {
            try await invite()
            for try await piece in request.body {
                size += piece.readableBytes
                guard size <= largest else { throw refusal(largest) }
                try await take(piece)
            }
        } catch let error as Problem {
            throw error
        } catch let error as GatewayError {
            throw error
        } catch let slow as SlowBody {
            throw Problem(
                .requestTimeout, "api.body-slow",
                facts: ["seconds": "\(slow.seconds)", "received": "\(slow.received)"],
                headers: [.connection: "close"])
        } catch {
            // The connection ended, or what came on it was no HTTP any more: the client did not say all it promised.
            throw Problem(.badRequest, "api.body-incomplete", facts: ["received": "\(size)"])
        }
        // A cancelled read ends like a complete one; and a connection that ends early must not pass for an end.
        guard !Task.isCancelled, declared == nil || declared == size else {
            throw Problem(.badRequest, "api.body-incomplete", facts: ["received": "\(size)"])
        }
    }

    /// Tells a client that asked first (RFC 9110, 10.1.1) to send its body. Everything that speaks against the request
    /// has been answered by now.
    private func invite() async throws {
        guard declared != 0, request.headers[.expect]?.lowercased() == "100-continue" else { return }
        try await connection.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)))
    }

    private func refusal(_ largest: Int) -> Problem {
        Problem(.contentTooLarge, tooLarge, facts: ["limit": "\(largest)"], headers: [.connection: "close"])
    }
}
