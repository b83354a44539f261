/// What becomes of a replay whose first documents go ahead of the others.
public enum CanaryVerdict: Sendable, Hashable {
    /// So many of them have come to a good end; the others are on their way.
    case waiting(arrived: Int)
    /// All have come to a good end.
    case good
    /// One has not: the rest stays where it is.
    case failed(document: String, status: DocumentStatus, code: String)

    /// What is known of a document that goes first.
    public struct Standing: Sendable, Hashable {
        public var document: String
        public var status: DocumentStatus
        /// What stopped it.
        public var code: String?
        /// Why it was refused when its turn came; nil when it was not.
        public var refusal: String?
        /// How many of its copies failed.
        public var failedCopies: Int
        /// How many of its copies are on their way.
        public var openCopies: Int

        /// A document that goes first.
        public init(
            document: String, status: DocumentStatus, code: String? = nil, refusal: String? = nil,
            failedCopies: Int = 0, openCopies: Int = 0
        ) {
            self.document = document
            self.status = status
            self.code = code
            self.refusal = refusal
            self.failedCopies = failedCopies
            self.openCopies = openCopies
        }
    }

    /// The verdict on documents whose turn has come.
    public init(_ documents: [Standing]) {
        var arrived = 0
        for document in documents {
            if let refusal = document.refusal {
                self = .failed(document: document.document, status: document.status, code: refusal)
                return
            }
            switch document.status {
            case .failed, .held, .unknown, .parked:
                self = .failed(
                    document: document.document, status: document.status, code: document.code ?? "replay.no-code")
                return
            case .delivered where document.failedCopies > 0:
                self = .failed(document: document.document, status: .failed, code: "deliver.copy-failed")
                return
            case .delivered where document.openCopies > 0: break
            case .delivered, .duplicate, .superseded, .discarded: arrived += 1
            case .accepted, .delivering: break
            }
        }
        self = arrived == documents.count ? .good : .waiting(arrived: arrived)
    }
}
