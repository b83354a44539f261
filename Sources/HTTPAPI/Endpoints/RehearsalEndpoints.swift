import Diagnostics
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Rollout
import ServiceLifecycle

/// Rehearsals: one request, whose answer comes line by line while the rehearsal runs.
extension HTTPAPI {
    private struct RehearsalBody: ActionBody {
        static let members = ["stage", "percent", "cut", "from", "to", "write"]
        static let wholeNumbers = ["percent": 0...100]
        var stage: String?
        var percent: Int?
        var cut: String?
        var from: String?
        var to: String?
        var write: Bool?

        func request() throws -> RehearsalRequest {
            var supposed = RehearsedStage(percent: percent, cutDay: cut)
            if let stage {
                guard let known = Stage(rawValue: stage), Stage.forward.contains(known) else {
                    let expected = Stage.forward.map(\.rawValue).joined(separator: " or ")
                    throw Problem.parameter("stage", value: stage, expected: expected)
                }
                supposed.stage = known
            }
            // Times read as they do where lists are narrowed by them.
            var window = SearchFilter()
            for (name, text) in [("from", from), ("to", to)] {
                guard let text, !window.set(name, to: text) else { continue }
                throw Problem.parameter(name, value: text, expected: SearchFilter.expectation(of: name))
            }
            return RehearsalRequest(supposed, from: window.from, to: window.to, writes: write ?? false)
        }
    }

    /// A line of the answer; one of the members is there.
    private struct RehearsalLine: Encodable {
        var progress: RehearsalProgress?
        var result: RehearsalView?
        /// Why the rehearsal ended without a result.
        var error: DiagnosticReport?

        /// The line with its end.
        func bytes() throws -> ByteBuffer {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return ByteBuffer(bytes: Array(try encoder.encode(self)) + [UInt8(ascii: "\n")])
        }
    }

    var rehearsalEndpoints: [Endpoint] {
        [
            .post("/v1/milestones/{name}/rehearse", .view) { request, context in
                let caller = try ourCaller(context)
                let body = try await json(RehearsalBody.self, from: request, context)
                let run = try await gateway.rehearsals.begin(
                    context.parameter("name"), body.request(), caller: caller)
                return Response(
                    status: .ok, headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
                    body: Self.lines(of: run))
            }
        ]
    }

    /// The steps of a rehearsal, each asked for once the one before is written: a client that is gone ends it, and so does a
    /// node that stops.
    private static func lines(of run: RehearsalRun) -> ResponseBody {
        ResponseBody { writer in
            var isOver = false
            while !isOver {
                var line = RehearsalLine()
                do {
                    if Task.isShuttingDownGracefully {
                        throw GatewayError(.unavailable, Diagnostic("route.rehearsal-stopped"))
                    }
                    switch try await run.next() {
                    case .progress(let progress): line.progress = progress
                    case .result(let result): line.result = result
                    }
                } catch let error as GatewayError {
                    line.error = DiagnosticReport(error.diagnostic)
                }
                isOver = line.progress == nil
                try await writer.write(line.bytes())
            }
            try await writer.finish(nil)
        }
    }
}
