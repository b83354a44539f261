import Diagnostics
import Mapping
import Rollout

/// Reads the steps of a scenario: one action each, who does it, and what must be true behind it.
struct ScenarioSteps {
    let folder: String

    /// The roles that a step may be made in; those that sign items of check lists, and no more, among them.
    private static let roles = [
        "viewer", "support", "operator", "approver", "administrator", "business-owner", "key-user", "support-lead",
    ]
    private static let actions = [
        "send", "message", "advance", "reverse", "pause", "resume", "cancel", "pilot", "approve", "sign", "countersign",
        "import", "retry", "discard", "rearm", "transfer", "confirm", "enter", "close", "schedule", "answers", "wait",
        "expect",
    ]

    /// What goes with some of them.
    private static let members = [
        "from", "replace", "documents", "to", "policy", "percent", "partners", "override", "typed", "breakGlass",
        "item", "guard", "at", "orders", "side", "signed", "as", "by", "reason", "refused", "found", "id",
    ]

    mutating func read(_ node: YAMLNode, _ outer: inout YAMLReader) -> Scenario.Step? {
        var reader = YAMLReader(node)
        defer { outer.take(reader) }
        let named = (node.entries ?? []).map(\.key.text).filter(Self.actions.contains)
        // What is expected may stand beside any action.
        let doing = named.filter { $0 != "expect" }
        guard doing.count <= 1, let name = doing.first ?? named.first else {
            reader.report(
                Diagnostic(
                    "configuration.scenario-action", at: node.position, value: named.joined(separator: ", "),
                    facts: ["known": Self.actions.joined(separator: ", ")]))
            return passOver(&reader)
        }
        guard let action = action(name, &reader) else { return passOver(&reader) }
        let role = role(for: action, &reader)
        return Scenario.Step(
            action: action, actor: reader.text("by") ?? role, role: role, reason: reader.text("reason"),
            refused: reader.text("refused"), documents: documents(action, &reader),
            expected: Scenario.Expectations(nested: "expect", of: &reader), position: node.position)
    }

    /// Of a step that is faulty, what goes with it is no fault of its own.
    private func passOver(_ reader: inout YAMLReader) -> Scenario.Step? {
        for key in Self.actions + Self.members { _ = reader.optional(key) }
        return nil
    }

    private func role(for action: Scenario.Action, _ reader: inout YAMLReader) -> String {
        switch action {
        case .send, .answers, .wait, .look: return "operator"
        default: break
        }
        guard let node = reader.required("as"), let role = reader.text(of: node) else { return "operator" }
        if !Self.roles.contains(role) {
            reader.reportNotChoice(role, at: node.position, key: "as", known: Self.roles)
        }
        return role
    }

    private func action(_ name: String, _ reader: inout YAMLReader) -> Scenario.Action? {
        switch name {
        case "send", "message": return send(name, &reader)
        case "advance":
            _ = reader.required("to")
            let target: Stage? = reader.choice("to")
            return move(name, target.map { .advance(to: $0) }, &reader)
        case "reverse":
            let target: Stage? = reader.choice("to")
            let policy: ReversePolicy? = reader.choice("policy")
            return move(name, .reverse(to: target ?? .planned, policy: policy), &reader)
        case "pause": return move(name, .pause, &reader)
        case "resume": return move(name, .resume, &reader)
        case "cancel": return move(name, .cancel, &reader)
        case "pilot": return widen(&reader)
        case "approve": return reader.requiredText(name).map { .approve($0) }
        case "sign":
            let (milestone, item) = (reader.requiredText(name), reader.requiredText("item"))
            guard let milestone, let item else { return nil }
            return .sign(milestone, item: item)
        case "countersign": return reader.requiredText(name).map { .countersign($0) }
        case "import": return importOrders(&reader)
        case "retry": return reader.requiredText(name).map { .retry(order: $0) }
        case "discard": return reader.requiredText(name).map { .discard(order: $0) }
        case "rearm":
            _ = reader.required("guard")
            let kind: GuardKind? = reader.choice("guard")
            return move(name, kind.map { .rearm($0) }, &reader)
        case "transfer":
            _ = reader.required("to")
            let (order, side): (String?, Side?) = (reader.requiredText(name), reader.choice("to"))
            guard let order, let side else { return nil }
            return .transfer(order: order, to: side)
        case "confirm":
            let order = reader.requiredText(name)
            guard let node = reader.required("found"), let found = reader.text(of: node), let order else { return nil }
            let known = ["done", "refused", "absent"]
            if !known.contains(found) { reader.reportNotChoice(found, at: node.position, key: "found", known: known) }
            return .confirm(order: order, found: found)
        case "enter":
            let (order, id) = (reader.requiredText(name), reader.requiredText("id"))
            guard let order, let id else { return nil }
            return .enter(order: order, id: id)
        case "close": return reader.requiredText(name).map { .close(order: $0) }
        case "schedule": return schedule(&reader)
        case "answers": return .answers(reader.replies(name))
        case "wait": return reader.seconds(name).map { .wait($0) }
        default: return .look
        }
    }

    /// `schedule: north-intake` with `to: live` and `at: 2027-01-31T22:00`, by the clocks of its site.
    private func schedule(_ reader: inout YAMLReader) -> Scenario.Action? {
        _ = reader.required("to")
        let target: Stage? = reader.choice("to")
        let time = reader.requiredText("at")
        guard
            case .move(let name, .advance(let stage), let details) = move(
                "schedule", target.map { .advance(to: $0) }, &reader),
            let time
        else { return nil }
        return .schedule(name, stage, at: time, details)
    }

    private func move(_ name: String, _ wish: MoveWish?, _ reader: inout YAMLReader) -> Scenario.Action? {
        var details = Scenario.Details()
        details.typedName = reader.text("typed")
        details.breaksGlass = reader.flag("breakGlass") ?? false
        for entry in reader.entries("override") {
            guard let gate = GateKind(rawValue: entry.key.text) else {
                reader.reportNotChoice(
                    entry.key.text, at: entry.key.position, key: "override", known: GateKind.allCases.map(\.rawValue))
                continue
            }
            details.overrides[gate] = reader.text(of: entry.value)
        }
        guard let milestone = reader.requiredText(name), let wish else { return nil }
        return .move(milestone, wish, details)
    }

    /// `import: north` with `orders: [northwind/PO-1]`, `side: legacy`, `signed: yes`.
    private func importOrders(_ reader: inout YAMLReader) -> Scenario.Action? {
        let site = reader.requiredText("import")
        let orders = reader.texts("orders")
        let side: Side = reader.choice("side") ?? .legacy
        let isSigned = reader.flag("signed") ?? false
        for order in orders where !order.contains("/") {
            reader.report(
                Diagnostic("configuration.scenario-order", at: reader.position(of: "orders"), value: order))
        }
        return site.map { .importOrders(.init(site: $0, orders: orders, side: side, isSigned: isSigned)) }
    }

    /// `pilot: north-intake` with `percent: 20`, or `partners: [northwind]`.
    private func widen(_ reader: inout YAMLReader) -> Scenario.Action? {
        let percent = reader.integer("percent", in: 0...1_000)
        let partners = reader.texts("partners")
        if (percent == nil) == partners.isEmpty {
            reader.report(Diagnostic("configuration.pilot-form", at: reader.position))
        }
        return move("pilot", percent.map { .widen(toPercent: $0) } ?? .admit(partners: partners), &reader)
    }

    /// `send: order.edi`, or `message:` with the text itself; `replace` puts other texts in the place of some.
    private func send(_ name: String, _ reader: inout YAMLReader) -> Scenario.Action? {
        let partner = reader.requiredText("from")
        let changes = reader.entries("replace").map { ($0.key.text, reader.text(of: $0.value) ?? "") }
        guard let node = reader.required(name), let text = reader.text(of: node), let partner else { return nil }
        var bytes = Array(text.utf8)
        if name == "send" {
            do { bytes = try ConfigurationFolder.bytes(of: ScenarioFile.resolved(text, beside: folder)) } catch {
                var fault = error
                fault.position = node.position
                reader.report(fault)
                return nil
            }
        }
        for (old, new) in changes {
            guard let changed = bytes.replacing(old, with: new) else {
                reader.report(
                    Diagnostic(
                        "configuration.scenario-replace", at: reader.position(of: "replace"), value: old,
                        facts: ["message": name == "send" ? text : "the message"]))
                continue
            }
            bytes = changed
        }
        return .send(
            bytes: bytes, name: name == "send" ? text.split(separator: "/").last.map(String.init) : nil,
            partner: partner)
    }

    private func documents(_ action: Scenario.Action, _ reader: inout YAMLReader) -> [Scenario.Document]? {
        guard case .send = action, reader.optional("documents") != nil else { return nil }
        return reader.list("documents").map { node in
            var own = YAMLReader(node)
            defer { reader.take(own) }
            var document = Scenario.Document(position: node.position)
            document.order = own.text("order")
            document.type = own.text("type")
            document.status = own.text("status")
            document.owner = own.text("owner")
            document.backend = own.text("backend")
            document.site = own.text("site")
            document.because = own.text("because")
            document.code = own.text("code")
            if own.optional("copies") != nil { document.copies = own.textLists("copies") }
            return document
        }
    }
}

extension [UInt8] {
    /// The bytes with every occurrence of a text replaced; nil where it does not occur.
    fileprivate func replacing(_ old: String, with new: String) -> [UInt8]? {
        let old = Array(old.utf8)
        guard !old.isEmpty, contains(old) else { return nil }
        return Array(self.replacing(old, with: Array(new.utf8)))
    }
}
