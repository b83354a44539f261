import CLibCurl
import Diagnostics
import Synchronization

/// One request under way: its settings for libcurl, what has come of the answer, and its outcome.
///
/// It belongs to the task that submits it, then to the engine's thread; only the mark of cancellation is shared.
final class Transfer: CurlTransfer, @unchecked Sendable {
    private let request: OutgoingRequest
    private let limits: HTTPSender.Limits
    private let identity: HTTPSender.Identity
    private let cancelled = Atomic<Bool>(false)
    private var completion: ((SendOutcome) -> Void)?

    private var headerLines = UnsafeMutablePointer<curl_slist>(nil)
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// How often libcurl was about to send the request. It asks before the first byte, for each connection that it tries.
    private var starts = 0
    private var headers: [OutgoingRequest.Header] = []
    private var headerBytes = 0
    /// The blank line behind the final answer's headers has come. libcurl takes an answer without one for complete.
    private var headersAreComplete = false
    private var body: [UInt8] = []
    private var bodyIsCut = false

    init(_ request: OutgoingRequest, limits: HTTPSender.Limits, identity: HTTPSender.Identity) {
        self.request = request
        self.limits = limits
        self.identity = identity
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_slist_free_all(headerLines)
        errorText.deallocate()
    }

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    /// Says who hears the outcome; once, before the transfer is submitted.
    func whenFinished(_ completion: @escaping (SendOutcome) -> Void) { self.completion = completion }

    private func finish(_ outcome: SendOutcome) {
        let completion = completion
        self.completion = nil
        completion?(outcome)
    }

    func refuse(_ code: Code, _ facts: [String: String]) { finish(.notSent(diagnostic(code, facts))) }

    func interrupt(_ code: Code) { finish(interrupted(code)) }

    func ending(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) -> () -> Void {
        let outcome = outcome(handle, result)
        return { self.finish(outcome) }
    }
}

// MARK: - Settings

extension Transfer {
    /// Sets a fresh handle up; false when libcurl refuses a setting.
    func prepare(_ handle: UnsafeMutableRawPointer) -> Bool {
        var settings = CurlSettings(handle)
        settings.set(CURLOPT_URL, request.url)
        settings.set(CURLOPT_PROTOCOLS_STR, "http,https")
        settings.set(CURLOPT_PROXY, "")
        settings.set(CURLOPT_USERAGENT, "Milepost")
        settings.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        settings.set(CURLOPT_FOLLOWLOCATION, 0)
        settings.set(CURLOPT_NOSIGNAL, 1)
        settings.set(CURLOPT_QUICK_EXIT, 1)
        settings.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.milliseconds)
        settings.set(CURLOPT_TIMEOUT_MS, request.timeout.milliseconds)
        settings.set(CURLOPT_SSL_VERIFYPEER, 1)
        settings.set(CURLOPT_SSL_VERIFYHOST, 2)
        settings.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = identity.authorities { settings.set(CURLOPT_CAINFO, file) }
        if let file = identity.certificate { settings.set(CURLOPT_SSLCERT, file) }
        if let file = identity.key { settings.set(CURLOPT_SSLKEY, file) }
        if !request.mayBeRepeated {
            settings.set(CURLOPT_FRESH_CONNECT, 1)
            settings.set(CURLOPT_FORBID_REUSE, 1)
        }
        setContent(&settings)
        setCallbacks(&settings, handle)
        return settings.areTaken
    }

    private func setContent(_ settings: inout CurlSettings) {
        if let body = request.body {
            settings.set(CURLOPT_POST, 1)
            settings.set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
            body.withUnsafeBytes { settings.set(CURLOPT_COPYPOSTFIELDS, pointer: $0.baseAddress) }
        } else if request.method == "HEAD" {
            settings.set(CURLOPT_NOBODY, 1)
        } else {
            settings.set(CURLOPT_HTTPGET, 1)
        }
        settings.set(CURLOPT_CUSTOMREQUEST, request.method)
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        // A name without a value keeps libcurl from sending its own.
        lines.append("Expect:")
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        for line in lines { headerLines = curl_slist_append(headerLines, line) ?? headerLines }
        settings.set(CURLOPT_HTTPHEADER, pointer: headerLines)
    }

    private func setCallbacks(_ settings: inout CurlSettings, _ handle: UnsafeMutableRawPointer) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        settings.set(CURLOPT_ERRORBUFFER, pointer: errorText)
        settings.set(CURLOPT_WRITEDATA, pointer: this)
        settings.set(CURLOPT_HEADERDATA, pointer: this)
        settings.set(CURLOPT_PREREQDATA, pointer: this)
        settings.take(
            milepost_curl_set_bytes(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, data in
                Transfer.of(data)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        settings.take(
            milepost_curl_set_bytes(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, data in
                Transfer.of(data)?.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        settings.take(
            milepost_curl_set_prerequest(handle) { data, _, _, _, _ in
                Transfer.of(data)?.mayStart() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            })
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> Transfer? {
        data.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}

// MARK: - What comes back

extension Transfer {
    /// Asked when a connection stands and nothing has been sent on it. A request that must not be repeated is let through
    /// once, whatever libcurl makes of a connection that died.
    private func mayStart() -> Bool {
        starts += 1
        return starts == 1 || request.mayBeRepeated
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        let room = limits.answerBody - body.count
        body.append(contentsOf: bytes.prefix(room))
        if bytes.count > room { bodyIsCut = true }
        return bodyIsCut ? 0 : bytes.count
    }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= limits.answerHeaders else { return 0 }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // After an interim answer (100, 103) the final one begins anew.
            headers = []
            headersAreComplete = false
        } else if line == "\r\n" || line == "\n" {
            headersAreComplete = true
        } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let value = line[line.index(after: colon)...]
            headers.append(OutgoingRequest.Header(String(line[..<colon]), value.trimmingBlanks()))
        }
        return bytes.count
    }

    /// What became of the request, now that libcurl has ended it.
    private func outcome(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) -> SendOutcome {
        var status = 0
        milepost_curl_long(handle, CURLINFO_RESPONSE_CODE, &status)
        if headersAreComplete, result == CURLE_OK || (result == CURLE_WRITE_ERROR && bodyIsCut) {
            return .answered(Answer(status: status, headers: headers, body: body, bodyIsCut: bodyIsCut))
        }
        var facts = [
            "reason": errorText[0] == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: errorText)
        ]
        guard starts > 0 else { return .notSent(diagnostic(Self.codeBefore(result), facts)) }
        if status > 0 { facts["status"] = String(status) }
        return .unknown(
            diagnostic(headerBytes > limits.answerHeaders ? "deliver.answer-too-long" : Self.codeAfter(result), facts))
    }

    /// What becomes of the request when it is ended from this side.
    private func interrupted(_ code: Code) -> SendOutcome {
        starts > 0 ? .unknown(diagnostic(code)) : .notSent(diagnostic(code))
    }

    /// Why nothing was sent.
    private static func codeBefore(_ result: CURLcode) -> Code {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: "deliver.name-unknown"
        case CURLE_OPERATION_TIMEDOUT: "deliver.connect-timeout"
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT: "deliver.request-invalid"
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS:
            "deliver.tls-failed"
        default: "deliver.connect-failed"
        }
    }

    /// Why there is no answer although the request may have arrived.
    private static func codeAfter(_ result: CURLcode) -> Code {
        switch result {
        case CURLE_OPERATION_TIMEDOUT: "deliver.answer-timeout"
        case CURLE_GOT_NOTHING: "deliver.no-answer"
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            "deliver.answer-malformed"
        default: "deliver.connection-lost"
        }
    }

    private func diagnostic(_ code: Code, _ facts: [String: String] = [:]) -> Diagnostic {
        Diagnostic(code, value: request.shownURL, facts: facts)
    }
}

extension OutgoingRequest {
    /// The URL without what may be secret: user, password, query.
    var shownURL: String {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        guard let start = plain.firstRange(of: "://")?.upperBound else { return String(plain) }
        let end = plain[start...].firstIndex(of: "/") ?? plain.endIndex
        guard let at = plain[start..<end].lastIndex(of: "@") else { return String(plain) }
        return String(plain[..<start] + plain[plain.index(after: at)...])
    }
}

extension Substring {
    /// The text without blanks and line ends around it.
    fileprivate func trimmingBlanks() -> String {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

extension Duration {
    /// The duration in milliseconds, at least 1.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
