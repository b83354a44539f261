import Channels
import Diagnostics
import Testing

@Suite("A sender's queue and end", .timeLimit(.minutes(10)))
struct HTTPSenderLifeTests {
    func request(_ server: SocketServer) -> OutgoingRequest {
        OutgoingRequest(url: server.url, body: [1], timeout: .seconds(300), mayBeRepeated: false)
    }

    /// Waits until the server has read `count` requests.
    func wait(for count: Int, at server: SocketServer) async {
        while server.received.count < count { await Task.yield() }
    }

    @Test("hundreds of requests at once all get their answer")
    func many() async {
        let server = SocketServer { _ in .send(ok) }
        let sender = HTTPSender(limits: .init(inFlight: 32))
        let answers = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let body = Array(String(number).utf8)
                    let request = OutgoingRequest(url: server.url, body: body, mayBeRepeated: number.isMultiple(of: 2))
                    return await sender.send(request).answer?.status
                }
            }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        #expect(answers.count { $0 == 200 } == 400)
        #expect(Set(server.received.map(\.body)).count == 400)
        #expect(server.received.count == 400)
    }

    @Test("stopping ends what is under way as unknown, what waits and what comes later as not sent")
    func shutdown() async {
        let server = SocketServer { _ in .hang }
        let sender = HTTPSender(limits: .init(inFlight: 2, waiting: 10))
        let outcomes = await withTaskGroup(of: SendOutcome.self) { group in
            for _ in 0..<5 { group.addTask { await sender.send(request(server)) } }
            await wait(for: 2, at: server)
            await sender.shutdown()
            return await group.reduce(into: [SendOutcome]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0.unknownCode == "deliver.stopped" } == 2)
        #expect(outcomes.count { $0.notSentCode == "deliver.stopped" } == 3)
        #expect(await sender.send(request(server)).notSentCode == "deliver.stopped")
        await sender.shutdown()
        #expect(server.received.count == 2)
    }

    @Test("a request beyond the queue's limit is not sent, at once")
    func queueFull() async {
        let server = SocketServer { _ in .hang }
        let sender = HTTPSender(limits: .init(inFlight: 1, waiting: 2))
        await withTaskGroup(of: SendOutcome.self) { group in
            for _ in 0..<8 { group.addTask { await sender.send(request(server)) } }
            var refused = 0
            while refused < 5, let outcome = await group.next() {
                #expect(outcome.notSentCode == "deliver.queue-full")
                refused += 1
            }
            await wait(for: 1, at: server)
            await sender.shutdown()
            for await outcome in group { #expect(outcome.answer == nil) }
        }
        #expect(server.received.count == 1)
    }

    @Test("cancelling a task ends its request: unknown when it was sent, not sent while it waits")
    func cancellation() async {
        let server = SocketServer { _ in .hang }
        let sender = HTTPSender(limits: .init(inFlight: 1))
        let first = Task { await sender.send(request(server)) }
        await wait(for: 1, at: server)
        for _ in 0..<40 {
            let second = Task { await sender.send(request(server)) }
            second.cancel()
            #expect(await second.value.notSentCode == "deliver.cancelled")
        }
        first.cancel()
        #expect(await first.value.unknownCode == "deliver.cancelled")
        #expect(server.received.count == 1)
    }

    @Test("a sender that nobody holds any more ends its thread and its requests")
    func dropped() async {
        let server = SocketServer { _ in .send(ok) }
        for _ in 0..<50 { #expect(await HTTPSender().send(request(server)).answer?.status == 200) }
        #expect(server.received.count == 50)
    }
}
