import Intake
import Rollout

extension RehearsalView {
    /// What a rehearsal found, in the order in which it is read.
    init(
        _ question: RehearsalRun.Question, _ figures: RehearsalFigures, readAgain: Int, seconds: Double
    ) {
        self.init(
            milestone: question.before.name, from: question.before.stage.rawValue,
            stage: question.supposed.stage.rawValue,
            pilot: question.supposed.stage == .pilot ? question.supposed.pilot?.words : nil,
            cut: question.supposed.cutDay, receivedFrom: question.from.iso8601, receivedTo: question.to.iso8601,
            documents: figures.documents, tests: figures.tests, births: figures.births,
            movedBirths: figures.movedBirths, unknownOrders: figures.unknownOrders,
            outcomes: Outcomes(
                delivered: figures.delivered, duplicates: figures.duplicates, parked: figures.parked,
                held: figures.held, superseded: figures.superseded, failed: figures.failed, unread: figures.unread,
                acknowledgements: figures.acknowledgements),
            days: figures.days.sorted { $0.key < $1.key }.map(Day.init),
            elsewhere: figures.elsewhere.sorted { $0.key < $1.key }.map(Elsewhere.init),
            troubles: figures.troubles.sorted {
                ($1.value.count, $0.key) < ($0.value.count, $1.key)
            }.map(Trouble.init),
            furtherTroubles: figures.furtherTroubles,
            integrations: figures.copies.sorted { $0.key < $1.key }.map(Integration.init),
            rates: figures.rates.sorted { $0.key < $1.key }.compactMap { name, rate in
                Rate(name, rate, perSecond: question.limits[name])
            },
            written: question.request.writes ? figures.written : nil,
            unwritten: figures.unwritten.sorted { $0.key < $1.key }.map(Unwritten.init),
            readAgain: readAgain, seconds: seconds)
    }
}

extension RehearsalView.Day {
    init(_ key: RehearsalFigures.Day, _ traffic: RehearsalFigures.Traffic) {
        self.init(
            day: key.day, site: key.site, side: key.side.rawValue, backend: key.backend, births: traffic.births,
            movedBirths: traffic.movedBirths, changes: traffic.changes, cancellations: traffic.cancellations,
            others: traffic.others)
    }
}

extension RehearsalView.Elsewhere {
    init(_ key: RehearsalFigures.Elsewhere, _ count: Int) {
        self.init(
            function: key.function, site: key.site, type: key.type, side: key.side.rawValue, backend: key.backend,
            documents: count)
    }
}

extension RehearsalView.Trouble {
    init(_ key: RehearsalFigures.Trouble, _ tally: RehearsalFigures.Tally) {
        self.init(
            code: key.code, facts: key.facts.isEmpty ? nil : key.facts, documents: tally.count,
            example: tally.document, order: tally.order)
    }
}

extension RehearsalView.Integration {
    init(_ key: RehearsalFigures.Copies, _ count: Int) {
        self.init(
            flow: key.flow.description, purpose: key.purpose.rawValue, backend: key.backend, copies: count)
    }
}

extension RehearsalView.Rate {
    /// Nil for a back end without deliveries.
    init?(_ backend: String, _ rate: RehearsedRate, perSecond limit: Double?) {
        guard let minute = rate.peakMinute, let hour = rate.peakHour else { return nil }
        let limitPerMinute = limit.map { $0 * 60 }
        self.init(
            backend: backend, deliveries: rate.total, minute: .init(minute), hour: .init(hour),
            limitPerMinute: limitPerMinute, minutesAboveLimit: limitPerMinute.map(rate.minutes(above:)))
    }
}

extension RehearsalView.Peak {
    init(_ peak: RehearsedRate.Peak) { self.init(deliveries: peak.count, from: peak.from.iso8601) }
}

extension RehearsalView.Unwritten {
    init(_ key: RehearsalFigures.Unwritten, _ tally: RehearsalFigures.Tally) {
        self.init(backend: key.backend, code: key.code, documents: tally.count, example: tally.document)
    }
}
