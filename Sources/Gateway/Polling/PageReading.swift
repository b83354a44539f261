import Channels
import ConfigurationFiles
import Diagnostics

/// Asks back ends for pages by HTTP GET: of the orders that they hold, of the documents that they made.
struct PageReading: Sendable {
    private let sender: HTTPSender
    /// The longest body that is read, in bytes.
    let mostBytes: Int

    /// What became of a request.
    enum Reply: Sendable {
        case body([UInt8])
        /// It may be asked again: why, and after how many seconds at the least.
        case later(String, seconds: Double?)
        /// Refused for good, with the status.
        case refused(Int)
        /// The body is longer than what is read.
        case large
    }

    init(inFlight: Int = 4, mostBytes: Int) {
        self.mostBytes = mostBytes
        sender = HTTPSender(limits: HTTPSender.Limits(inFlight: inFlight, waiting: 64, answerBody: mostBytes))
    }

    /// Asks once.
    func get(_ resource: PagedResource, _ query: [(String, String)]) async -> Reply {
        let base = resource.url.reveal()
        let text = query.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
        let outcome = await sender.send(
            OutgoingRequest(
                method: "GET", url: base + (base.contains("?") ? "&" : "?") + text,
                headers: resource.headers.map { .init($0.name, $0.value.reveal()) } + [
                    .init("Accept", "application/json")
                ],
                connectTimeout: .seconds(resource.connectSeconds), timeout: .seconds(resource.timeoutSeconds),
                mayBeRepeated: true))
        switch outcome {
        case .notSent(let diagnostic), .unknown(let diagnostic):
            let message = Catalogue.english.wording(of: diagnostic).message
            return .later(message.hasSuffix(".") ? String(message.dropLast()) : message, seconds: nil)
        case .answered(let answer):
            switch answer.status {
            case 200: return answer.bodyIsCut ? .large : .body(answer.body)
            case 408, 425, 429, 500...599:
                return .later("HTTP \(answer.status)", seconds: answer.header("Retry-After").flatMap(Double.init))
            default: return .refused(answer.status)
            }
        }
    }

    /// Ends the thread.
    func shutdown() async { await sender.shutdown() }

    /// A value as a query carries it (RFC 3986, 2.3).
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: text.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
                default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }, as: UTF8.self)
    }
}
