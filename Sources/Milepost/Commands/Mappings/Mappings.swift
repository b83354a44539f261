import ArgumentParser

/// `milepost mappings`: the tools of those who write mappings. Only what rehearses them and puts them in force needs a server.
struct Mappings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Test, check and document the mappings of a folder; rehearse and publish those of a server.",
        discussion: """
            A folder of mappings holds the mappings (*.yaml), their code tables (codes/*.csv), and golden cases: \
            cases/MAPPING/ with messages (CASE.edi, CASE.xml) and the documents that they become (CASE.json). What the \
            mappings include is taken from the folder, else from the shipped ones.

            Example: milepost mappings test mappings
            """,
        subcommands: [
            Test.self, Lint.self, Docs.self, Schema.self, Rehearse.self, Rehearsal.self, Confirm.self, Publish.self,
        ])
}
