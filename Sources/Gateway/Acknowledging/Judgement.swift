import Diagnostics
import Intake
import Rollout
import Store
import Syntax

/// What is to be said of a payload once all of it was read: the verdicts on its interchanges, the documents that are refused
/// for what stands beside them, and the acknowledgements, ready but for their control numbers.
struct Judgement: Sendable {
    private let profile: AcknowledgementProfile
    private let moment: Instant
    private var interchanges: [InterchangeVerdict]
    private(set) var refusals: Refusals
    /// The acknowledgements of each interchange, by its place.
    private var answers: [Int: [Acknowledgement]] = [:]
    /// What stands in the way of acknowledging.
    private(set) var diagnostics: [Diagnostic] = []

    /// The judgement on what was read; acknowledgements say that they were made at a moment.
    init(_ verdicts: VerdictCollector, by profile: AcknowledgementProfile, at moment: Instant) {
        self.profile = profile
        self.moment = moment
        interchanges = verdicts.interchanges
        for index in interchanges.indices {
            interchanges[index].refuseEmpty()
            if let fault = interchanges[index].refuseMisdirected(by: profile) { diagnostics.append(fault) }
        }
        refusals = Refusals(interchanges, by: profile)
        for interchange in interchanges { answer(interchange.report, at: interchange.place) }
        if verdicts.omitted > 0, profile.when != .never {
            let facts = ["count": String(verdicts.omitted), "limit": String(VerdictCollector.mostInterchanges)]
            diagnostics.append(Diagnostic("intake.acknowledgements-omitted", .warning, facts: facts))
        }
    }

    /// What goes out, in the order of the payload.
    var acknowledgements: [Acknowledgement] { interchanges.flatMap { answers[$0.place] ?? [] } }

    /// The references that must be new, with the places of their interchanges. One that is refused as a whole is not among
    /// them: what its sender corrects may come under the same reference.
    func references(from sender: String) -> [(reference: InterchangeReference, place: Int)] {
        guard profile.when != .never, profile.duplicates == .refuse else { return [] }
        return interchanges.compactMap { interchange in
            let report = interchange.report
            guard Acknowledging.isAnswerable(report), !Acknowledging.isAcknowledgement(report) else { return nil }
            guard answers[interchange.place]?.contains(where: { $0.verdict == .refused }) != true else { return nil }
            return (InterchangeReference(report.header, from: sender), interchange.place)
        }
    }

    /// Says that the interchange at a place came before.
    mutating func markDuplicate(at place: Int, of first: UniqueID) {
        guard let index = interchanges.firstIndex(where: { $0.place == place }) else { return }
        let header = interchanges[index].report.header
        guard profile.answers(header) else { return }
        var position = header.position
        if header.syntax == .edifact { (position.tag, position.element) = ("UNB", "5") }
        let fault = Diagnostic(
            Refusals.duplicate, at: position, value: header.reference, facts: ["first": first.description])
        interchanges[index].report.errors.insert(fault, at: 0)
        diagnostics.append(fault)
        refusals = Refusals(interchanges, by: profile)
        // Of the content of what comes again nothing is said.
        var report = interchanges[index].report
        (report.errors, report.groups) = ([fault], [])
        answer(report, at: place)
    }

    /// Refuses every interchange as one that cannot be kept.
    mutating func refuseAll(for fault: Diagnostic) {
        for interchange in interchanges where !Acknowledging.isAcknowledgement(interchange.report) {
            var report = interchange.report
            (report.errors, report.groups) = ([fault], [])
            answer(report, at: interchange.place)
        }
    }

    private mutating func answer(_ report: InterchangeReport, at place: Int) {
        let header = report.header
        guard profile.answers(header), header.syntax == .edifact || header.syntax == .x12 else { return }
        if case .unnamed(let envelope) = Acknowledging.silence(on: report) {
            return reportImpossible(header, envelope.description, at: envelope.position)
        }
        do throws(Diagnostic) {
            answers[place] = try Acknowledging(profile).acknowledgements(of: report, at: moment)
        } catch {
            reportImpossible(header, Catalogue.english.wording(of: error).message)
        }
    }

    private mutating func reportImpossible(
        _ header: InterchangeHeader, _ detail: String, at position: Position? = nil
    ) {
        diagnostics.append(
            Diagnostic(
                "intake.acknowledgement-impossible", .warning, at: position ?? header.position,
                value: header.reference ?? "",
                facts: ["detail": detail]))
    }
}

extension InterchangeVerdict {
    /// An interchange that holds no message is unreadable here, whatever its envelope counts.
    fileprivate mutating func refuseEmpty() {
        guard documents == 0, report.errors.isEmpty, report.groups.allSatisfy(\.errors.isEmpty) else { return }
        report.errors = [Diagnostic(Refusals.empty, at: report.header.position)]
    }

    /// An interchange for a receiver that its sender may not send to here; gives the fault. Answers come to whatever
    /// address was written from.
    fileprivate mutating func refuseMisdirected(by profile: AcknowledgementProfile) -> Diagnostic? {
        let header = report.header
        guard header.syntax == .edifact || header.syntax == .x12, !profile.isRecipient(header.receiver),
            !Acknowledging.isAcknowledgement(report)
        else { return nil }
        var position = header.position
        (position.tag, position.element) = header.syntax == .edifact ? ("UNB", "3") : ("ISA", "8")
        let fault = Diagnostic(
            Refusals.misdirected, profile.answers(header) ? .error : .warning, at: position,
            value: header.receiver?.identification ?? "")
        if fault.severity == .error { report.errors.append(fault) }
        return fault
    }
}

extension InterchangeReference {
    /// The reference that an envelope says.
    init(_ header: InterchangeHeader, from sender: String) {
        self.init(
            sender: sender, syntax: header.syntax.rawValue, origin: header.sender?.name ?? "",
            destination: header.receiver?.name ?? "", reference: header.reference ?? "", isTest: header.test)
    }
}

extension EnvelopeParty {
    /// The party as control numbers and references are counted by: `14:5412345000013`.
    var name: String { "\(qualifier ?? ""):\(identification)" }
}
