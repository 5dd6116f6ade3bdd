import Core

/// One entry of `case.<plane>` (docs/specs/topics.md §14): what a worker needs to remember of a case, in records that
/// replace each other under their keys.
enum CaseState: Sendable, Hashable {
    /// A case, its owner, and whether it is closed.
    case founded(owner: String, isClosed: Bool)
    /// A live record.
    case record(EntryKey, dataset: String, timestamp: UInt64, codes: [UInt64], isRoot: Bool)
    /// A message id that was decided for good.
    case message(EntryKey, digest: UInt64, refusal: RelationCodes)
    /// A record that waits.
    case parked(ParkedRecord)
    /// What stood under this key is no more.
    case removed(suffix: String)

    /// Separates the name of the case from the rest of a key.
    static let separator: UInt8 = 0x1f
    private static let version = "1"

    /// What follows the name of the case in the key; empty for the case itself.
    var suffix: String {
        switch self {
        case .founded: ""
        case .record(let key, _, _, _, _): "\u{1f}r\u{1f}\(key.hex)"
        case .message(let key, _, _): "\u{1f}m\u{1f}\(key.hex)"
        case .parked(let parked): CaseState.suffix(ofParked: parked.offset)
        case .removed(let suffix): suffix
        }
    }

    /// The suffix of a record that waits.
    static func suffix(ofParked offset: Int64) -> String { "\u{1f}p\u{1f}\(offset)" }

    /// The value: blank-separated words, the first the version of the form; nil is a tombstone.
    var value: [UInt8]? {
        switch self {
        case .founded(let owner, let isClosed):
            CaseState.text(owner, isClosed ? "closed" : "open")
        case .record(_, let dataset, let timestamp, let codes, let isRoot):
            CaseState.text(
                dataset,
                String(timestamp),
                codes.isEmpty ? "-" : codes.map(EntryKey.hex).joined(separator: ","),
                isRoot ? "root" : "child"
            )
        case .message(_, let digest, let refusal):
            CaseState.text(
                EntryKey.hex(digest),
                refusal.isEmpty ? "accepted" : refusal.codes.map(\.rawValue).joined(separator: ",")
            )
        case .parked(let parked):
            CaseState.text(
                parked.sender,
                CaseState.text(of: parked.parent),
                parked.record.hex,
                String(parked.deadline.milliseconds)
            )
        case .removed:
            nil
        }
    }

    private static func text(_ words: String...) -> [UInt8] {
        Array(([version] + words).joined(separator: " ").utf8)
    }

    /// Reads an entry: the name of its case and what it says; nil for anything that no worker writes.
    static func parse(key: [UInt8]?, value: [UInt8]?) -> (caseKey: String, state: CaseState)? {
        guard let key, let text = String(validating: key, as: UTF8.self) else { return nil }
        let parts = text.split(separator: "\u{1f}", omittingEmptySubsequences: false)
        let caseKey = String(parts[0])
        guard let value else {
            let suffix = String(text.dropFirst(parts[0].count))
            return (caseKey, .removed(suffix: suffix))
        }
        let words = String(decoding: value, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard words.first == Substring(version) else { return nil }
        return state(parts.dropFirst(), words.dropFirst()).map { (caseKey, $0) }
    }

    /// `-` for none.
    private static func codes(_ word: Substring) -> [UInt64]? {
        if word == "-" { return [] }
        let words = word.split(separator: ",", omittingEmptySubsequences: false)
        let codes = words.compactMap { EntryKey.word($0.utf8) }
        return codes.count == words.count ? codes : nil
    }

    /// The data set, and a colon and the code where it is not any founding record.
    private static func text(of parent: ParentDemand) -> String {
        parent.dataset + (parent.code.map { ":" + EntryKey.hex($0) } ?? "")
    }

    private static func parent(_ word: Substring) -> ParentDemand? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return ParentDemand(dataset: String(parts[0]), code: nil)
        case 2: return EntryKey.word(parts[1].utf8).map { ParentDemand(dataset: String(parts[0]), code: $0) }
        default: return nil
        }
    }

    private static func state(_ key: ArraySlice<Substring>, _ words: ArraySlice<Substring>) -> CaseState? {
        let (key, words) = (Array(key), Array(words))
        switch (key.first, key.count, words.count) {
        case (nil, 0, 2):
            guard words[1] == "open" || words[1] == "closed" else { return nil }
            return .founded(owner: String(words[0]), isClosed: words[1] == "closed")
        case ("r", 2, 4):
            guard let entry = EntryKey(hex: key[1].utf8), let timestamp = UInt64(words[1]),
                let codes = CaseState.codes(words[2])
            else { return nil }
            return .record(
                entry,
                dataset: String(words[0]),
                timestamp: timestamp,
                codes: codes,
                isRoot: words[3] == "root"
            )
        case ("m", 2, 2):
            guard let entry = EntryKey(hex: key[1].utf8), let digest = EntryKey.word(words[0].utf8) else { return nil }
            let codes = words[1].split(separator: ",").compactMap { RejectionCode(rawValue: String($0)) }
            return .message(entry, digest: digest, refusal: RelationCodes(codes))
        case ("p", 2, 4):
            guard let offset = Int64(key[1]), let entry = EntryKey(hex: words[2].utf8), let deadline = Int64(words[3]),
                let parent = CaseState.parent(words[1])
            else { return nil }
            return .parked(
                ParkedRecord(
                    offset: offset,
                    sender: String(words[0]),
                    parent: parent,
                    record: entry,
                    deadline: Instant(milliseconds: deadline)
                )
            )
        default:
            return nil
        }
    }
}
