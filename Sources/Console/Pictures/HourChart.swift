import Foundation
import Gateway
import Rollout

/// What failed and what settled, hour by hour of the last week, as a picture made here and the table that says the same.
struct HourChart {
    private static let hours = 168
    private static let (width, height, left, bottom) = (1_000, 140, 40, 22)

    let model: [String: Any]

    init(_ hours: [ProblemCourse.Hour], _ visit: Visit) {
        let hour: Int64 = 3_600_000_000
        let now = Int64(visit.now.timeIntervalSince1970) * 1_000_000 / hour
        let top = max(hours.map { max($0.failed, $0.settled) }.max() ?? 0, 2)
        let space = Double(Self.width - Self.left) / Double(Self.hours)
        let room = Double(Self.height - Self.bottom - 6)
        var bars: [[String: Any]] = []
        for item in hours {
            guard let moment = Instant(text: item.hour) else { continue }
            let index = Self.hours - 1 - Int(now - moment.microseconds / hour)
            guard (0..<Self.hours).contains(index) else { continue }
            for (name, count, shift) in [("failed", item.failed, 0.0), ("settled", item.settled, 0.5)] where count > 0 {
                let size = room * Double(count) / Double(top)
                bars.append([
                    "kind": name, "x": FlowChart.text(Double(Self.left) + (Double(index) + shift) * space),
                    "y": FlowChart.text(Double(Self.height - Self.bottom) - size),
                    "width": FlowChart.text(max(space / 2, 2.5)), "height": FlowChart.text(size),
                ])
            }
        }
        let days = (0..<7).map { day in
            let at = Instant(microseconds: (now - Int64((7 - day) * 24 - 1)) * hour)
            return [
                "x": FlowChart.text(Double(Self.left) + Double(day * 24) * space), "label": visit.day(at.iso8601),
            ]
        }
        let lines = [0, top].map { value in
            [
                "y": FlowChart.text(Double(Self.height - Self.bottom) - room * Double(value) / Double(top)),
                "label": visit.texts.number(value),
            ]
        }
        model = [
            "isEmpty": bars.isEmpty, "bars": bars, "days": days, "lines": lines,
            "rows": hours.map { item in
                [
                    "time": visit.moment(item.hour) as Any, "failed": visit.texts.number(item.failed),
                    "settled": visit.texts.number(item.settled),
                ] as [String: Any]
            },
        ]
    }
}
