import CLibCurl
public import Diagnostics

/// Why a step on a server of files came to nothing.
public struct FileServerFault: Error, Sendable, Hashable {
    /// What kind of fault it is.
    public enum Kind: Sendable, Hashable {
        /// The server is not reached, or not the one that it should be, or does not let us in: no command was sent.
        case unreached
        /// The server said no; nothing was done.
        case refused
        /// There is no file or folder of that name.
        case missing
        /// The file has more bytes than were asked for.
        case large
        /// Commands were sent and their answer did not come.
        case lost
    }

    public var kind: Kind
    public var diagnostic: Diagnostic

    /// The fault of a step that libcurl ended.
    ///
    /// - Parameters:
    ///   - isBegun: whether commands may have been sent.
    ///   - words: what libcurl or the server said of it.
    init(_ result: CURLcode, isBegun: Bool, words: String, _ target: FileServerTarget) {
        let (kind, code) = Self.meaning(result, isBegun: isBegun, target.way)
        self.init(kind, code, target, ["reason": Self.plain(words)])
    }

    init(_ kind: Kind, _ code: Code, _ target: FileServerTarget, _ facts: [String: String] = [:]) {
        self.kind = kind
        diagnostic = Diagnostic(code, value: target.shownURL, facts: facts)
    }

    private static func meaning(
        _ result: CURLcode, isBegun: Bool, _ way: FileServerTarget.Way
    ) -> (Kind, Code) {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: (.unreached, "remote.name-unknown")
        case CURLE_COULDNT_CONNECT where !isBegun: (.unreached, "remote.connect-failed")
        case CURLE_LOGIN_DENIED: (.unreached, "remote.login-refused")
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH: (.unreached, "remote.certificate-changed")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS:
            isBegun ? (.lost, "remote.lost") : (.unreached, "remote.tls-failed")
        case CURLE_REMOTE_FILE_NOT_FOUND: (.missing, "remote.missing")
        case CURLE_REMOTE_ACCESS_DENIED: (.refused, "remote.denied")
        case CURLE_QUOTE_ERROR, CURLE_UPLOAD_FAILED, CURLE_REMOTE_DISK_FULL, CURLE_REMOTE_FILE_EXISTS,
            CURLE_FTP_COULDNT_RETR_FILE, CURLE_FTP_COULDNT_SET_TYPE:
            (.refused, "remote.refused")
        case CURLE_FILESIZE_EXCEEDED: (.large, "remote.file-large")
        case CURLE_OPERATION_TIMEDOUT:
            isBegun ? (.lost, "remote.timeout") : (.unreached, "remote.connect-timeout")
        default: isBegun ? (.lost, "remote.lost") : (.unreached, "remote.connect-failed")
        }
    }

    /// A text of at most 300 characters without controls.
    static func plain(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(300).map { scalar in
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                return isControl ? " " : Character(scalar)
            })
    }
}
