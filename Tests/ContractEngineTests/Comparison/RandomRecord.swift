import Core

@testable import ContractEngine

/// Records of the fixture's data set at random: sound ones with a few members changed.
struct RandomRecord {
    private static let sound: [(String, [String])] = [
        ("CASE", ["12345", "54321"]), ("NAME", ["名称", "abcd", "x"]),
        ("CODES", ["c1", "c2;c1", "c1;c2;", "c1,c2", "c1;;c2"]),
        ("NOTE", ["123456", "12;34", "1;2;3", "n"]), ("KIND", ["a", "b", "c"]), ("SOFT", ["c1", "zz"]),
        ("DARK", ["d", "abc"]),
        ("LONG", ["12345678", "1234567", "中文代码"]), ("OWNER", ["91350211M00013FA1N", "K", "91350100MA00000230"]),
        ("PARTIES", ["91350100MA00000230;K", "91350100MA00000230"]), ("MONEY", ["1", "999.99", "-12.5", "-999", "0"]),
        ("LIMIT", ["1", "123456.789", "-5", "50000"]), ("GRADE", ["1", "2"]), ("UNIT", ["0", "1", "9"]),
        ("START", ["20260105093000", "20250101000000"]), ("FINISH", ["20260106093000", "20260105093000"]),
        ("DAY", ["20260105", "20260110"]), ("PART", ["12345a;12345b", "12345", "12345;;12345", "other"]),
        ("NEW", ["1", "20260105"]),
        ("STAMP", ["20260105093000"]), ("DATA_TIMESTAMP", ["20260105093000"]),
    ]
    private static let odd: [JSONNode] =
        [
            "-", " - ", "无", "null", "00000000", "00000000000000", "20000101000000", "1", "12", "123", "1234",
            "1234567", "1234567890", "a;b",
            "a,b", ";", ";;", "a;;b", "1.00", "1.005", "-1234", "99999", "1e3", "20260230", "202601050930",
            "20260105093000",
            "91350100MA00000231", "351234", "x", "名", "c1;zz", "b;a",
        ].map(JSONNode.string)
        + ["1", "-1", "12.5", "1e2", "1000000", "123456789012345678901234567890"].map(JSONNode.number)
        + [.bool(true), .object([]), .array([]), .null]

    var random: SeededGenerator

    mutating func next() -> [UInt8] {
        var members: [JSONNode.Member] = []
        for (name, values) in Self.sound where ["CASE", "NAME", "STAMP"].contains(name) || random.chance(45) {
            if name.hasPrefix("NEW") || name == "DATA_TIMESTAMP", random.chance(85) { continue }
            members.append(.init(name: name, value: .string(random.pick(values))))
        }
        for _ in 0..<random.below(4) where !members.isEmpty {
            let place = random.below(members.count)
            members[place] = .init(name: members[place].name, value: random.pick(Self.odd))
        }
        if random.chance(10) { members.remove(at: random.below(members.count)) }
        if random.chance(5) { members.append(.init(name: "UNHEARD", value: random.pick(Self.odd))) }
        var writer = JSONWriter(capacity: 1024)
        JSONNode.object(members).write(to: &writer)
        return writer.bytes
    }
}
