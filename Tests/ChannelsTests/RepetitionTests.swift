import Channels
import Diagnostics
import Testing

@Suite("No request is sent twice", .timeLimit(.minutes(10)))
struct RepetitionTests {
    /// A server that answers the first request of a connection and closes after reading the second.
    let server = SocketServer { $0.number == 1 ? .send(ok) : .close() }

    func order(_ body: String, mayBeRepeated: Bool) -> OutgoingRequest {
        OutgoingRequest(url: server.url, body: Array(body.utf8), timeout: .seconds(300), mayBeRepeated: mayBeRepeated)
    }

    func count(_ body: String) -> Int { server.received.count { $0.body == Array(body.utf8) } }

    @Test("libcurl itself sends a request again when a reused connection dies: the trap is there")
    func trap() async {
        let sender = HTTPSender()
        #expect(await sender.send(order("first", mayBeRepeated: true)).answer?.status == 200)
        #expect(await sender.send(order("second", mayBeRepeated: true)).answer?.status == 200)
        #expect(count("second") == 2)
    }

    @Test("a request that must not be repeated goes over a new connection and arrives once")
    func onceOnly() async {
        let sender = HTTPSender()
        #expect(await sender.send(order("first", mayBeRepeated: true)).answer?.status == 200)
        for number in 0..<5 {
            #expect(await sender.send(order("once \(number)", mayBeRepeated: false)).answer?.status == 200)
            #expect(count("once \(number)") == 1)
        }
        #expect(Set(server.received.map(\.connection)).count == 6)
    }

    @Test("a request that must not be repeated is unknown after one death, whatever went before on its host")
    func unknown() async {
        let deadly = SocketServer { $0.body == Array("die".utf8) ? .close() : .send(ok) }
        let sender = HTTPSender()
        for _ in 0..<3 {
            let warm = OutgoingRequest(url: deadly.url, body: Array("warm".utf8), mayBeRepeated: true)
            #expect(await sender.send(warm).answer?.status == 200)
            let request = OutgoingRequest(url: deadly.url, body: Array("die".utf8), mayBeRepeated: false)
            #expect(await sender.send(request).unknownCode == "deliver.no-answer")
        }
        #expect(deadly.received.count { $0.body == Array("die".utf8) } == 3)
    }

    @Test("requests that may be repeated share a connection")
    func keepAlive() async {
        let patient = SocketServer { _ in .send(ok) }
        let sender = HTTPSender()
        for _ in 0..<10 {
            let request = OutgoingRequest(url: patient.url, body: [1], mayBeRepeated: true)
            #expect(await sender.send(request).answer?.status == 200)
        }
        #expect(Set(patient.received.map(\.connection)) == [1])
    }
}
