import CLibCurl
import Diagnostics
import Digests
import Foundation
import Synchronization

/// One step on a server of files under way.
///
/// It belongs to the task that submits it, then to the engine's thread; only the mark of cancellation is shared.
final class FileServerTransfer: CurlTransfer, @unchecked Sendable {
    private let target: FileServerTarget
    private let step: FileServerStep
    private let asksForCertificate: Bool
    private let cancelled = Atomic<Bool>(false)
    private var completion: ((Result<FileServerReply, FileServerFault>) -> Void)?

    private var quotes = UnsafeMutablePointer<curl_slist>(nil)
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// How often libcurl was about to send the first command.
    private var starts = 0
    /// How much of what is written has been handed out.
    private var written = 0
    private var received: [UInt8] = []
    private var isLarge = false
    /// The host key that was shown and is none of those that may be.
    private var strangeKey: String?
    /// What an FTP server said last that was no yes.
    private var refusal: String?

    /// The bytes of a list at the most: some 500,000 files.
    static let longestList = 64 << 20

    init(_ step: FileServerStep, _ target: FileServerTarget, asksForCertificate: Bool = false) {
        self.asksForCertificate = asksForCertificate
        self.step = step
        self.target = target
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_slist_free_all(quotes)
        errorText.deallocate()
    }

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    /// Says who hears the outcome; once, before the transfer is submitted.
    func whenFinished(_ completion: @escaping (Result<FileServerReply, FileServerFault>) -> Void) {
        self.completion = completion
    }

    private func finish(_ outcome: Result<FileServerReply, FileServerFault>) {
        let completion = completion
        self.completion = nil
        completion?(outcome)
    }

    func refuse(_ code: Code, _ facts: [String: String]) {
        finish(.failure(FileServerFault(.unreached, code, target, facts)))
    }

    func interrupt(_ code: Code) {
        finish(.failure(FileServerFault(starts > 0 ? .lost : .unreached, code, target)))
    }

    func ending(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) -> () -> Void {
        let outcome = outcome(handle, result)
        return { self.finish(outcome) }
    }

    private func outcome(
        _ handle: UnsafeMutableRawPointer, _ result: CURLcode
    ) -> Result<FileServerReply, FileServerFault> {
        if result == CURLE_OK {
            var reply = FileServerReply(bytes: received)
            var seconds: Int64 = -1
            milepost_curl_offset(handle, CURLINFO_FILETIME_T, &seconds)
            if seconds >= 0 { reply.modified = seconds }
            if asksForCertificate {
                reply.certificateEnds = milepost_curl_certificate(handle, 0, "Expire date:").map { String(cString: $0) }
            }
            return .success(reply)
        }
        // An empty file has no first byte, and is there.
        if case .find = step, [CURLE_RANGE_ERROR, CURLE_BAD_DOWNLOAD_RESUME].contains(result) {
            return .success(FileServerReply())
        }
        if let strangeKey {
            let known = target.hostKeys.joined(separator: ", ")
            return .failure(
                FileServerFault(.unreached, "remote.host-key-changed", target, ["known": known, "shown": strangeKey]))
        }
        if isLarge { return .failure(FileServerFault(.large, "remote.file-large", target)) }
        let said = errorText[0] == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: errorText)
        return .failure(
            FileServerFault(
                result, isBegun: starts > 0, words: refusal.map { "\(said): \($0)" } ?? said, target))
    }
}

// MARK: - Settings

extension FileServerTransfer {
    func prepare(_ handle: UnsafeMutableRawPointer) -> Bool {
        var settings = CurlSettings(handle)
        settings.set(CURLOPT_PROTOCOLS_STR, "sftp,ftp,ftps")
        settings.set(CURLOPT_PROXY, "")
        settings.set(CURLOPT_NOSIGNAL, 1)
        settings.set(CURLOPT_QUICK_EXIT, 1)
        settings.set(CURLOPT_CONNECTTIMEOUT_MS, target.connectTimeout.milliseconds)
        settings.set(CURLOPT_TIMEOUT_MS, (target.connectTimeout + target.timeout).milliseconds)
        settings.set(CURLOPT_USERNAME, target.user)
        if target.way == .sftp { setSSH(&settings, handle) } else { setTLS(&settings) }
        setProof(&settings)
        let isPossible = setStep(&settings)
        setCallbacks(&settings, handle)
        return isPossible && settings.areTaken
    }

    private func setSSH(_ settings: inout CurlSettings, _ handle: UnsafeMutableRawPointer) {
        settings.set(CURLOPT_SSH_HOSTKEYDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
        settings.take(
            milepost_curl_set_host_key(handle) { data, _, key, length in
                let shown = UnsafeRawBufferPointer(start: key, count: length)
                let isKnown = FileServerTransfer.of(data)?.knows(shown) ?? false
                return Int32(isKnown ? CURLKHMATCH_OK.rawValue : CURLKHMATCH_MISMATCH.rawValue)
            })
    }

    private func setTLS(_ settings: inout CurlSettings) {
        settings.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        settings.set(CURLOPT_FTPSSLAUTH, Int(CURLFTPAUTH_TLS.rawValue))
        settings.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if asksForCertificate { settings.set(CURLOPT_CERTINFO, 1) }
        if let file = target.authorities { settings.set(CURLOPT_CAINFO, file) }
        if !target.pins.isEmpty { settings.set(CURLOPT_PINNEDPUBLICKEY, target.pins.joined(separator: ";")) }
        // A pinned key is its own authority, unless one is named too.
        let isVerified = target.pins.isEmpty || target.authorities != nil
        settings.set(CURLOPT_SSL_VERIFYPEER, isVerified ? 1 : 0)
        settings.set(CURLOPT_SSL_VERIFYHOST, isVerified ? 2 : 0)
        // Whole paths in commands, the address of the control connection for data.
        settings.set(CURLOPT_FTP_FILEMETHOD, Int(CURLFTPMETHOD_NOCWD.rawValue))
        settings.set(CURLOPT_FTP_SKIP_PASV_IP, 1)
    }

    private func setProof(_ settings: inout CurlSettings) {
        switch target.proof {
        case .password(let password):
            settings.set(CURLOPT_PASSWORD, password)
            // 1 << 1 is a password, 1 << 3 one that is asked for (RFC 4256).
            if target.way == .sftp { settings.set(CURLOPT_SSH_AUTH_TYPES, 1 << 1 | 1 << 3) }
        case .key(let file, let passphrase):
            settings.set(CURLOPT_SSH_AUTH_TYPES, 1 << 0)
            settings.set(CURLOPT_SSH_PRIVATE_KEYFILE, file)
            settings.set(CURLOPT_KEYPASSWD, passphrase ?? "")
        }
    }

    /// False when the step cannot be put into commands.
    private func setStep(_ settings: inout CurlSettings) -> Bool {
        switch step {
        case .write(let bytes, let path):
            settings.set(CURLOPT_URL, target.url(path))
            settings.set(CURLOPT_UPLOAD, 1)
            settings.set(CURLOPT_INFILESIZE_LARGE, size: bytes.count)
        case .read(let path, let limit):
            settings.set(CURLOPT_URL, target.url(path))
            settings.set(CURLOPT_FILETIME, 1)
            settings.set(CURLOPT_MAXFILESIZE_LARGE, size: limit)
        case .list(let folder): settings.set(CURLOPT_URL, target.url(Self.ended(folder)))
        case .listFacts(let folder):
            settings.set(CURLOPT_URL, target.url(Self.ended(folder)))
            settings.set(CURLOPT_CUSTOMREQUEST, "MLSD")
        case .find(let path):
            settings.set(CURLOPT_URL, target.url(path))
            // By SFTP one byte is asked for: opening the file tells.
            if target.way == .sftp { settings.set(CURLOPT_RANGE, "0-0") } else { settings.set(CURLOPT_NOBODY, 1) }
        case .run(let commands, let passing):
            settings.set(CURLOPT_URL, target.url("/"))
            settings.set(CURLOPT_NOBODY, 1)
            for command in commands {
                guard let lines = command.lines(target.way, passingFailures: passing) else { return false }
                for line in lines { quotes = curl_slist_append(quotes, line) ?? quotes }
            }
            settings.set(CURLOPT_QUOTE, pointer: quotes)
        }
        return true
    }

    private static func ended(_ folder: String) -> String {
        folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    }

    private func setCallbacks(_ settings: inout CurlSettings, _ handle: UnsafeMutableRawPointer) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        settings.set(CURLOPT_ERRORBUFFER, pointer: errorText)
        settings.set(CURLOPT_WRITEDATA, pointer: this)
        settings.set(CURLOPT_READDATA, pointer: this)
        settings.set(CURLOPT_HEADERDATA, pointer: this)
        settings.set(CURLOPT_PREREQDATA, pointer: this)
        settings.take(
            milepost_curl_set_bytes(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, data in
                FileServerTransfer.of(data)?.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        settings.take(
            milepost_curl_set_bytes(handle, CURLOPT_READFUNCTION) { bytes, size, count, data in
                FileServerTransfer.of(data)?
                    .fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        settings.take(
            milepost_curl_set_bytes(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, data in
                FileServerTransfer.of(data)?.hear(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        settings.take(
            milepost_curl_set_prerequest(handle) { data, _, _, _, _ in
                FileServerTransfer.of(data)?.starts += 1
                return CURL_PREREQFUNC_OK
            })
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> FileServerTransfer? {
        data.map { Unmanaged<FileServerTransfer>.fromOpaque($0).takeUnretainedValue() }
    }
}

// MARK: - What goes and what comes

extension FileServerTransfer {
    /// Whether a host key is one of those that may be shown (RFC 4251, 4.1: "the fingerprint … by external communication").
    private func knows(_ key: UnsafeRawBufferPointer) -> Bool {
        let shown = "SHA256:" + Data(Digests.sha256(key)).base64EncodedString().replacing("=", with: "")
        if target.hostKeys.contains(shown) { return true }
        strangeKey = shown
        return false
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        var limit = Self.longestList
        if case .read(_, let most) = step { limit = most }
        guard received.count + bytes.count <= limit else {
            isLarge = true
            return 0
        }
        received.append(contentsOf: bytes)
        return bytes.count
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        guard case .write(let bytes, _) = step else { return 0 }
        let count = min(room.count, bytes.count - written)
        room.copyBytes(from: bytes[written..<written + count])
        written += count
        return count
    }

    /// A line of an FTP server's answers.
    private func hear(_ bytes: UnsafeRawBufferPointer) -> Int {
        if let first = bytes.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") {
            refusal = String(decoding: bytes.prefix(300), as: UTF8.self).filter { !$0.isNewline }
        }
        return bytes.count
    }
}
