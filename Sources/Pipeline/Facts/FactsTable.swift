package import Core
import RoutingPolicy

/// The facts that admission depends on: compacted topics read whole, committed records only, so that a fact from an
/// aborted transaction releases nothing. Owned by the stage's thread.
package final class FactsTable {
    private let sources: [any BroadcastTable]
    /// The facts that are stated, by the digests of their keys: every worker holds those of all cases.
    private var stated = EntryTable<UInt8>()

    /// Most records taken from a source in one go, so that a long history does not hold up a worker's drain.
    private static let refreshLimit = 10_000

    /// A table over `sources`, one for each `facts.<plane>` that this stage may read.
    package init(sources: [any BroadcastTable]) {
        self.sources = sources
    }

    /// True once every source has been read to where it stood at start. Until then nothing counts as released.
    package var isCaughtUp: Bool { sources.allSatisfy(\.isCaughtUp) }

    /// Number of facts known.
    package var count: Int { stated.count }

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
        return stated.find(EntryKey(of: key.utf8Span.span)) != nil
    }

    private func apply(_ record: InboundRecord) {
        guard let key = record.key, let fact = FactsTable.fact(in: key), fact.isStatedByRecords else {
            // What follows from registration alone, that a case is there, is not asked for here.
            return
        }
        let name = EntryKey(of: key.span)
        let known = stated.find(name)
        guard let value = record.value else {
            if let known { stated.remove(known) }
            return
        }
        // The platform in the key is the one in the value, or somebody else wrote this.
        guard let by = BodyField.text("by", of: value), key.suffix(by.utf8.count + 1).elementsEqual([0x1f] + by.utf8)
        else { return }
        if known == nil { _ = stated.insert(1, under: name) }
    }

    /// The fact that stands second in a key.
    private static func fact(in key: [UInt8]) -> CaseFact? {
        let parts = key.split(separator: 0x1f, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        return String(validating: parts[1], as: UTF8.self).flatMap(CaseFact.init(rawValue:))
    }
}
