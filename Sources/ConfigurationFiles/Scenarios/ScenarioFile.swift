public import Diagnostics
import Foundation
import Mapping
import Rollout

/// Reads scenario files: YAML, each one story.
public enum ScenarioFile {
    /// When a scenario begins that does not say so.
    private static let usualBegin = "2026-11-12T08:00:00Z"

    /// Reads one file; messages that it names stand beside it.
    ///
    /// - Returns: The scenario, or nil; and all that is wrong with the file.
    public static func read(_ path: String) -> (scenario: Scenario?, diagnostics: DiagnosticList) {
        var list = DiagnosticList()
        do {
            let bytes = try ConfigurationFolder.bytes(of: path)
            let url = URL(fileURLWithPath: path)
            var reader = YAMLReader(try YAMLSource.parse(bytes, file: url.lastPathComponent))
            let scenario = scenario(path, &reader, beside: url.deletingLastPathComponent().path)
            reader.finish()
            list.append(contentsOf: reader.diagnostics)
            return (list.hasErrors ? nil : scenario, list)
        } catch {
            list.append(error)
            return (nil, list)
        }
    }

    private static func scenario(_ path: String, _ reader: inout YAMLReader, beside folder: String) -> Scenario {
        let name = reader.requiredText("scenario") ?? ""
        let configuration = reader.text("config").map { resolved($0, beside: folder) }
        var scenario = Scenario(
            name: name, file: path, configuration: configuration,
            clock: SystemZones.instant(usualBegin) ?? Instant(microseconds: 0), stages: [:], answers: [:], steps: [])
        scenario.liveOnly = reader.text("liveOnly")
        if let node = reader.optional("clock"), let text = reader.text(of: node) {
            if let instant = SystemZones.instant(text) {
                scenario.clock = instant
            } else {
                reader.report(
                    Diagnostic("configuration.moment-form", at: node.position, value: text, facts: ["key": "clock"]))
            }
        }
        scenario.stages = reader.stages("stages")
        scenario.answers = reader.replies("answers")
        _ = reader.required("steps")
        var steps = ScenarioSteps(folder: folder)
        scenario.steps = reader.list("steps").compactMap { steps.read($0, &reader) }
        return scenario
    }

    static func resolved(_ path: String, beside folder: String) -> String {
        path.hasPrefix("/") ? path : URL(fileURLWithPath: folder + "/" + path).standardizedFileURL.path
    }
}

extension YAMLReader {
    /// `{ north-intake: live }`.
    mutating func stages(_ key: String) -> [String: Stage] {
        var stages: [String: Stage] = [:]
        for entry in entries(key) {
            guard let text = text(of: entry.value) else { continue }
            guard let stage = Stage(rawValue: text), stage != .cancelled else {
                reportNotChoice(
                    text, at: entry.value.position, key: entry.key.text, known: Stage.forward.map(\.rawValue))
                continue
            }
            stages[entry.key.text] = stage
        }
        return stages
    }

    /// `{ new: busy }`, `{ new: 422 }`, `{ new: { status: 200, says: '{"state":"confirmed"}' } }`.
    mutating func replies(_ key: String) -> [String: Scenario.Reply] {
        var replies: [String: Scenario.Reply] = [:]
        for entry in entries(key) {
            guard entry.value.text == nil else {
                replies[entry.key.text] = reply(entry.value)
                continue
            }
            var own = YAMLReader(entry.value)
            let status = own.optional("status").flatMap { own.reply($0) }?.status
            replies[entry.key.text] = Scenario.Reply(status: status ?? 200, says: own.text("says") ?? "")
            take(own)
        }
        return replies
    }

    private static var replyWords: [(word: String, status: Int)] {
        [("accept", 200), ("refuse", 422), ("busy", 503), ("lost", 504)]
    }

    private mutating func reply(_ node: YAMLNode) -> Scenario.Reply? {
        guard let text = text(of: node) else { return nil }
        if let known = Self.replyWords.first(where: { $0.word == text }) { return Scenario.Reply(status: known.status) }
        if let status = Int(text), 200...599 ~= status { return Scenario.Reply(status: status) }
        let known = Self.replyWords.map(\.word) + ["a status from 200 to 599"]
        reportNotChoice(text, at: node.position, key: "answers", known: known)
        return nil
    }
}
