import ConfigurationFiles
import Diagnostics
import Rollout

/// A small configuration that has no fault, to be changed by tests.
struct Company {
    var files: [String: String] = [
        "milepost.yaml": """
        backends:
          old: { folder: ./out/old, payload: original }
          fresh:
            http:
              url: http://127.0.0.1:9/documents
            honoursKey: yes
        sites:
          north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
        siteRules:
          - fact: deliveryParty.gln
            sites:
              5412345000037: north
        """,
        "partners/northwind.yaml": """
        partner: northwind
        identifiers:
          - gln: 5412345000013
        """,
        "milestones/north-intake.yaml": """
        milestone: north-intake
        cells:
          - order-intake@north
        """,
    ]
    var secrets: [SecretReference: String] = [:]
    var shippedMappings: [String: String] = [:]

    func read(folder: String = ".") -> ConfigurationReading {
        ConfigurationReader.read(
            files.mapValues { Array($0.utf8) }, folder: folder,
            shippedMappings: shippedMappings.mapValues { Array($0.utf8) },
            now: Instant(microseconds: 1_795_392_000_000_000), secrets: { secrets[$0] })
    }

    /// The faults, each as `file:line:column code value`.
    func faults() -> [String] { read().diagnostics.items.map(\.inShort) }

    /// The faults once a main file stands in the place of the usual one.
    static func faults(main: String) -> [String] {
        var company = Company()
        company.files["milepost.yaml"] = main
        company.files["partners/northwind.yaml"] = nil
        company.files["milestones/north-intake.yaml"] = nil
        return company.faults()
    }

    /// The faults once lines are added at the end of the main file.
    static func faults(adding text: String) -> [String] {
        var company = Company()
        company.files["milepost.yaml", default: ""] += "\n" + text
        return company.faults()
    }

    /// The faults of a partner's file.
    static func faults(partner text: String) -> [String] {
        var company = Company()
        company.files["partners/northwind.yaml"] = text
        return company.faults()
    }
}

extension Diagnostic {
    /// File, line, column, code and value.
    var inShort: String {
        let place = [position?.file, position?.line.map(String.init), position?.column.map(String.init)]
        let text = place.compactMap { $0 }.joined(separator: ":") + " " + code.rawValue
        return value.map { text + " " + $0 } ?? text
    }
}
