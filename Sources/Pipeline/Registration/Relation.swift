import ContractEngine
import Core
import RoutingPolicy

/// How a record stands to the others of its case, as its contract tells: what registration decides by.
///
/// Admission reads it from the body, which it has just validated, and sends it along in `hutong-relation`; registration
/// reads no payload.
struct Relation: Sendable, Equatable {
    /// `DATA_TIMESTAMP` as a number of 14 digits; 0 where the record has none.
    var timestamp: UInt64 = 0
    /// True when the record founds its case: the field that names the case is the key of its data set.
    var isRoot = false
    /// True when several platforms may have records in the case.
    var isShared = false
    /// Data set of which a record must be there; nil for one that waits for nothing.
    var parent: String?
    /// True when any founding record will do as the parent.
    var parentIsRoot = false
    /// The value of the key field that must be unique in the case and must not change; nil without one.
    var code: String?
    /// The facts that the record states: fact and section.
    var facts: [(fact: CaseFact, section: String)] = []

    static func == (left: Relation, right: Relation) -> Bool {
        left.timestamp == right.timestamp && left.isRoot == right.isRoot && left.isShared == right.isShared
            && left.parent == right.parent
            && left.parentIsRoot == right.parentIsRoot && left.code == right.code
            && left.facts.elementsEqual(right.facts) { $0 == $1 }
    }

    /// The header's value.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 96)
        writer.beginObject()
        if timestamp != 0 { writer.member("at", timestamp) }
        if isRoot { writer.member("root", true) }
        if isShared { writer.member("shared", true) }
        if let parent { writer.member("parent", parent) }
        if parentIsRoot { writer.member("any", true) }
        if let code { writer.member("code", code) }
        if !facts.isEmpty {
            writer.key("facts")
            writer.beginArray()
            for (fact, section) in facts {
                writer.string(fact.rawValue)
                writer.string(section)
            }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }

    init() {}

    /// Reads ``json``; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard let node = try? JSONNode.parse(bytes), case .object(let members) = node else { return nil }
        for member in members {
            switch (member.name, member.value) {
            case ("at", .number(let text)):
                guard let number = UInt64(text), number < 100_000_000_000_000 else { return nil }
                timestamp = number
            case ("root", .bool(let flag)): isRoot = flag
            case ("shared", .bool(let flag)): isShared = flag
            case ("parent", .string(let text)): parent = text
            case ("any", .bool(let flag)): parentIsRoot = flag
            case ("code", .string(let text)): code = text
            case ("facts", .array(let items)):
                guard items.count % 2 == 0 else { return nil }
                for place in stride(from: 0, to: items.count, by: 2) {
                    guard let fact = items[place].text.flatMap(CaseFact.init(rawValue:)),
                        let section = items[place + 1].text
                    else { return nil }
                    facts.append((fact, section))
                }
            default: return nil
            }
        }
    }
}
