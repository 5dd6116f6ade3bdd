import ContractEngine
import Core
import RoutingPolicy
import Trust

/// The form in `hutong-relation`: words of ASCII separated by one blank, the first `1`, the version of the form.
extension Relation {
    private static let version = "1"

    /// The header's value.
    var text: String {
        var words = [
            Relation.version, message.hex, record.hex, Hexadecimal.encode(content), String(timestamp),
            isRoot ? "root" : "child", isShared ? "shared" : "owned",
        ]
        if let corrects { words.append("m:\(corrects.hex)") }
        for parent in parents {
            let code = parent.code.map { Hexadecimal.encode($0) } ?? "*"
            words.append("p:\(parent.dataset):\(code):\(parent.isWaitedFor ? "wait" : "warn")")
        }
        for code in codes {
            let policies = [code.unique, code.repetition, code.immutable].map(\.rawValue).joined(separator: ":")
            words.append("c:\(Hexadecimal.encode(code.value)):\(code.fields.joined(separator: ",")):\(policies)")
        }
        words += claims.map(\.word)
        for fact in facts {
            words.append(
                "f:\(fact.fact.rawValue):\(fact.holds ? "holds" : "ends"):\(PercentEncoding.encoded(fact.section))"
            )
        }
        return words.joined(separator: " ")
    }

    /// Reads ``text``; nil for anything else.
    init?(text bytes: [UInt8]) {
        var forms = RelationForms()
        self.init(text: bytes, &forms)
    }

    /// Reads ``text`` by what is known of the data set; nil for anything else.
    init?(text bytes: [UInt8], _ forms: inout RelationForms) {
        var words = WordReader(bytes[...], separator: UInt8(ascii: " "))
        guard let version = words.next(), WordReader.isText(version, Relation.version),
            let message = words.next().flatMap(WordReader.key), let record = words.next().flatMap(WordReader.key),
            let content = words.next().flatMap(WordReader.hex),
            let timestamp = words.next().flatMap(WordReader.number), timestamp < 100_000_000_000_000,
            let root = words.next().flatMap({ WordReader.choice($0, "root", "child") }),
            let shared = words.next().flatMap({ WordReader.choice($0, "shared", "owned") })
        else { return nil }
        self.init(message: message, record: record, content: content)
        self.timestamp = timestamp
        isRoot = root
        isShared = shared
        while let word = words.next() { guard add(word, &forms) else { return nil } }
    }

    private mutating func add(_ word: ArraySlice<UInt8>, _ forms: inout RelationForms) -> Bool {
        var parts = WordReader(word, separator: UInt8(ascii: ":"))
        guard let kind = parts.next(), kind.count == 1 else { return false }
        if kind.first == UInt8(ascii: "x") {
            guard let claim = ClaimDemand(&parts) else { return false }
            claims.append(claim)
            return parts.isAtEnd
        }
        guard let first = parts.next() else { return false }
        if kind.first == UInt8(ascii: "m") {
            corrects = WordReader.key(first)
            return corrects != nil && parts.isAtEnd
        }
        if kind.first == UInt8(ascii: "c") {
            guard let value = WordReader.hex(first), let rest = parts.rest(),
                let code = forms.code(value, rest, Relation.code)
            else { return false }
            codes.append(code)
            return true
        }
        guard let second = parts.next(), let third = parts.next() else { return false }
        switch kind.first {
        case UInt8(ascii: "p"):
            // `*` is any founding record.
            let code = WordReader.hex(second)
            guard let dataset = forms.name(first), code != nil || WordReader.isText(second, "*"),
                let isWaitedFor = WordReader.choice(third, "wait", "warn")
            else { return false }
            parents.append(ParentDemand(dataset: dataset, code: code, isWaitedFor: isWaitedFor))
        case UInt8(ascii: "f"):
            guard let fact = WordReader.text(first).flatMap(CaseFact.init(rawValue:)),
                let holds = WordReader.choice(second, "holds", "ends"),
                let section = PercentEncoding.decoded(third)
            else { return false }
            facts.append(FactChange(fact: fact, section: section, holds: holds))
        default:
            return false
        }
        return parts.isAtEnd
    }

    /// What is asked of a code: its fields and three policies.
    private static func code(_ text: ArraySlice<UInt8>) -> CodeDemand? {
        var parts = WordReader(text, separator: UInt8(ascii: ":"))
        guard let names = parts.next().flatMap(WordReader.text), let unique = parts.next().flatMap(policy),
            let repetition = parts.next().flatMap(policy), let immutable = parts.next().flatMap(policy), parts.isAtEnd
        else { return nil }
        return CodeDemand(
            value: 0,
            fields: names.utf8.contains(0x2c) || names.isEmpty
                ? names.split(separator: ",").map(String.init) : [names],
            unique: unique,
            repetition: repetition,
            immutable: immutable
        )
    }

    private static func policy(_ word: ArraySlice<UInt8>) -> Policy? {
        Policy.allCases.first { WordReader.isText(word, $0.rawValue) }
    }
}
