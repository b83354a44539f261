import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Store

/// The store of a configuration whose server does not run. Who can open the store may do everything.
enum ClosedStore {
    /// What is done with the store; nil without a configuration, and when a server on this machine has the store open.
    static func use<Result: Sendable>(
        _ config: String?, _ body: (Installation, any Database, Caller) async throws -> Result
    ) async throws -> Result? {
        guard let config else { return nil }
        let installation = try ConfigurationPath.installation(config)
        let database: any Database
        do {
            database = try await GatewayProcess.open(installation.store)
        } catch let failure as CommandFailure {
            let isOpen = failure.reports.contains { $0.code == "store.in-use" }
            let profile = Serve.profilePath(installation.store)
            guard isOpen, let profile, FileManager.default.fileExists(atPath: profile) else { throw failure }
            return nil
        }
        let caller = Caller(name: "command line", role: .administrator, origin: "store")
        do {
            let result = try await body(installation, database, caller)
            await database.close()
            return result
        } catch let error as GatewayError {
            await database.close()
            throw CommandFailure(error.kind == .forbidden ? .refused : .no, error.diagnostic)
        }
    }

    /// The server that has a configuration's store open, or the one that the options mean.
    static func client(_ config: String?, _ server: ServerOptions) throws -> GatewayClient {
        guard let config, let path = Serve.profilePath(try ConfigurationPath.installation(config).store) else {
            return try server.client()
        }
        let profile = try Profile(path: path)
        return try GatewayClient(address: profile.url ?? "", token: profile.token)
    }
}
