import Core

@testable import ContractEngine

/// Changes of contract texts at random: of rows, of rules, of options. Many make no sense, and the loader refuses them.
struct MutatedContract {
    private static let checks = ["uscc", "organisation-code", "party-code", "region"]

    var random: SeededGenerator

    /// `text` with up to `count` changes.
    mutating func contract(_ text: String, version: String, changes count: Int) throws -> String {
        guard case .object(var members) = try JSONNode.parse(Array(text.utf8)) else { return text }
        set(&members, "version", .string(version))
        for _ in 0..<count {
            let key = random.chance(65) ? "fields" : "rules"
            guard let place = members.firstIndex(where: { $0.name == key }),
                case .array(var rows) = members[place].value
            else { continue }
            if key == "fields" { mutateFields(&rows) } else { mutateRules(&rows) }
            members[place] = JSONNode.Member(name: key, value: .array(rows))
        }
        return MutatedContract.text(.object(members))
    }

    /// `options` of a profile.
    mutating func options() -> String {
        var parts: [String] = []
        for (key, words) in [
            ("fixedLength", ["items", "text"]), ("maximumLength", ["items", "text"]), ("values", ["items", "text"]),
            ("emptyItems", ["kept", "dropped"]), ("minus", ["free", "counts"]),
            ("fraction", ["checked", "ignored-without-digits"]), ("unknownFields", ["reject", "warn"]),
            ("separator", [";", ",", "|"]),
        ] where random.chance(30) {
            parts.append("\"\(key)\": \"\(random.pick(words))\"")
        }
        return "{\(parts.joined(separator: ", "))}"
    }

    private mutating func mutateFields(_ rows: inout [JSONNode]) {
        if random.chance(8) {
            rows.remove(at: random.below(rows.count))
            return
        }
        if random.chance(8) {
            let name = random.pick(["NEW", "NEWER"])
            let required = random.chance(50)
            rows.append(
                .object([
                    .init(name: "name", value: .string(name)), .init(name: "title", value: .string("新")),
                    .init(name: "type", value: .string(random.pick(["C", "N", "T8"]))),
                    .init(name: "required", value: .bool(required)), .init(name: "grade", value: .string("FOUND")),
                ])
            )
            return
        }
        let place = random.below(rows.count)
        guard case .object(var row) = rows[place] else { return }
        for _ in 0...random.below(2) { mutateField(&row) }
        rows[place] = .object(row)
    }

    private mutating func mutateField(_ row: inout [JSONNode.Member]) {
        func number(_ value: Int) -> JSONNode { .number(String(value)) }
        switch random.below(12) {
        case 0: set(&row, "required", .bool(random.chance(50)))
        case 1: set(&row, "length", random.chance(15) ? nil : number(1 + random.below(8)))
        case 2: set(&row, "fixed", .bool(random.chance(50)))
        case 3: set(&row, "separator", random.chance(40) ? nil : .string(random.pick([";", ","])))
        case 4: set(&row, "type", .string(random.pick(["C", "C", "N", "T14", "T12", "T8"])))
        case 5:
            set(&row, "values", nil)
            set(&row, "list", random.chance(25) ? nil : .string(random.pick(["L", "W", "A", "LONG"])))
        case 6:
            set(&row, "list", nil)
            let codes = ["a", "b", "c", "1", "2", "c1", "-", "a;b"].filter { _ in random.chance(50) }
            let values = codes.map {
                JSONNode.object([.init(name: "code", value: .string($0)), .init(name: "title", value: .string("t"))])
            }
            set(&row, "values", values.isEmpty ? nil : .array(values))
        case 7: set(&row, "check", random.chance(30) ? nil : .string(random.pick(Self.checks)))
        case 8:
            set(
                &row,
                "digits",
                random.chance(20) ? nil : .array([number(1 + random.below(5)), number(random.below(4))])
            )
        case 9: set(&row, "minLength", random.chance(30) ? nil : number(1 + random.below(4)))
        case 10: set(&row, "typeGrade", random.chance(50) ? nil : .string("INFERRED"))
        default: set(&row, random.pick(["suspect", "placeholder"]), random.pick([nil, .bool(true), .string("today")]))
        }
    }

    private mutating func mutateRules(_ rows: inout [JSONNode]) {
        if random.chance(30), let rule = try? newRule(number: random.below(1_000_000)) { rows.append(rule) }
        if rows.isEmpty { return }
        let place = random.below(rows.count)
        if random.chance(10) {
            rows.remove(at: place)
            return
        }
        guard case .object(var row) = rows[place] else { return }
        switch random.below(8) {
        case 6:
            for key in ["atLeast", "atMost"] where has(row, key) { set(&row, key, .number(String(random.below(6)))) }
        case 7:
            if has(row, "unit"), has(row, "from") {
                set(&row, "unit", .string(random.pick(["days", "working-days"])))
                set(&row, "endsOnWorkingDay", .bool(random.chance(50)))
            }
            if has(row, "alternatives") { set(&row, "alternatives", alternatives()) }
        case 0: set(&row, "policy", .string(random.pick(["off", "warn", "reject", "reject"])))
        case 1:
            if has(row, "operator") { set(&row, "operator", .string(random.pick(["<", "<=", "==", "!=", ">=", ">"]))) }
        case 2: if has(row, "limit") { set(&row, "limit", .string(random.pick(["1", "50000", "99", "3000000000"]))) }
        case 3:
            if has(row, "fields") {
                set(
                    &row,
                    "fields",
                    .array(["NOTE", "UNIT", "SOFT"].filter { _ in random.chance(60) }.map { .string($0) })
                )
            }
        case 4:
            if has(row, "when") {
                set(
                    &row,
                    "when",
                    .array([
                        .object([
                            .init(name: "field", value: .string(random.pick(["KIND", "UNIT", "CODES"]))),
                            .init(
                                name: "in",
                                value: .array(
                                    ["a", "b", "c1", "9"].filter { _ in random.chance(50) }.map { .string($0) }
                                )
                            ),
                        ])
                    ])
                )
            }
        default: if has(row, "kind") { set(&row, "id", .string(random.pick(["other", "window", "cap", "needs"]))) }
        }
        rows[place] = .object(row)
    }

    /// A rule of a kind that the fixture has not.
    private mutating func newRule(number: Int) throws -> JSONNode {
        let dates = ["START", "FINISH", "DAY", "STAMP"]
        let policy = random.pick(["reject", "reject", "warn", "off"])
        let limit = random.pick(["\"atLeast\"", "\"atMost\""]) + ": \(random.below(6))"
        let demand: String
        switch random.below(4) {
        case 0:
            demand =
                "\"kind\": \"clock\", \"from\": \"\(random.pick(dates))\", \"to\": \"\(random.pick(dates))\", \(limit), "
                + "\"unit\": \"\(random.pick(["days", "working-days"]))\", \"endsOnWorkingDay\": \(random.chance(40))"
        case 1:
            let unit = random.chance(50) ? "\"unit\": \"UNIT\", \"units\": {\"0\": \"1\", \"1\": \"10\"}, " : ""
            let share = random.pick(["0.02", "1", "2", "100"])
            demand =
                "\"kind\": \"ratio-at-most\", \"field\": \"MONEY\", \(unit)\"of\": \"GRADE\", \"limit\": \"\(share)\""
        case 2: demand = "\"kind\": \"one-of\", \"alternatives\": \(Self.text(alternatives()))"
        default:
            let fields = random.pick([
                ["CODES", "NOTE"], ["NOTE", "PART"], ["CODES", "NOTE", "PART"], ["CODES", "PARTIES"],
            ])
            demand = "\"kind\": \"items-match\", \"fields\": \(fields)"
        }
        let condition = random.chance(30) ? ", \"when\": [{\"field\": \"KIND\", \"in\": [\"a\"]}]" : ""
        let text =
            "{\"id\": \"new\(number)\", \"policy\": \"\(policy)\", \"source\": \"s\", "
            + "\"message\": {\"zh\": \"新\", \"en\": \"new\"}, \(demand)\(condition)}"
        return try JSONNode.parse(Array(text.utf8))
    }

    private mutating func alternatives() -> JSONNode {
        let groups = [["NOTE"], ["SOFT", "DARK"], ["UNIT"], ["OWNER", "KIND"], ["MONEY"]].filter { _ in
            random.chance(50)
        }
        return .array(groups.map { .array($0.map { .string($0) }) })
    }

    private func has(_ row: [JSONNode.Member], _ key: String) -> Bool { row.contains { $0.name == key } }

    private func set(_ row: inout [JSONNode.Member], _ key: String, _ value: JSONNode?) {
        let place = row.firstIndex { $0.name == key }
        if let place { row.remove(at: place) }
        if let value { row.append(.init(name: key, value: value)) }
    }

    static func text(_ node: JSONNode) -> String {
        var writer = JSONWriter(capacity: 4096)
        node.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
