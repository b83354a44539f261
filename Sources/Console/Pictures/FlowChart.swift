import Gateway

/// Documents by minute and side, stacked, as a picture made here and the table that says the same.
struct FlowChart {
    private static let (width, height, left, bottom) = (1_000, 190, 40, 22)

    let model: [String: Any]

    init(_ flow: FlowView, _ visit: Visit) {
        let totals = flow.minutes.map { $0.legacy + $0.new + $0.other }
        let top = Self.rounded(totals.max() ?? 0)
        let space = Double(Self.width - Self.left) / Double(max(flow.minutes.count, 1))
        let room = Double(Self.height - Self.bottom - 6)
        var bars: [[String: Any]] = []
        for (index, minute) in flow.minutes.enumerated() {
            var y = Double(Self.height - Self.bottom)
            for (name, count) in [("legacy", minute.legacy), ("new", minute.new), ("other", minute.other)]
            where count > 0 {
                let size = room * Double(count) / Double(top)
                y -= size
                bars.append([
                    "side": name, "x": Self.text(Double(Self.left) + Double(index) * space + 1),
                    "y": Self.text(y), "width": Self.text(space - 2), "height": Self.text(size),
                ])
            }
        }
        let lines = [0, top / 2, top].map { value in
            [
                "y": Self.text(Double(Self.height - Self.bottom) - room * Double(value) / Double(top)),
                "label": visit.texts.number(value),
            ]
        }
        let times = stride(from: 0, to: flow.minutes.count, by: 15).map { index in
            [
                "x": Self.text(Double(Self.left) + Double(index) * space),
                "label": visit.clock(flow.minutes[index].at),
            ]
        }
        let all = totals.reduce(0, +)
        func sum(_ count: (FlowView.Minute) -> Int) -> String {
            visit.texts.number(flow.minutes.reduce(0) { $0 + count($1) })
        }
        model = [
            "summary": visit.texts.count("flow.summary", all), "isEmpty": all == 0, "bars": bars, "lines": lines,
            "times": times, "legacy": sum(\.legacy), "new": sum(\.new), "other": sum(\.other),
            "rows": flow.minutes.filter { $0.legacy + $0.new + $0.other > 0 }.map { minute in
                [
                    "at": visit.clock(minute.at), "legacy": visit.texts.number(minute.legacy),
                    "new": visit.texts.number(minute.new), "other": visit.texts.number(minute.other),
                ]
            },
        ]
    }

    /// The next even number of one digit and zeros.
    private static func rounded(_ most: Int) -> Int {
        var step = 2
        while step * 5 < most { step *= 10 }
        return max(step, (most + step - 1) / step * step)
    }

    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}
