import Gateway

/// The menu: what a reader has nothing to do with does not stand there.
enum Menu {
    static func items(for caller: Caller, section: String?, _ texts: Texts) -> [[String: Any]] {
        var items: [(name: String, path: String)] = [
            ("overview", "/"), ("documents", "/documents"), ("orders", "/orders"),
        ]
        if !caller.isConfined { items += pagesOfTheHouse }
        if caller.may(.administer) { items += pagesOfAdministrators }
        return items.map { item in
            ["name": texts("menu.\(item.name)"), "path": item.path, "isHere": item.name == section]
        }
    }

    private static let pagesOfAdministrators = [(name: "people", path: "/people"), (name: "audit", path: "/audit")]
    private static let pagesOfTheHouse = [
        (name: "problems", path: "/problems"), (name: "milestones", path: "/milestones"),
    ]
}
