import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store

extension ContractTest {
    /// The first request tells, too, whether there is anybody.
    func documentTaken() async throws -> ContractFinding {
        let sent = await send("A")
        if sent.isFailed, sent.outcome.answer.status == nil {
            throw GatewayError(
                .unavailable,
                Diagnostic("contract.unreachable", value: backend.name, facts: ["reason": sent.outcome.answer.detail]))
        }
        return judged(.documentTaken, "order \(number("A"))", [sent], listed: await listed("A"))
    }

    func orderKeyEscaped() async -> ContractFinding {
        let name = "Å ä,#1"
        let sent = await send(name, key: "escaped")
        return judged(
            .orderKeyEscaped, "X-Milepost-Order-Key: \(ConsignmentBuilder.escaped(orderKey(name)))", [sent],
            listed: await listed(name)
        ) { orders in orders.count == 1 && orders[0].key == orderKey(name) }
    }

    func changesInOrder() async -> ContractFinding {
        let (name, number) = ("B", number("B"))
        var outcomes = [await send(name)]
        let before = await listed(name)
        outcomes.append(
            await sender.send(
                consignment(
                    ContractOrders.change(number, quantity: "7"), key: "B-change", order: name, type: "order-change")))
        let behindChange = await listed(name)
        outcomes.append(
            await sender.send(
                consignment(
                    ContractOrders.cancellation(number), key: "B-cancel", order: name, type: "order-cancellation")))
        let behindCancellation = await listed(name)
        return judged(.changesInOrder, "order, change, cancellation of \(number)", outcomes, listed: behindCancellation)
        {
            last in
            guard case .orders(let first) = before, case .orders(let second) = behindChange else { return false }
            guard let one = first.first, let two = second.first, let three = last.first else { return false }
            return one.changed < two.changed && two.changed < three.changed
                && ContractOrders.quantity(of: two.content) == "7" && last.count == 1
        }
    }

    func largeDocument() async -> ContractFinding {
        let bytes = ContractOrders.order(number("L"), lines: 10_000)
        let sent = await sender.send(consignment(bytes, key: "L", order: "L"))
        return judged(.largeDocument, "an order of \(bytes.count) bytes", [sent], listed: await listed("L"))
    }

    func severalOrders() async -> ContractFinding {
        let names = ["M,1", "M2"]
        var outcomes: [SentConsignment] = []
        for name in names { outcomes.append(await send(name, key: "several-\(name)")) }
        let before = await found(names.map(orderKey), ids: [])
        let advice = ContractOrders.receivingAdvice("KIT-\(run)-RA", of: names.map(number), quantity: "4")
        outcomes.append(
            await sender.send(consignment(advice, key: "several", orders: names, type: "receiving-advice")))
        let words = "a receiving advice of \(number(names[0])) and \(number(names[1]))"
        return judged(.severalOrders, words, outcomes, listed: await found(names.map(orderKey), ids: [])) { behind in
            guard case .orders(let first) = before, first.count == names.count else { return false }
            return Set(behind.map(\.words)) == Set(first.map(\.words))
        }
    }

    func sameKeyAgain() async -> ContractFinding {
        let outcomes = [await send("C"), await send("C"), await send("C")]
        return judged(.sameKeyAgain, "order \(number("C")) three times under one key", outcomes)
    }

    func sameKeyAtOnce() async -> ContractFinding {
        let outcomes = await withTaskGroup(of: SentConsignment.self) { group in
            for _ in 0..<4 { group.addTask { await send("D") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let last = await send("D")
        let sent = "order \(number("D")) four times at once under one key, then once more"
        // Who is asked to come again comes again; the last one must not be.
        guard outcomes.allSatisfy({ $0.isDone || $0.isFailed }) else {
            return ContractFinding(
                .sameKeyAtOnce, .broken, sent: sent, came: outcomes.map(\.words).joined(separator: "; "))
        }
        return judged(.sameKeyAtOnce, sent, [last], listed: await listed("D"))
    }

    func sameKeyOtherBytes() async -> ContractFinding {
        let sent = "order \(number("E")) with quantity 5, then 6 under the same key"
        let outcomes = [await send("E"), await send("E", quantity: "6")]
        guard outcomes[0].isDone, outcomes[1].isDone || outcomes[1].isRefused else {
            return ContractFinding(
                .sameKeyOtherBytes, .broken, sent: sent, came: outcomes.map(\.words).joined(separator: "; "))
        }
        return judged(.sameKeyOtherBytes, sent, [outcomes[0]], listed: await listed("E")) { orders in
            orders.count == 1 && orders.allSatisfy { ContractOrders.quantity(of: $0.content) ?? "5" == "5" }
        }
    }

    func effectOnce() async -> ContractFinding {
        let found = await found(["C", "D", "E"].map(orderKey), ids: [])
        if case .nowhere = found { return unseen(.effectOnce, "it lists no orders") }
        return judged(.effectOnce, "nothing more", [], listed: found) { orders in
            orders.count == 3 && Set(orders.compactMap(\.key)).count == 3 && Set(orders.map(\.id)).count == 3
        }
    }

    func rubbishRefused() async -> ContractFinding {
        let bodies: [(String, [UInt8])] = [
            ("no JSON", Array("UNB+UNOA:3+".utf8)), ("no document", Array("{\"a\": [1, 2".utf8)),
            ("no order", Array("{\"document\": \"order\"}".utf8)), ("nothing", []),
            ("bytes", [0xFF, 0xFE, 0x00, 0x80]),
        ]
        var outcomes: [SentConsignment] = []
        for (name, bytes) in bodies {
            outcomes.append(await sender.send(consignment(bytes, key: "rubbish-\(name)", order: "R")))
        }
        return ContractFinding(
            .rubbishRefused, outcomes.allSatisfy(\.isRefused) ? .kept : .broken,
            sent: "five bodies that are no order", came: outcomes.map(\.words).joined(separator: "; "))
    }

    func refusalKeepsKey() async -> ContractFinding {
        let rubbish = await sender.send(consignment(Array("UNB+UNOA:3+".utf8), key: "K", order: "K"))
        let words = "no JSON, then order \(number("K")) under the same key"
        guard rubbish.isRefused else {
            return ContractFinding(.refusalKeepsKey, .broken, sent: words, came: rubbish.words)
        }
        return judged(.refusalKeepsKey, words, [await send("K")], listed: await listed("K"))
    }

    func shadowWithoutEffect() async -> ContractFinding {
        guard backend.abilities.takes.contains(.shadow) else {
            return unseen(.shadowWithoutEffect, "it does not take shadow")
        }
        let sent = await send("S", purpose: "shadow")
        let words = "order \(number("S")) with X-Milepost-Purpose: shadow"
        if sent.isDone, sent.answer?.body.isEmpty ?? true {
            return ContractFinding(.shadowWithoutEffect, .broken, sent: words, came: sent.words + " without a body")
        }
        return judged(.shadowWithoutEffect, words, [sent], listed: await listed("S")) { $0.isEmpty }
    }

    func copyTaken(
        _ check: ContractCheck, _ ability: BackendAbilities.TakenCopy, _ purpose: String
    ) async -> ContractFinding {
        guard backend.abilities.takes.contains(ability) else {
            return unseen(check, "it does not take \(ability.rawValue)")
        }
        let sent = await send(purpose, purpose: purpose)
        return judged(
            check, "order \(number(purpose)) with X-Milepost-Purpose: \(purpose)", [sent], listed: await listed(purpose)
        )
    }

    func stepOnce(_ check: ContractCheck, _ step: CallStep) async -> ContractFinding {
        guard backend.abilities.takes.contains(.transfers) else { return unseen(check, "it does not take transfers") }
        let name = "T-\(step.rawValue)"
        // Who lets go has the order as its own, who takes it over as a copy.
        let first = await send(name, purpose: step == .release ? "primary" : "copy")
        let caller = TransferCaller(BackendBook([backend]))
        let call = TransferCaller.Call(
            step: step, backend: backend.name, order: .init(text: orderKey(name)), id: "kit-\(run)",
            key: "kit-\(run)-\(step.rawValue)", documents: step == .activate ? ["kit-\(run)-\(name)"] : [])
        let answers = [await caller.make(call), await caller.make(call)]
        await caller.shutdown()
        let isRight = first.isDone && answers.allSatisfy { if case .done = $0 { true } else { false } }
        let same = answers[0] == answers[1]
        return ContractFinding(
            check, isRight && same ? .kept : .broken,
            sent: "order \(number(name)), then \(step.rawValue) twice under one key",
            came: ([first.words] + answers.map(Self.words)).joined(separator: "; "))
    }

    private static func words(_ answer: TransferCaller.Answer) -> String {
        switch answer {
        case .done(let cursor): "taken" + (cursor.isEmpty ? "" : ", cursor \(cursor)")
        case .refused(let words): "refused (\(words))"
        case .absent(let words): "to be tried again (\(words))"
        case .unknown(let words): "unknown (\(words))"
        }
    }
}
