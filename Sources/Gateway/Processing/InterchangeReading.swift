import Intake
import Rollout
import Store

/// Reads and maps accepted interchanges, and judges them where their senders are to be answered: several at once, each on a
/// thread that may take its time.
struct InterchangeReading: Sendable {
    let database: any Database
    let understanding: @Sendable (String) -> Understanding
    let acknowledging: @Sendable (String) -> AcknowledgementProfile
    let preparation: PayloadPreparation
    let clock: Clock
    private let threads = ReadingThreads()

    init(
        database: any Database, understanding: @escaping @Sendable (String) -> Understanding,
        acknowledging: @escaping @Sendable (String) -> AcknowledgementProfile, preparation: PayloadPreparation,
        clock: Clock
    ) {
        self.database = database
        self.understanding = understanding
        self.acknowledging = acknowledging
        self.preparation = preparation
        self.clock = clock
    }

    /// Small interchanges, read whole.
    func parts(of items: [WaitingInterchange]) async throws -> [InterchangePart] {
        let fetched = try await fetch(items)
        return try await threads.map(fetched) { item in try read(item) }
    }

    /// One that is too large to be held, to be read part by part; nil when it has no place in the store.
    func reader(of interchange: KeptInterchange) -> PartReader? {
        PartReader(
            interchange, understanding: understanding(interchange.sender), database: database, threads: threads)
    }

    /// The items with their bytes, those that memory did not hold from the store.
    private func fetch(_ items: [WaitingInterchange]) async throws -> [WaitingInterchange] {
        guard items.contains(where: { $0.bytes == nil }) else { return items }
        return try await database.read { transaction in
            try items.map { item in
                guard item.bytes == nil, let id = UniqueID(item.interchange.id) else { return item }
                return WaitingInterchange(
                    interchange: item.interchange, bytes: try transaction.interchangeBytes(id) ?? [])
            }
        }
    }

    private func read(_ item: WaitingInterchange) throws -> InterchangePart {
        let bytes = item.bytes ?? []
        let understanding = understanding(item.interchange.sender)
        var reader = PayloadReader(profile: understanding.profile, formats: understanding.shapes.formats)
        var collector = MessageCollector()
        try reader.read(bytes[...]) { collector.take($0) }
        try reader.finish { collector.take($0) }
        let documents = understand(collector.takeDocuments(), of: item.interchange)
        let judgement = judgement(on: item.interchange) { verdicts in
            verdicts.take(collector.takeOutline(), documents.map(\.verdict))
        }
        return InterchangePart(
            interchange: item.interchange, documents: documents, isFirst: true, summary: collector.summary(),
            bytes: bytes, prepared: preparation.payloads(of: documents, in: item.interchange), judgement: judgement)
    }

    /// What is to be said of an interchange; nil where its sender's profile says nothing.
    private func judgement(
        on interchange: KeptInterchange, _ gather: (inout VerdictCollector) -> Void
    ) -> Judgement? {
        let profile = acknowledging(interchange.sender)
        guard Refusals.needWhole(profile) else { return nil }
        var verdicts = VerdictCollector()
        gather(&verdicts)
        return Judgement(verdicts, by: profile, at: clock.now())
    }

    /// The same of one that is too large to be held, for which it is read once more.
    func judgement(reading interchange: KeptInterchange) async throws -> Judgement? {
        guard Refusals.needWhole(acknowledging(interchange.sender)), let id = UniqueID(interchange.id) else {
            return nil
        }
        let reader = VerdictReader(
            understanding: understanding(interchange.sender), database: database, threads: threads)
        let verdicts = try await reader.verdicts(of: id)
        return judgement(on: interchange) { $0 = verdicts }
    }

    /// A part with its payloads, some written on each reading thread at a time.
    func prepared(_ part: InterchangePart?) async throws -> InterchangePart? {
        guard var part else { return nil }
        let interchange = part.interchange
        for payloads in try await threads.map(
            part.documents,
            { [preparation] in
                preparation.payloads(of: [$0], in: interchange)
            })
        {
            part.prepared.merge(payloads)
        }
        return part
    }

    private func understand(_ documents: [ReadDocument], of interchange: KeptInterchange) -> [UnderstoodDocument] {
        guard !documents.isEmpty else { return [] }
        let understanding = understanding(interchange.sender)
        let day = interchange.receivedAt.day
        return documents.map { understanding.understand($0, sender: interchange.sender, day: day) }
    }
}
