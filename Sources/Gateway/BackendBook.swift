import ConfigurationFiles
import Intake

/// The back ends of an installation by name, as every stage behind the decision needs them.
struct BackendBook: Sendable {
    private let backends: [String: Backend]
    private let channels: [String: Backend]

    /// - Parameter channels: the ways to partners, which are sent to as back ends are.
    init(_ backends: [Backend], channels: [Backend] = []) {
        self.backends = Dictionary(backends.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.channels = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(name: String) -> Backend? { backends[name] ?? channels[name] }

    /// The back ends, then the ways to partners, each by name.
    var all: [Backend] {
        backends.values.sorted { $0.name < $1.name } + channels.values.sorted { $0.name < $1.name }
    }

    /// Whether a back end takes the bytes as they were received.
    func takesOriginal(_ name: String) -> Bool { backends[name]?.payload == .original }

    /// The back ends that execute one key once.
    var honouringKeys: Set<String> {
        Set((Array(backends.values) + channels.values).filter(\.abilities.honoursKey).map(\.name))
    }
}
