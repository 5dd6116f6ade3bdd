package import Core
import RoutingPolicy

/// The facts that a stage depends on: compacted topics read whole, committed records only, so that a fact from an
/// aborted transaction releases nothing. Owned by the stage's thread.
package final class FactsTable {
    private let sources: [any BroadcastTable]
    private let keepsOwners: Bool
    /// The facts that are stated, by the digests of their keys: every worker holds those of all cases.
    private var stated = EntryTable<UInt8>()
    /// By how many platforms each section of a case is suspended, by the digest of case and section.
    private var suspensions: [EntryKey: Int] = [:]
    /// Who registered each case, by the digest of its name: the place in ``platforms``.
    private var owners = EntryTable<UInt32>()
    private var platforms: [String] = []
    private var placeOfPlatform: [String: UInt32] = [:]

    /// Most records taken from a source in one go, so that a long history does not hold up a worker's drain.
    private static let refreshLimit = 10_000

    /// A table over `sources`, one for each `facts.<plane>` that this stage may read.
    ///
    /// - Parameter keepsOwners: whether ``owner(of:)`` will be asked; it takes some 40 bytes for each case.
    package init(sources: [any BroadcastTable], keepsOwners: Bool = false) {
        self.sources = sources
        self.keepsOwners = keepsOwners
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

    /// Takes in everything that is written by now, as far as the broker gives it within half a second.
    func refreshToEnd() throws(BusFailure) {
        for source in sources {
            for record in try source.pollToEnd(within: .milliseconds(500)) { apply(record) }
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

    /// True when anybody who may say so has suspended `section` of `caseKey`, or the case as a whole: then nothing is
    /// released.
    func isSuspended(caseKey: String, section: String) -> Bool {
        guard !suspensions.isEmpty else { return false }
        return suspensions[EntryKey(caseKey, section)] != nil || suspensions[EntryKey(caseKey, "")] != nil
    }

    /// Registry id of the platform that registered `caseKey`; nil where none has, or the facts are not read to their end.
    func owner(of caseKey: String) -> String? {
        guard isCaughtUp, let number = owners.find(EntryKey(caseKey)) else { return nil }
        return platforms[Int(owners[number])]
    }

    private func apply(_ record: InboundRecord) {
        // Case, fact, section, platform (docs/specs/topics.md §6).
        guard let key = record.key,
            case let parts = key.split(separator: 0x1f, omittingEmptySubsequences: false), parts.count == 4,
            let fact = String(validating: parts[1], as: UTF8.self).flatMap(CaseFact.init(rawValue:))
        else { return }
        if fact == .registered, keepsOwners { return own(parts, record.value) }
        // What follows from registration alone, that a case is there, is not asked for otherwise.
        guard fact.isStatedByRecords else { return }
        let name = EntryKey(of: key.span)
        let known = stated.find(name)
        guard let value = record.value else {
            guard let known else { return }
            stated.remove(known)
            if fact == .suspended { suspend(parts, by: -1) }
            return
        }
        guard FactsTable.isOwn(value, of: parts[3]), known == nil else { return }
        _ = stated.insert(1, under: name)
        if fact == .suspended { suspend(parts, by: 1) }
    }

    private func suspend(_ parts: [ArraySlice<UInt8>], by change: Int) {
        let key = EntryKey(String(decoding: parts[0], as: UTF8.self), String(decoding: parts[2], as: UTF8.self))
        let count = suspensions[key, default: 0] + change
        suspensions[key] = count > 0 ? count : nil
    }

    private func own(_ parts: [ArraySlice<UInt8>], _ value: [UInt8]?) {
        let key = EntryKey(String(decoding: parts[0], as: UTF8.self))
        let id = String(decoding: parts[3], as: UTF8.self)
        guard let value else {
            // Of another platform's statement nothing is forgotten.
            if let number = owners.find(key), platforms[Int(owners[number])] == id { owners.remove(number) }
            return
        }
        guard FactsTable.isOwn(value, of: parts[3]) else { return }
        let place = placeOfPlatform[id] ?? add(id)
        if let number = owners.find(key) { owners[number] = place } else { _ = owners.insert(place, under: key) }
    }

    private func add(_ platform: String) -> UInt32 {
        let place = UInt32(platforms.count)
        platforms.append(platform)
        placeOfPlatform[platform] = place
        return place
    }

    /// True when the platform in the key is the one in the value, or somebody else wrote this.
    private static func isOwn(_ value: [UInt8], of platform: ArraySlice<UInt8>) -> Bool {
        BodyField.text("by", of: value).map { platform.elementsEqual($0.utf8) } ?? false
    }
}
