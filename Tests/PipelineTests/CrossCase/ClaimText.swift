import Core

/// A record of `claims.trading` put together by hand after docs/specs/topics.md §15.
struct ClaimText {
    /// What is said of the value; the last digit of the code.
    enum Kind: String, CaseIterable {
        case code = "2"
        case founds = "4"
        case needs = "6"
    }

    var kind = Kind.code
    /// Which value; the digits of the code before the last.
    var value = 1
    /// Which record; its name is this number.
    var record = 1
    var caseKey = "A"
    var sender = "trade"
    var dataset = "QUALI_INQUERY_CLARI"
    var origin = "unique"
    var fields = "DOC_CODE"
    var id = "e-1"

    var code: String { ClaimText.hex(value, digits: 15) + kind.rawValue }
    var key: [UInt8] { Array("\(code)\u{1f}\(ClaimText.hex(record, digits: 32))".utf8) }

    var text: [UInt8] {
        let origin = kind == .founds ? "founds" : kind == .needs ? "parent" : origin
        let wanted = kind == .code ? dataset : "PROJECT"
        let words = [
            "1", sender, caseKey, dataset, origin, "warn", fields, wanted, id, "key-\(record)", "/platforms/\(sender)",
            "submit.\(sender)/0/\(record)", "2026-11-21T03:18:00.000Z",
        ]
        return Array(words.joined(separator: "\u{1f}").utf8)
    }

    /// Any claim of `records` records, one of `kinds`. A record is of one of `cases` cases for good, and a value of one
    /// partition.
    static func draw(_ random: SplitMix64, _ number: Int, records: Int, cases: Int, kinds: [Kind]) -> ClaimText {
        let record = random.below(records)
        let kind = kinds[random.below(kinds.count)]
        return ClaimText(
            kind: kind,
            value: 1 + random.below(kind == .code ? 4 : 12),
            record: record,
            caseKey: "case-\(record % cases)",
            sender: record % 2 == 0 ? "trade" : "rival",
            id: "e-\(number)"
        )
    }

    /// The claim, or that it is taken back.
    func outbound(stands: Bool = true, partition: Int32 = 0) -> OutboundRecord {
        OutboundRecord(topic: "claims.trading", partition: partition, key: key, value: stands ? text : nil)
    }

    /// Reads a record of the topic again; of one that takes a claim back its name alone is known.
    static func read(_ record: InboundRecord) -> ClaimText? {
        let parts = (record.key ?? []).split(separator: 0x1f).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 2, let kind = parts[0].last.flatMap({ Kind(rawValue: String($0)) }),
            let value = Int(parts[0].dropLast(), radix: 16), let number = Int(parts[1], radix: 16)
        else { return nil }
        var claim = ClaimText(kind: kind, value: value, record: number)
        guard let text = record.value else { return claim }
        let words = text.split(separator: 0x1f).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 13 else { return nil }
        claim.sender = words[1]
        claim.caseKey = words[2]
        claim.id = words[8]
        return claim
    }

    private static func hex(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
