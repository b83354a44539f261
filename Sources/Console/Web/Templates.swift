import Mustache

/// The templates, each with its texts set in: `[[key]]` stands for a text of the language.
enum Templates {
    /// All templates by name, as they stand in their files.
    static let sources: [String: [UInt8]] = [
        "frame": PackageResources.frame_mustache,
        "fault": PackageResources.fault_mustache,
        "faultwords": PackageResources.faultwords_mustache,
        "business": PackageResources.business_mustache,
        "time": PackageResources.time_mustache,
        "signin": PackageResources.signin_mustache,
        "overview": PackageResources.overview_mustache,
        "flow": PackageResources.flow_mustache,
        "documents": PackageResources.documents_mustache,
        "document": PackageResources.document_mustache,
        "original": PackageResources.original_mustache,
        "action": PackageResources.action_mustache,
        "edit": PackageResources.edit_mustache,
        "problems": PackageResources.problems_mustache,
        "problem": PackageResources.problem_mustache,
        "orders": PackageResources.orders_mustache,
        "milestones": PackageResources.milestones_mustache,
        "milestone": PackageResources.milestone_mustache,
        "plan": PackageResources.plan_mustache,
        "people": PackageResources.people_mustache,
        "audit": PackageResources.audit_mustache,
    ]

    static func library(of language: Language) -> MustacheLibrary {
        let texts = Texts.of(language)
        var library = MustacheLibrary()
        for (name, bytes) in sources {
            do {
                try library.register(set(texts, in: String(decoding: bytes, as: UTF8.self)), named: name)
            } catch {
                preconditionFailure("the template \(name) is none: \(error)")
            }
        }
        return library
    }

    /// The keys of the texts in a template.
    static func keys(in source: String) -> [String] {
        var keys: [String] = []
        var rest = source[...]
        while let start = rest.range(of: "[["), let end = rest[start.upperBound...].range(of: "]]") {
            keys.append(String(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return keys
    }

    private static func set(_ texts: Texts, in source: String) -> String {
        keys(in: source).reduce(into: source) { text, key in
            text = text.replacing("[[\(key)]]", with: escaped(texts(key)))
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("{{", with: "{&#123;")
    }
}

extension Substring {
    /// Where a text stands first.
    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
