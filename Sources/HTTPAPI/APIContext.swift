import Diagnostics
import Gateway
public import Hummingbird
public import NIOCore

/// What one request carries with it: its id, its caller, where it comes from.
public struct APIContext: RequestContext, RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who asks; set where a route asks for a right.
    var caller: Caller?
    /// The address of the other end of the connection.
    let origin: String?
    public var remoteAddress: SocketAddress? { connection.remoteAddress }
    let connection: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connection = source.channel
        origin = source.channel.remoteAddress?.ipAddress
    }

    /// The caller, on routes that ask for a right.
    func requireCaller() throws -> Caller {
        guard let caller else { throw Problem.unauthenticated("api.key-missing") }
        return caller
    }

    /// A part of the path, percent-decoded.
    func parameter(_ name: String) throws -> String {
        guard let raw = parameters.get(name), let text = PercentEncoding.decode(raw[...]), !text.isEmpty else {
            throw Problem(.badRequest, "api.path-invalid", value: parameters.get(name))
        }
        try Problem.requirePlain(text, name)
        return text
    }
}
