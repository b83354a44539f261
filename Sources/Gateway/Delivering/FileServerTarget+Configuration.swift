public import Channels
public import ConfigurationFiles

extension FileServerTarget {
    /// A folder on a server by its configuration.
    public init(_ server: FileServer) {
        let proof: Proof =
            switch server.proof {
            case .password(let password): .password(password.reveal())
            case .key(let file, let passphrase): .key(file: file, passphrase: passphrase?.reveal())
            }
        self.init(
            way: server.way == .sftp ? .sftp : server.isImplicit ? .implicitFTPS : .explicitFTPS, host: server.host,
            port: server.port, user: server.user, proof: proof, hostKeys: server.hostKeys,
            authorities: server.authorities, pins: server.pins, folder: server.folder,
            connectTimeout: .seconds(server.connectSeconds), timeout: .seconds(server.timeoutSeconds))
    }
}
