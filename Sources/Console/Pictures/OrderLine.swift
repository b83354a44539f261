import Gateway
import Rollout

/// An order's events in lanes: what came in above, then each system that had to do with it, from left to right by time. The
/// list beneath says the same.
struct OrderLine {
    private static let (width, left, lane, top) = (1_000.0, 150.0, 38.0, 12.0)
    private static let mostLanes = 8

    let model: [String: Any]

    init(_ view: OrderView, _ visit: Visit) {
        let events = view.timeline.compactMap { event in
            Instant(text: event.at).map { (at: $0.microseconds, event: event) }
        }
        var names: [String] = []
        for (_, event) in events {
            let name = event.backend ?? ""
            if !names.contains(name), names.count < Self.mostLanes { names.append(name) }
        }
        names.sort { ($0.isEmpty ? 0 : 1, $0) < ($1.isEmpty ? 0 : 1, $1) }
        let first = events.map(\.at).min() ?? 0
        let span = max((events.map(\.at).max() ?? 0) - first, 1)
        let sides = Dictionary(view.history.map { ($0.backend, $0.side) }, uniquingKeysWith: { $1 })
        func y(_ name: String) -> Double { Self.top + Double(names.firstIndex(of: name) ?? 0) * Self.lane + 12 }
        model = [
            "isEmpty": events.isEmpty, "height": FlowChart.text(Self.top + Double(names.count) * Self.lane + 20),
            "bottom": FlowChart.text(Self.top + Double(names.count) * Self.lane + 14),
            "lanes": names.map { name in
                [
                    "y": FlowChart.text(y(name)),
                    "name": name.isEmpty ? visit.texts("order.lane") : Words.cut(name, 18),
                    "side": sides[name] ?? "",
                ]
            },
            "dots": events.filter { names.contains($0.event.backend ?? "") }.map { item in
                let share = Double(item.at - first) / Double(span)
                return [
                    "x": FlowChart.text(Self.left + 12 + share * (Self.width - Self.left - 24)),
                    "y": FlowChart.text(y(item.event.backend ?? "")), "tone": Self.tone(of: item.event.kind),
                    "title": "\(visit.texts.event(item.event.kind)): \(Words.cut(item.event.words, 120))",
                ]
            },
            "from": visit.moment(view.timeline.first?.at)?["exact"] ?? "",
            "to": visit.moment(view.timeline.last?.at)?["exact"] ?? "",
        ]
    }

    static func tone(of kind: String) -> String {
        let last = kind.split(separator: ".").last.map(String.init) ?? kind
        switch last {
        case "delivered", "accepted", "done", "closed": return "good"
        case "failed", "refused": return "bad"
        case "unknown", "held", "parked": return "warn"
        default: return ""
        }
    }
}
