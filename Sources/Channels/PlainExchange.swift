import CLibCurl

/// One HTTP request and its answer, done on the calling thread: for tools, where ``HTTPSender`` is for deliveries.
public struct PlainExchange: Sendable {
    /// Why there is no answer.
    public enum Fault: Error, Sendable, Hashable {
        /// Nothing was sent: no such host, nothing listens, TLS refused.
        case unreachable(String)
        /// The request may have taken effect.
        case lost(String)
        /// The request cannot be made of these parts.
        case malformed(String)
        /// What took the answer wanted no more of it.
        case stopped
    }

    /// What was answered; the body went to the taker.
    public struct Head: Sendable, Hashable {
        public var status: Int
        /// The fields by their names in lower case; of several with one name, the last.
        public var headers: [String: String] = [:]
    }

    public var method: String
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?
    /// How long connecting may take, in seconds.
    public var connectSeconds = 10
    /// How long the whole exchange may take, in seconds; 0 for no limit but that of silence.
    public var seconds = 0
    /// How long the connection may be silent, in seconds.
    public var silenceSeconds = 120

    /// A request by its parts.
    public init(_ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Sends the request and hands the answer's status and body to `take`, piece by piece; false from it ends the
    /// exchange.
    ///
    /// Redirects are not followed, so that a key never goes where it was not meant to.
    public func perform(_ take: (_ status: Int, _ piece: UnsafeRawBufferPointer) -> Bool) throws(Fault) -> Head {
        for header in headers where !Self.isClean(header.name + header.value) {
            throw .malformed("the header \(header.name) holds a line break")
        }
        guard Self.isClean(url), Self.isClean(method) else { throw .malformed("the address holds a line break") }
        guard let handle = curl_easy_init() else { throw .malformed("libcurl has no memory") }
        defer { curl_easy_cleanup(handle) }
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for line in headers.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
            list = curl_slist_append(list, line) ?? list
        }
        milepost_easy_set_list(handle, CURLOPT_HTTPHEADER, list)
        prepare(handle)
        return try withoutActuallyEscaping(take) { take throws(Fault) in
            try run(handle, Taker(take: take))
        }
    }

    /// Connects, with TLS where the address says so, and sends nothing.
    public func connect() throws(Fault) {
        guard Self.isClean(url) else { throw .malformed("the address holds a line break") }
        guard let handle = curl_easy_init() else { throw .malformed("libcurl has no memory") }
        defer { curl_easy_cleanup(handle) }
        prepare(handle)
        milepost_easy_set_number(handle, CURLOPT_CONNECT_ONLY, 1)
        let code = curl_easy_perform(handle)
        guard code == CURLE_OK else { throw Self.fault(code, stopped: false) }
    }

    private func prepare(_ handle: UnsafeMutableRawPointer) {
        milepost_easy_set_text(handle, CURLOPT_URL, url)
        milepost_easy_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        milepost_easy_set_number(handle, CURLOPT_NOSIGNAL, 1)
        milepost_easy_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        milepost_easy_set_number(handle, CURLOPT_CONNECTTIMEOUT, connectSeconds)
        milepost_easy_set_number(handle, CURLOPT_TIMEOUT, seconds)
        milepost_easy_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        milepost_easy_set_number(handle, CURLOPT_LOW_SPEED_TIME, silenceSeconds)
        milepost_easy_set_text(handle, CURLOPT_CUSTOMREQUEST, method)
    }

    private func run(_ handle: UnsafeMutableRawPointer, _ taker: Taker) throws(Fault) -> Head {
        let pointer = Unmanaged.passUnretained(taker).toOpaque()
        milepost_easy_set_receiver(
            handle, CURLOPT_WRITEFUNCTION,
            { bytes, size, count, taker in
                guard let bytes, let taker else { return 0 }
                return Unmanaged<Taker>.fromOpaque(taker).takeUnretainedValue().body(bytes, size * count)
            }, CURLOPT_WRITEDATA, pointer)
        milepost_easy_set_receiver(
            handle, CURLOPT_HEADERFUNCTION,
            { bytes, size, count, taker in
                guard let bytes, let taker else { return 0 }
                return Unmanaged<Taker>.fromOpaque(taker).takeUnretainedValue().header(bytes, size * count)
            }, CURLOPT_HEADERDATA, pointer)
        let code = withExtendedLifetime(taker) { send(handle) }
        guard code == CURLE_OK else { throw Self.fault(code, stopped: taker.stopped) }
        return Head(status: milepost_easy_status(handle), headers: taker.headers)
    }

    private func send(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        guard let body else { return curl_easy_perform(handle) }
        return body.withUnsafeBytes { bytes in
            milepost_easy_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            // libcurl takes a null pointer for "ask the read function", which an empty body must not mean.
            if let start = bytes.baseAddress, !bytes.isEmpty {
                milepost_easy_set_bytes(handle, CURLOPT_POSTFIELDS, start)
                return curl_easy_perform(handle)
            }
            return "".withCString { empty in
                milepost_easy_set_bytes(handle, CURLOPT_POSTFIELDS, empty)
                return curl_easy_perform(handle)
            }
        }
    }

    private static func isClean(_ text: String) -> Bool { !text.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 } }

    private static func fault(_ code: CURLcode, stopped: Bool) -> Fault {
        let words = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_WRITE_ERROR where stopped: return .stopped
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_PEER_FAILED_VERIFICATION:
            return .unreachable(words)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .malformed(words)
        default: return .lost(words)
        }
    }
}

/// Takes what libcurl hands out.
private final class Taker {
    private let take: (Int, UnsafeRawBufferPointer) -> Bool
    private var status = 0
    private(set) var headers: [String: String] = [:]
    private(set) var stopped = false

    init(take: @escaping (Int, UnsafeRawBufferPointer) -> Bool) { self.take = take }

    func body(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        guard take(status, UnsafeRawBufferPointer(start: bytes, count: count)) else {
            stopped = true
            return count == 0 ? 1 : 0
        }
        return count
    }

    func header(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = [:]
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, headers.count < 200 {
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }.prefix { !$0.isNewline })
        }
        return count
    }
}
