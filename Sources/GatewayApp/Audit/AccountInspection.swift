import Core
import Pipeline
import Trust

/// Judges accounts of views as they are read: the seal of each, and whether they are all there.
struct AccountInspection {
    private let seals: SealInspection?
    private var sequence = AccountSequence()
    /// How many something speaks against.
    private(set) var broken = 0

    /// An inspection by the gateways of `list`; where the list names none, or it is not asked for, nothing is judged.
    init(_ list: TrustList, isAsked: Bool, on console: Console) throws(CommandFailure) {
        let gateways = SealVerifier.Gateway.all(in: list)
        seals = try isAsked && !gateways.isEmpty ? SealInspection(gateways: gateways) : nil
        if isAsked, gateways.isEmpty {
            console.note(
                zh: "信任列表中没有网关，不核验封印",
                en: "the trust list names no gateway; seals are not checked"
            )
        }
    }

    /// Judges `record` and tells what speaks against it on standard error.
    mutating func inspect(_ record: InboundRecord, on console: Console) {
        guard let seals else { return }
        let sealed = SealedRecord(record)
        // Whether it is in its place is asked in any case: what follows may name it.
        let misplaced = sequence.problem(of: sealed)
        guard let problem = seals.problem(of: sealed) ?? misplaced else { return }
        broken += 1
        let place = RecordPlace(of: record).text
        console.note(zh: "\(place)：\(problem.message.zh)", en: "\(place): \(problem.message.en)")
    }
}
