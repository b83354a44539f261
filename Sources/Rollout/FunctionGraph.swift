extension RoutingSnapshot {
    /// The function whose moment of binding a function shares: itself, unless it binds with another.
    public func root(of function: FunctionDefinition) -> FunctionDefinition {
        var root = function
        // A circle of functions that bind with each other is refused by the check; here it only must end.
        for _ in functions {
            guard case .with(let name) = root.binds, let next = self.function(named: name) else { return root }
            root = next
        }
        return root
    }

    /// The functions that are bound at the moment `function` is: itself, and those bound with it, directly or not.
    public func boundTogether(with function: String) -> [String] {
        [function] + functions.filter { $0.name != function && root(of: $0).name == function }.map(\.name)
    }

    /// The functions whose side is settled at an order's birth.
    public var boundAtBirth: [String] { functions.filter { root(of: $0).binds == .birth }.map(\.name) }

    /// The functions whose documents a function works from, directly or through others, in the order of configuration.
    public func needed(by name: String) -> [String] {
        var found: Set<String> = []
        var open = function(named: name)?.needs ?? []
        while let next = open.popLast() {
            if found.insert(next).inserted { open += function(named: next)?.needs ?? [] }
        }
        return functions.map(\.name).filter(found.contains)
    }

    /// The functions that work from a function's documents, directly or through others.
    public func working(from name: String) -> [String] {
        functions.map(\.name).filter { needed(by: $0).contains(name) }
    }
}
