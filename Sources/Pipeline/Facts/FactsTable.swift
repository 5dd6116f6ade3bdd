package import Core
import RoutingPolicy

/// The facts that admission depends on: compacted topics read whole, committed records only, so that a fact from an
/// aborted transaction releases nothing. Owned by the stage's thread.
package final class FactsTable {
    private let sources: [any BroadcastTable]
    /// Who stated the fact under a key.
    private var statedBy: [String: String] = [:]

    /// Most records taken from a source in one go, so that a long history does not hold up a worker's drain.
    private static let refreshLimit = 10_000

    /// A table over `sources`, one for each `facts.<plane>` that this stage may read.
    package init(sources: [any BroadcastTable]) {
        self.sources = sources
    }

    /// True once every source has been read to where it stood at start. Until then nothing counts as released.
    package var isCaughtUp: Bool { sources.allSatisfy(\.isCaughtUp) }

    /// Number of facts known.
    package var count: Int { statedBy.count }

    /// Takes in what has arrived.
    package func refresh() throws(BusFailure) {
        for source in sources {
            while true {
                let records = try source.poll(maximum: FactsTable.refreshLimit)
                for record in records { apply(record) }
                if records.count < FactsTable.refreshLimit || source.isCaughtUp { break }
            }
        }
    }

    /// True when `platform` itself has stated `fact` about `section` of `caseKey`.
    ///
    /// Only the sender's own fact counts: nobody can open the tender of another platform.
    func holds(_ fact: CaseFact, caseKey: String, section: String, by platform: String) -> Bool {
        guard isCaughtUp else { return false }
        let key = FactEntry.key(caseKey: caseKey, fact: fact, section: section, by: platform)
        return statedBy[key] == platform
    }

    private func apply(_ record: InboundRecord) {
        guard let bytes = record.key, let key = String(validating: bytes, as: UTF8.self) else { return }
        guard let value = record.value else {
            statedBy[key] = nil
            return
        }
        guard let by = BodyField.text("by", of: value) else { return }
        statedBy[key] = by
    }
}
