/// Decisions per second on one core: `decision-rates [PASSES]`.
///
/// 500 sites, 5 functions, 50 milestones in every stage that moves births, 1,000 buyers. Prints the best of some passes over
/// 10,000 documents for births, for changes of orders that have an owner, for both in turn with the resolution of the order
/// key and site in front, and for back ends' despatch advices. The aim is 1,000,000 decisions a second.
import Foundation
import Rollout

let passes = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 20 : 20
let company = Company()
let documents = (0..<10_000).map { company.document($0) }
let now = Instant(microseconds: 1_790_000_000_000_000)

/// Decides every document, and counts what was delivered, so that nothing is left out.
func rate(_ name: String, _ decide: (borrowing Company.Document) -> Bool) {
    var best = Double.infinity
    var delivered = 0
    for _ in 0..<passes {
        let start = processorTime()
        delivered = 0
        for document in documents where decide(document) { delivered += 1 }
        best = min(best, Double(processorTime() - start) / 1e9)
    }
    precondition(delivered == documents.count, "\(delivered) of \(documents.count) were delivered")
    print("\(name): \(Int(Double(documents.count) / best).formatted()) a second")
}

func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

extension Decision {
    var isDelivered: Bool { if case .deliver = self { true } else { false } }
}

let snapshot = company.snapshot
rate("births") { document in
    snapshot.decide(document.birth, document.resolved, order: document.unborn, epoch: 7, now: now).isDelivered
}
rate("changes") { document in
    snapshot.decide(document.change, document.resolved, order: document.born, epoch: 7, now: now).isDelivered
}
rate("births, resolved first") { document in
    guard case .order(let resolved) = snapshot.resolve(document.birth) else { return false }
    return snapshot.decide(document.birth, resolved, order: document.unborn, epoch: 7, now: now).isDelivered
}
rate("despatch advices") { document in
    let decision = snapshot.decide(document.despatch, orders: [document.born], epoch: 7, now: now)
    if case .accept = decision { return true } else { return false }
}
