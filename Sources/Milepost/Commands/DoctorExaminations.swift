import Channels
import ConfigurationFiles
import Diagnostics
import Dispatch
import Foundation
import Gateway
import Store

/// Whether the store can be reached and syncs its commits, and whether there is room for it.
enum StoreExamination {
    /// How much free room is too little, in bytes.
    private static let leastRoom: Int64 = 1 << 30

    static func examine(_ installation: Installation) async -> [Doctor.Finding] {
        switch installation.store {
        case .sqlite(let folder) where !FileManager.default.fileExists(atPath: folder + "/milepost.sqlite"):
            // Examining must not make anything.
            [
                Doctor.Finding(name: "store", verdict: .ok, words: "\(installation.store), made at the first start"),
                room(folder),
            ]
        case .sqlite(let folder): await store(installation) + [room(folder)]
        case .postgres: await store(installation)
        }
    }

    /// Opening is the check: a driver refuses a store that does not sync.
    private static func store(_ installation: Installation) async -> [Doctor.Finding] {
        let location = installation.store
        do {
            let database = try await GatewayProcess.open(location)
            let (words, fences) = try await database.write { transaction -> (String, [FenceRow]) in
                let setting = try transaction.query(
                    "/*sqlite select 'synchronous ' || synchronous from pragma_synchronous */"
                        + "/*postgres select 'synchronous_commit ' || current_setting('synchronous_commit') */")
                let fences = try transaction.standingFences()
                guard var columns = setting.first?.columns else { return ("synchronous: unknown", fences) }
                return (try columns.text(), fences)
            }
            let (mappings, _) = MappingSet.read(installation.mappings)
            let obstacle = try await Gateway.obstacle(to: installation, mappings: mappings, at: database)
            let lost = try await LostChannel.all(of: installation, at: database)
            await database.close()
            let store = Doctor.Finding(name: "store", verdict: .ok, words: "\(location), \(words)")
            return [store] + (obstacle.map { [Doctor.failure("start", $0)] } ?? []) + fences.map(finding)
                + lost.map(finding)
        } catch let failure as CommandFailure {
            guard let report = failure.reports.first else { return [unreadable(location)] }
            if report.code == "store.in-use" {
                return [
                    Doctor.Finding(name: "store", verdict: .ok, words: "\(location), open in a running gateway"),
                    Doctor.Finding(
                        name: "start", verdict: .note,
                        words: "only the gateway that runs can hold the configuration against it",
                        fix: "Try `milepost reload` before you restart: it refuses what a start would refuse."),
                ]
            }
            return [
                Doctor.Finding(
                    name: "store", verdict: .fail, words: "\(location): \(report.message)", fix: report.fix)
            ]
        } catch let error as StoreError {
            return [Doctor.failure("store", error.diagnostic)]
        } catch {
            return [unreadable(location)]
        }
    }

    /// A fence is nothing broken, but waits for people.
    private static func finding(_ fence: FenceRow) -> Doctor.Finding {
        Doctor.Finding(
            name: "fence", verdict: .note,
            words: "\(fence.backend) gets releases only: \(fence.reason)",
            fix: "Enter, release or return its orders; see `milepost fences show \(fence.id)`.")
    }

    /// What waits for a way that is gone.
    private static func finding(_ lost: LostChannel) -> Doctor.Finding {
        Doctor.Finding(
            name: "partner \(lost.partner)", verdict: .note, words: lost.words,
            fix: "Put `outbound` back into the partner's file, or discard the documents.")
    }

    private static func unreadable(_ location: StoreLocation) -> Doctor.Finding {
        Doctor.Finding(name: "store", verdict: .fail, words: "\(location) cannot be read")
    }

    private static func room(_ folder: String) -> Doctor.Finding {
        var facts = statvfs()
        var place = folder
        while !FileManager.default.fileExists(atPath: place), place.contains("/"), place.count > 1 {
            place = URL(fileURLWithPath: place).deletingLastPathComponent().path
        }
        guard statvfs(FileManager.default.fileExists(atPath: place) ? place : ".", &facts) == 0 else {
            return Doctor.Finding(
                name: "disk", verdict: .fail, words: "\(folder) cannot be looked at", fix: "Check the folder's rights.")
        }
        let free = Int64(facts.f_bavail) &* Int64(facts.f_frsize)
        let words = "\(free >> 20) MB free in \(folder)"
        guard free >= leastRoom else {
            return Doctor.Finding(
                name: "disk", verdict: .fail, words: words,
                fix: "Free some room, or move the data folder; when the disk is full nothing is accepted.")
        }
        return Doctor.Finding(name: "disk", verdict: .ok, words: words)
    }
}

/// Whether a back end can be reached. Nothing is sent to it.
enum BackendExamination {
    static func examine(_ backend: Backend) async -> Doctor.Finding? {
        let name = "back end \(backend.name)"
        switch backend.kind {
        case .http(let http): return await examine(http, name)
        case .soap(let soap): return await examine(soap.http, name)
        case .as2(let as2): return await examine(as2.http, name)
        case .postgres(let settings):
            let shown = settings.database.shownURL
            let sender = PostgresSender(
                PostgresTarget(
                    url: settings.database.url.reveal(), shownURL: shown, connectTimeout: .seconds(10),
                    timeout: .seconds(10)), connections: 1)
            let fault = await sender.examine()
            await sender.shutdown()
            guard let fault else { return Doctor.Finding(name: name, verdict: .ok, words: "\(shown) can be reached") }
            return Doctor.Finding(
                name: name, verdict: .fail,
                words: "\(shown) cannot be reached: \(fault.facts["reason"] ?? "no answer")",
                fix: "Start it, or check the URL and what it lets in; until then its deliveries wait.")
        // Looked at with all other folders on servers, and with all other providers.
        case .fileServer, .provider, .mailbox: return nil
        case .folder(let path):
            guard let fault = fault(ofFolder: path) else {
                let isThere = access(path, F_OK) == 0
                return Doctor.Finding(
                    name: name, verdict: .ok, words: path + (isThere ? " can be written" : ", made at the next start"))
            }
            return Doctor.Finding(
                name: name, verdict: .fail, words: "\(path) cannot be written: \(fault)",
                fix: "Make the folder, and give the gateway's user the right to write in it.")
        }
    }
}

extension BackendExamination {
    private static func examine(_ http: HTTPBackend, _ name: String) async -> Doctor.Finding {
        let exchange = PlainExchange("HEAD", http.url.reveal())
        do {
            try await Blocking.run { () throws -> Void in try exchange.connect() }
            return Doctor.Finding(name: name, verdict: .ok, words: "\(http.shownURL) can be reached")
        } catch {
            return Doctor.Finding(
                name: name, verdict: .fail, words: "\(http.shownURL) cannot be reached",
                fix: "Start it, or check the address and what stands in between; until then its deliveries wait.")
        }
    }

    /// Why files could not be written into a folder; nil when they can, or when it can be made.
    static func fault(ofFolder path: String) -> String? {
        var place = path
        while access(place, F_OK) != 0, errno == ENOENT, let slash = place.lastIndex(of: "/") {
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        // A relative path begins where the gateway is started.
        if access(place, F_OK) != 0, errno == ENOENT { place = "." }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
            return String(cString: strerror(errno))
        }
        guard isFolder.boolValue else { return "\(place) is no folder" }
        return access(place, W_OK | X_OK) == 0 ? nil : String(cString: strerror(errno))
    }
}

/// Whether the machine's clock is plausible. Orders do not depend on it, deadlines and records do.
enum ClockExamination {
    static func examine() -> Doctor.Finding {
        let now = Date()
        let words = ISO8601DateFormatter().string(from: now)
        // 2025-01-01: nothing of this product ran before.
        guard now.timeIntervalSince1970 > 1_735_689_600 else {
            return Doctor.Finding(
                name: "clock", verdict: .fail, words: "\(words) is in the past",
                fix: "Set the clock, and run an NTP client.")
        }
        // What systemd-timesyncd and chrony leave behind when they have set the clock.
        let signs = ["/run/systemd/timesync/synchronized", "/run/chrony/chronyd.pid", "/run/ntpd.pid"]
        guard signs.contains(where: { FileManager.default.fileExists(atPath: $0) }) else {
            return Doctor.Finding(
                name: "clock", verdict: .note, words: "\(words); nothing here says that it is kept right",
                fix: "Run an NTP client, unless the host of this container does.")
        }
        return Doctor.Finding(name: "clock", verdict: .ok, words: words)
    }
}

/// Runs what blocks on a thread that runs no tasks, so that it never takes one of their few. It is one of a pool: a thread that
/// ends while the process does would give OpenSSL back what is gone already.
enum Blocking {
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "blocking").async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}
