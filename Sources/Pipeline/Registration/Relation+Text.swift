import ContractEngine
import Core
import RoutingPolicy

/// The form in `hutong-relation`: words of ASCII separated by one blank, the first `1`, the version of the form.
extension Relation {
    private static let version: Substring = "1"

    /// The header's value.
    var text: String {
        var words = [
            String(Relation.version), message.hex, record.hex, EntryKey.hex(content), String(timestamp),
            isRoot ? "root" : "child", isShared ? "shared" : "owned",
        ]
        for parent in parents {
            let code = parent.code.map(EntryKey.hex) ?? "*"
            words.append("p:\(parent.dataset):\(code):\(parent.isWaitedFor ? "wait" : "warn")")
        }
        for code in codes {
            let policies = [code.unique, code.repetition, code.immutable].map(\.rawValue).joined(separator: ":")
            words.append("c:\(EntryKey.hex(code.value)):\(code.fields.joined(separator: ",")):\(policies)")
        }
        for fact in facts {
            words.append("f:\(fact.fact.rawValue):\(fact.holds ? "holds" : "ends"):\(Relation.escaped(fact.section))")
        }
        return words.joined(separator: " ")
    }

    /// Reads ``text``; nil for anything else.
    init?(text bytes: [UInt8]) {
        var words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)[...]
        func next() -> Substring? { words.popFirst().flatMap { String(validating: $0, as: UTF8.self) }.map { $0[...] } }
        guard next() == Relation.version, let message = next().flatMap({ EntryKey(hex: $0.utf8) }),
            let record = next().flatMap({ EntryKey(hex: $0.utf8) }),
            let content = next().flatMap({ EntryKey.word($0.utf8) }),
            let timestamp = next().flatMap({ UInt64($0) }), timestamp < 100_000_000_000_000,
            let root = next(), let shared = next(), root == "root" || root == "child",
            shared == "shared" || shared == "owned"
        else { return nil }
        self.init(message: message, record: record, content: content)
        self.timestamp = timestamp
        isRoot = root == "root"
        isShared = shared == "shared"
        while let word = next() { guard add(word) else { return nil } }
    }

    private mutating func add(_ word: Substring) -> Bool {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts[0], parts.count) {
        case ("p", 4):
            guard let code = Relation.parentCode(parts[2]), parts[3] == "wait" || parts[3] == "warn" else {
                return false
            }
            parents.append(
                ParentDemand(dataset: String(parts[1]), code: code.value, isWaitedFor: parts[3] == "wait")
            )
        case ("c", 6):
            guard let value = EntryKey.word(parts[1].utf8), let unique = Policy(rawValue: String(parts[3])),
                let repetition = Policy(rawValue: String(parts[4])),
                let immutable = Policy(rawValue: String(parts[5]))
            else { return false }
            let fields = parts[2].split(separator: ",").map(String.init)
            codes.append(
                CodeDemand(
                    value: value,
                    fields: fields,
                    unique: unique,
                    repetition: repetition,
                    immutable: immutable
                )
            )
        case ("f", 4):
            guard let fact = CaseFact(rawValue: String(parts[1])), parts[2] == "holds" || parts[2] == "ends",
                let section = Relation.unescaped(parts[3])
            else { return false }
            facts.append(FactChange(fact: fact, section: section, holds: parts[2] == "holds"))
        default:
            return false
        }
        return true
    }

    /// The code of a parent; a value of nil for any founding record, nil for neither.
    private static func parentCode(_ text: Substring) -> (value: UInt64?, Void)? {
        if text == "*" { return (nil, ()) }
        return EntryKey.word(text.utf8).map { ($0, ()) }
    }

    /// Sections come from a payload: whatever is no letter, digit, `-`, `.`, `_` or `~` as `%` and two digits (RFC 3986 §2.1).
    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return result
    }

    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
