/// What the index has to find, by dictionaries: claims one after the other, and a clock.
struct IndexModel {
    private struct Need {
        let key: [UInt8]
        let value: Int
        let id: String
        let due: Int64
        /// Its parent was there when it was due: whoever looked then has forgotten it.
        var mayBeForgotten = false
    }

    /// How long a parent may be missing, in milliseconds.
    private let wait: Int64

    /// Who claims each value, the oldest first.
    private var codes: [Int: [(key: [UInt8], caseKey: String, id: String)]] = [:]
    private var founders: [Int: Set<[UInt8]>] = [:]
    private var needs: [Need] = []

    init(wait: Int64 = IndexScene.wait) {
        self.wait = wait
    }

    /// Takes in `claim`, or that it is taken back, at `time`: what is found.
    mutating func take(_ claim: ClaimText, stands: Bool, at time: Int64) -> [String] {
        switch claim.kind {
        case .code:
            codes[claim.value]?.removeAll { $0.key == claim.key }
            guard stands else { return [] }
            let other = codes[claim.value, default: []].last { $0.caseKey != claim.caseKey }
            codes[claim.value, default: []].append((claim.key, claim.caseKey, claim.id))
            return other.map { ["\(claim.id) code_taken \($0.id)"] } ?? []
        case .founds:
            if stands {
                founders[claim.value, default: []].insert(claim.key)
            } else {
                founders[claim.value]?.remove(claim.key)
            }
            return []
        case .needs:
            needs.removeAll { $0.key == claim.key }
            if stands, founders[claim.value, default: []].isEmpty {
                needs.append(Need(key: claim.key, value: claim.value, id: claim.id, due: time + wait))
            }
            return []
        }
    }

    /// Says that the parent of the record `id` was told to be missing at `time`; false where it must not have been.
    mutating func tell(_ id: String, at time: Int64) -> Bool {
        guard let place = needs.firstIndex(where: { $0.id == id }), needs[place].due <= time,
            founders[needs[place].value, default: []].isEmpty
        else { return false }
        needs.remove(at: place)
        return true
    }

    /// Somebody may have looked at `time` at what is due.
    mutating func look(at time: Int64) {
        for place in needs.indices
        where needs[place].due <= time && !founders[needs[place].value, default: []].isEmpty {
            needs[place].mayBeForgotten = true
        }
    }

    /// The records of which a missing parent still has to be told.
    var owed: [String] {
        needs.filter { !$0.mayBeForgotten && founders[$0.value, default: []].isEmpty }.map(\.id)
    }

    /// What is missing at `time`.
    mutating func expire(at time: Int64) -> [String] {
        let due = needs.filter { $0.due <= time }
        needs.removeAll { $0.due <= time }
        return due.filter { founders[$0.value, default: []].isEmpty }.map { "\($0.id) parent_missing -" }
    }
}
