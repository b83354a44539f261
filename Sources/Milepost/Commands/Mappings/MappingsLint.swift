import ArgumentParser
import Diagnostics
import Intake
import Mapping
import Orders

extension Mappings {
    /// `milepost mappings lint`: what is right and yet worth a look.
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List rules that no golden case uses, elements that can never be written, and lossy conversions.",
            discussion: """
                Exits with 1 when a mapping can never write a right message; rules without a case and conversions that \
                lose are for you to judge, unless --strict is given.

                Example: milepost mappings lint mappings
                """)

        @Argument(help: "The folder of mappings.") var directory: String
        @Flag(help: "Exit with 1 for a rule that no case uses, too.") var strict = false
        @Flag(
            help:
                "Print JSON, one object a remark: {\"mapping\", \"kind\", \"field\", \"path\", \"file\", \"line\", \"text\"}."
        )
        var json = false

        func run() throws {
            let folder = try MappingFolder(directory)
            let run = GoldenRun(folder.library)
            var used: Set<Position> = []
            for golden in try folder.cases() { used.formUnion(run.run(golden).origins.map(\.rule)) }
            var isGood = true
            // What mappings include is said once.
            var said: Set<Remark> = []
            for mapping in folder.own {
                let remarks = remarks(mapping, MessageShapes.standard.with(folder.library.shapes), used: used).filter {
                    said.insert($0).inserted
                }
                for remark in remarks { json ? remark.printJSON() : remark.print() }
                isGood = isGood && !remarks.contains { $0.kind == .unwritable || strict && $0.kind == .unused }
            }
            if !isGood { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func remarks(_ mapping: CompiledMapping, _ shapes: MessageShapes, used: Set<Position>) -> [Remark] {
            var remarks: [Remark] = []
            for rule in mapping.rules {
                for loss in rule.losses { remarks.append(Remark(.loses, mapping, rule, loss)) }
                if rule.kind == .value, !rule.isWriteOnly, !rule.path.isEmpty, !used.contains(rule.position) {
                    remarks.append(Remark(.unused, mapping, rule, "no golden case has a value here"))
                }
            }
            if let shape = shapes.shape(mapping.syntax, mapping.message, mapping.writtenVersion) {
                for fault in mapping.writingFaults(shape: shape).items {
                    remarks.append(Remark(unwritable: fault, mapping))
                }
            }
            return remarks
        }
    }
}

/// One line of `mappings lint`.
private struct Remark: Hashable {
    enum Kind: String {
        case unused
        case loses
        case unwritable
    }

    let kind: Kind
    /// The mapping; for a rule the file that it stands in says it.
    let mapping: String
    let field: String
    let path: String
    let position: Position?
    let text: String

    init(_ kind: Kind, _ mapping: CompiledMapping, _ rule: MappingRule, _ text: String) {
        self.kind = kind
        let file = rule.position.file ?? mapping.file
        self.mapping = String(file.split(separator: "/").last ?? "").replacing(".yaml", with: "")
        field = [rule.block, rule.field].compactMap(\.self).joined(separator: ": ")
        path = rule.path
        position = rule.position
        self.text = text
    }

    init(unwritable fault: Diagnostic, _ mapping: CompiledMapping) {
        kind = .unwritable
        self.mapping = mapping.name
        field = ""
        path = fault.value ?? ""
        position = Position(file: mapping.file)
        text = Catalogue.english.wording(of: fault).message
    }

    private var place: String {
        [position?.file, position?.line.map(String.init)].compactMap(\.self).joined(separator: ":")
    }

    func print() {
        let what = [field, path].filter { !$0.isEmpty }.joined(separator: " at ")
        Terminal.output.line(Terminal.safe("\(place): \(mapping): \(kind.rawValue): \(what): \(text)"))
    }

    func printJSON() {
        let object = JSONValue.object([
            ("mapping", .string(mapping)), ("kind", .string(kind.rawValue)), ("field", .string(field)),
            ("path", .string(path)), ("file", .text(position?.file)),
            ("line", position?.line.map { .integer($0) } ?? .null), ("text", .string(text)),
        ])
        Terminal.output.write(bytes: object.bytes + [0x0A])
    }
}
