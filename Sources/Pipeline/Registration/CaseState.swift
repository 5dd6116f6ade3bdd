import Core
import RoutingPolicy
import Trust

/// One entry of `case.<plane>` (docs/specs/topics.md §14): what a worker needs to remember of a case, in records that
/// replace each other under their keys.
enum CaseState: Sendable, Hashable {
    /// A case, its owner, whether it is closed, and when something was last accepted in it
    /// (``ClosingPolicy/activity(at:)``); 0 when that is not known.
    case founded(owner: String, isClosed: Bool, active: UInt32)
    /// A live record.
    case record(EntryKey, dataset: String, timestamp: UInt64, codes: [UInt64], isRoot: Bool)
    /// A message id that was decided for good, or in whose place another one came.
    case message(EntryKey, digest: UInt64, refusal: RelationCodes, isCorrected: Bool)
    /// A record that waits.
    case parked(ParkedRecord)
    /// The facts about the case that hold.
    case facts([StatedFact])
    /// What stood under this name is no more.
    case removed(Name)

    /// What an entry is called within its case.
    enum Name: Sendable, Hashable {
        case founded
        case record(EntryKey)
        case message(EntryKey)
        /// By its offset in `admitted.<plane>`.
        case parked(Int64)
        case facts
    }

    /// Separates the name of the case from the rest of a key.
    static let separator: UInt8 = 0x1f
    private static let version = UInt8(ascii: "1")

    /// What the entry is called within its case.
    var name: Name {
        switch self {
        case .founded: .founded
        case .record(let key, _, _, _, _): .record(key)
        case .message(let key, _, _, _): .message(key)
        case .parked(let parked): .parked(parked.offset)
        case .facts: .facts
        case .removed(let name): name
        }
    }

    /// The key: the case, and what follows its name.
    func key(in caseKey: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(caseKey.utf8.count + 35)
        bytes.append(contentsOf: caseKey.utf8)
        func begin(_ kind: Unicode.Scalar) {
            bytes.append(CaseState.separator)
            bytes.append(UInt8(ascii: kind))
            bytes.append(CaseState.separator)
        }
        switch name {
        case .founded:
            break
        case .record(let key):
            begin("r")
            key.appendHex(to: &bytes)
        case .message(let key):
            begin("m")
            key.appendHex(to: &bytes)
        case .parked(let offset):
            begin("p")
            bytes.append(contentsOf: String(offset).utf8)
        case .facts:
            begin("f")
        }
        return bytes
    }

    /// The value: blank-separated words, the first the version of the form; nil is a tombstone.
    var value: [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(80)
        bytes.append(CaseState.version)
        func word(_ text: String) {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: text.utf8)
        }
        switch self {
        case .founded(let owner, let isClosed, let active):
            word(owner)
            word(isClosed ? "closed" : "open")
            word(String(active))
        case .record(_, let dataset, let timestamp, let codes, let isRoot):
            word(dataset)
            word(String(timestamp))
            word(codes.isEmpty ? "-" : "")
            for (place, code) in codes.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                Hexadecimal.append(code, to: &bytes)
            }
            word(isRoot ? "root" : "child")
        case .message(_, let digest, let refusal, let isCorrected):
            word("")
            Hexadecimal.append(digest, to: &bytes)
            word(refusal.isEmpty ? "accepted" : refusal.codes.map(\.rawValue).joined(separator: ","))
            if isCorrected { word("corrected") }
        case .parked(let parked):
            word(parked.sender)
            word(CaseState.text(of: parked.parent))
            word(parked.record.hex)
            word(String(parked.deadline.milliseconds))
        case .facts(let facts):
            for fact in facts { word("\(fact.fact.rawValue):\(fact.by):\(PercentEncoding.encoded(fact.section))") }
        case .removed:
            return nil
        }
        return bytes
    }

    /// Reads an entry: the name of its case and what it says; nil for anything that no worker writes.
    static func parse(key: [UInt8]?, value: [UInt8]?) -> (caseKey: String, state: CaseState)? {
        guard let key else { return nil }
        var parts = WordReader(key[...], separator: separator)
        guard let caseKey = parts.next().flatMap(WordReader.text), let name = CaseState.name(&parts) else { return nil }
        guard let value else { return (caseKey, .removed(name)) }
        var words = WordReader(value[...], separator: UInt8(ascii: " "))
        guard let first = words.next(), first.count == 1, first.first == version,
            let state = state(name, &words), words.isAtEnd
        else { return nil }
        return (caseKey, state)
    }

    private static func name(_ parts: inout WordReader) -> Name? {
        guard let kind = parts.next() else { return .founded }
        guard kind.count == 1, let name = parts.next(), parts.isAtEnd else { return nil }
        switch kind.first {
        case UInt8(ascii: "r"): return WordReader.key(name).map { .record($0) }
        case UInt8(ascii: "m"): return WordReader.key(name).map { .message($0) }
        case UInt8(ascii: "p"): return WordReader.signed(name).map { .parked($0) }
        case UInt8(ascii: "f"): return name.isEmpty ? .facts : nil
        default: return nil
        }
    }

    /// `-` for none.
    private static func codes(_ word: ArraySlice<UInt8>) -> [UInt64]? {
        if WordReader.isText(word, "-") { return [] }
        var words = WordReader(word, separator: UInt8(ascii: ","))
        var codes: [UInt64] = []
        while let next = words.next() {
            guard let code = WordReader.hex(next) else { return nil }
            codes.append(code)
        }
        return codes
    }

    /// The data set, and a colon and the code where it is not any founding record.
    private static func text(of parent: ParentDemand) -> String {
        parent.dataset + (parent.code.map { ":" + Hexadecimal.encode($0) } ?? "")
    }

    private static func parent(_ word: ArraySlice<UInt8>) -> ParentDemand? {
        var parts = WordReader(word, separator: UInt8(ascii: ":"))
        guard let dataset = parts.next().flatMap(WordReader.text) else { return nil }
        guard let code = parts.next() else { return ParentDemand(dataset: dataset, code: nil) }
        guard parts.isAtEnd else { return nil }
        return WordReader.hex(code).map { ParentDemand(dataset: dataset, code: $0) }
    }

    private static func state(_ name: Name, _ words: inout WordReader) -> CaseState? {
        if name == .facts { return facts(&words) }
        guard let first = words.next(), let second = words.next() else { return nil }
        switch name {
        case .founded:
            guard let owner = WordReader.text(first), let isClosed = WordReader.choice(second, "closed", "open"),
                let active = words.next().flatMap(WordReader.number).flatMap({ UInt32(exactly: $0) })
            else { return nil }
            return .founded(owner: owner, isClosed: isClosed, active: active)
        case .record(let key):
            guard let dataset = WordReader.text(first), let timestamp = WordReader.number(second),
                let codes = words.next().flatMap(CaseState.codes), let place = words.next()
            else { return nil }
            let isRoot = WordReader.isText(place, "root")
            return .record(key, dataset: dataset, timestamp: timestamp, codes: codes, isRoot: isRoot)
        case .message(let key):
            guard let digest = WordReader.hex(first) else { return nil }
            var refusal: [RejectionCode] = []
            if !WordReader.isText(second, "accepted") {
                var codes = WordReader(second, separator: UInt8(ascii: ","))
                while let code = codes.next() {
                    if let known = WordReader.text(code).flatMap(RejectionCode.init(rawValue:)) {
                        refusal.append(known)
                    }
                }
            }
            let third = words.next()
            guard third.map({ WordReader.isText($0, "corrected") }) ?? true else { return nil }
            return .message(key, digest: digest, refusal: RelationCodes(refusal), isCorrected: third != nil)
        case .facts:
            return nil
        case .parked(let offset):
            guard let sender = WordReader.text(first), let parent = CaseState.parent(second),
                let record = words.next().flatMap(WordReader.key),
                let deadline = words.next().flatMap(WordReader.signed)
            else { return nil }
            return .parked(
                ParkedRecord(
                    offset: offset,
                    sender: sender,
                    parent: parent,
                    record: record,
                    deadline: Instant(milliseconds: deadline)
                )
            )
        }
    }
    private static func facts(_ words: inout WordReader) -> CaseState? {
        var facts: [StatedFact] = []
        while let word = words.next() {
            var parts = WordReader(word, separator: UInt8(ascii: ":"))
            guard let fact = parts.next().flatMap(WordReader.text).flatMap(CaseFact.init(rawValue:)),
                let by = parts.next().flatMap(WordReader.text),
                let section = parts.next().flatMap(PercentEncoding.decoded), parts.isAtEnd
            else { return nil }
            facts.append(StatedFact(fact: fact, section: section, by: by))
        }
        return .facts(facts)
    }
}
