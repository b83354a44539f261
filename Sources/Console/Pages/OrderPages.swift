import Gateway

/// One order across both sides: where it is, what binds it, and everything that happened to it on one time line.
extension Console {
    var orderRoutes: [PageRoute] {
        [
            .get("/orders") { visit in
                let caller = try visit.reader()
                let key = visit.asked("key")
                var model: [String: Any] = ["asked": ["key": key ?? ""]]
                if let key {
                    do {
                        let view = try await visit.gateway.orders.show(key, caller: caller)
                        model.merge(Self.order(view, visit)) { $1 }
                        model["isLive"] = true
                        model["found"] = true
                    } catch let error as GatewayError where error.kind == .notFound {
                        model["fault"] = Words.fault(PageFault(error).report)
                        model["byNumber"] =
                            "/documents?orderNumber=\(Form.encode(key.split(separator: "/").last.map(String.init) ?? key))"
                    }
                } else {
                    model["isStart"] = true
                }
                return .page(ShownPage("orders", title: visit.texts("orders.title"), section: "orders", model))
            }
        ]
    }

    private static func order(_ view: OrderView, _ visit: Visit) -> [String: Any] {
        let texts = visit.texts
        var model: [String: Any] = [
            "key": view.key, "state": texts.name("order", view.state),
            "itinerary": view.itinerary.map { binding in
                [
                    "function": binding.function, "side": binding.side, "sideName": texts("side.\(binding.side)"),
                    "backend": binding.backend, "by": Words.cut(binding.boundBy, 200),
                    "time": visit.moment(binding.at) as Any,
                ] as [String: Any]
            },
            "hasItinerary": !view.itinerary.isEmpty, "documents": view.documents.map { row($0, visit) },
            "line": OrderLine(view, visit).model,
            "events": view.timeline.map { event in
                var item: [String: Any] = [
                    "time": visit.moment(event.at) as Any, "what": texts.event(event.kind),
                    "words": Words.cut(event.words, 1_000), "tone": OrderLine.tone(of: event.kind),
                ]
                item["document"] = event.document.map { "/documents/\($0)" }
                item["at"] = event.backend
                return item
            },
        ]
        model["standing"] = view.standing
        model["hold"] = view.hold
        model["site"] = view.site
        model["since"] = visit.moment(view.since)
        if let parts = view.parts {
            model["parts"] = parts.map { ["key": $0, "path": "/orders?key=\(Form.encode($0))"] }
        }
        if let ids = view.ids { model["ids"] = ids.map { ["system": $0.system, "id": $0.id] } }
        return model
    }
}
