import Calendars
import Diagnostics
import Mapping
import Rollout

/// What has been read so far, with the place of every name, so that checks across files can point at it.
struct Draft {
    /// The kinds of thing that configuration gives names to.
    enum Kind: String, Hashable {
        case backend = "back end"
        case site
        case function
        case partner
        case milestone
        case mapping
        /// A kind of files that a shape describes.
        case format
        case folder = "watched folder"
        case calendar
        case masterData = "list of master data"
        case provider
        /// The description of a provider's API.
        case providerAPI = "provider's description"
    }

    /// A name where it is used.
    struct Named {
        var kind: Kind
        var name: String
        var position: Position
    }

    /// A folder of the file system and what it is used for.
    struct FolderUse {
        enum Purpose { case store, backend, watched, leftovers }
        var path: String
        var purpose: Purpose
        var user: String
        var position: Position
    }

    let folder: String
    let root: String
    /// The present, for what is over; nil where nobody says it.
    var now: Instant?
    var installation = Installation()
    var diagnostics = DiagnosticList(limit: ConfigurationReader.faultLimit)
    /// Where each name is defined.
    var definitions: [Kind: [String: Position]] = [:]
    /// Every use of a name, checked once all definitions are known.
    var mentions: [Named] = []
    /// The calendars that were read, by name.
    var calendars: [String: BusinessCalendar] = [:]
    /// The descriptions of providers' APIs that were read, by name.
    var providerAPIs: [String: ProviderAPI] = [:]
    /// Where mailboxes are; nil where nobody says.
    var mailboxes: Mailboxes?
    /// Kinds whose definitions may stand in a file that could not be read.
    var unread: Set<Kind> = []
    var folderUses: [FolderUse] = []
    /// Where each identifier of a partner stands, in the order of `installation.partners`.
    var identifierPlaces: [(partner: String, alias: RegisteredParty.Alias, position: Position)] = []
    /// Where each cell of a milestone stands.
    var cellPlaces: [String: [Cell: Position]] = [:]
    /// Where a partner names its test back end.
    var testBackendPlaces: [String: Position] = [:]
    /// Where each pair of names in AS2 stands.
    var as2Places: [String: Position] = [:]
    var splitPlace: Position?
    /// Where the functions stand, for what is wrong with them as a whole.
    var functionsPlace: Position?

    /// A draft of a configuration in a folder.
    init(folder: String, root: String) {
        self.folder = folder
        self.root = root
    }

    /// A file's name as people know it.
    func shown(_ path: String) -> String { folder == "." || folder.isEmpty ? path : folder + "/" + path }

    /// A path of the file system as the process needs it.
    func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : shown(path) }

    mutating func report(
        _ code: Code, _ severity: Severity = .error, at position: Position, value: String? = nil,
        facts: [String: String] = [:]
    ) {
        diagnostics.append(Diagnostic(code, severity, at: position, value: value, facts: facts))
    }

    /// Takes over the faults of a reader, unknown keys included.
    mutating func finish(_ reader: consuming YAMLReader) {
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
    }

    /// Notes a definition; false when its name has a wrong form or is taken.
    mutating func define(_ kind: Kind, _ name: String, at position: Position) -> Bool {
        guard Self.isName(name) else {
            report("configuration.name-form", at: position, value: name, facts: ["kind": kind.rawValue])
            return false
        }
        if let first = definitions[kind]?[name] {
            report(
                "configuration.duplicate-name", at: position, value: name,
                facts: ["kind": kind.rawValue, "first": first.place])
            return false
        }
        definitions[kind, default: [:]][name] = position
        return true
    }

    /// Notes that a name is used.
    mutating func mention(_ kind: Kind, _ name: String, at position: Position) {
        mentions.append(Named(kind: kind, name: name, position: position))
    }

    /// Where something is defined.
    func place(of kind: Kind, _ name: String) -> Position? { definitions[kind]?[name] }

    /// Names stand in URLs, order keys and logs: letters, digits, `.`, `_`, `-`, up to 64, a letter or digit first.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, isAlphanumeric(first) else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// The finished reading, its faults by file and line: the main file first, then the others by name.
    func reading() -> ConfigurationReading {
        let main = shown(root)
        func rank(_ diagnostic: Diagnostic) -> (Int, String, Int, Int) {
            let file = diagnostic.position?.file ?? ""
            return (
                file == main ? 0 : 1, file, diagnostic.position?.line ?? 0, diagnostic.position?.column ?? 0
            )
        }
        var sorted = DiagnosticList(limit: diagnostics.limit)
        for item in diagnostics.items.sorted(by: { rank($0) < rank($1) }) { sorted.append(item) }
        return ConfigurationReading(
            installation: diagnostics.hasErrors ? nil : installation, diagnostics: sorted)
    }
}

extension Position {
    /// File, line and column as editors jump to them.
    var place: String { "\(file ?? "?"):\(line ?? 1):\(column ?? 1)" }
}
