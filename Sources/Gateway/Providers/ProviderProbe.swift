import Channels
public import ConfigurationFiles
public import Diagnostics

/// Tries a provider's API as `milepost doctor` does: logs in and lists, and changes nothing there.
public struct ProviderProbe: Sendable {
    /// What is wrong; nil when all is well.
    public var fault: Diagnostic?
    /// How many entries the first page has that count.
    public var entries = 0

    /// Tries an account.
    public static func examine(_ account: ProviderAccount) async -> ProviderProbe {
        let caller = ProviderCaller(account, lanes: 1)
        let probe = await examine(account, by: caller)
        await caller.shutdown()
        return probe
    }

    private static func examine(_ account: ProviderAccount, by caller: ProviderCaller) async -> ProviderProbe {
        guard let list = account.api.list else {
            // Nothing asks for anything: what is behind the address is all that can be tried.
            let isThere = await PlainExchange("HEAD", account.url).isReachable()
            guard !isThere, let send = account.api.send else { return ProviderProbe() }
            return ProviderProbe(
                fault: caller.fault(
                    "provider.silent", send.call, facts: ["detail": "\(account.url) cannot be reached"]))
        }
        var number = 0
        if case .number(let first) = list.paging { number = first }
        do throws(ProviderCaller.Fault) {
            let answer = try await caller.answer(
                to: list.call, ["page": String(account.api.limits.page), "number": String(number)])
            let page = try ProviderPage(answer, list, caller)
            if let fault = page.unusable.first?.fault { return ProviderProbe(fault: fault) }
            if case .cursor(let place, _) = list.paging, page.count > 0, page.cursor == nil,
                page.count >= account.api.limits.page
            {
                return ProviderProbe(
                    fault: caller.fault(
                        "provider.answer-form", list.call, value: "nothing",
                        facts: ["expected": "the cursor behind a full page"], at: Position(path: place)))
            }
            return ProviderProbe(entries: page.entries.count)
        } catch {
            return ProviderProbe(fault: error.diagnostic)
        }
    }
}
