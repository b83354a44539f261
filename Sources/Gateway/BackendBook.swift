import ConfigurationFiles
import Intake

/// The back ends of an installation by name, as every stage behind the decision needs them.
struct BackendBook: Sendable {
    private let backends: [String: Backend]

    init(_ backends: [Backend]) {
        self.backends = Dictionary(backends.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(name: String) -> Backend? { backends[name] }

    var all: [Backend] { backends.values.sorted { $0.name < $1.name } }

    /// Whether a back end takes the bytes as they were received.
    func takesOriginal(_ name: String) -> Bool { backends[name]?.payload == .original }

    /// The back ends that execute one key once.
    var honouringKeys: Set<String> { Set(backends.values.filter(\.abilities.honoursKey).map(\.name)) }
}
