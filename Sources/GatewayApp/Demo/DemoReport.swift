import Core

/// What the demonstration came to.
package struct DemoReport: Sendable {
    /// Records asked for.
    package let records: Int
    /// Records sent.
    package let submitted: Int
    /// Records in all ledgers.
    package let ledger: Int
    /// Refused records by the first error on their receipt, so that each counts once.
    package let refused: [String: Int]
    /// Records, accepted or not, that carry a warning, by code.
    package let warnings: [String: Int]
    /// Final verdicts.
    package let receipts: Int
    /// Deliveries by platform.
    package let delivered: [String: Int]
    /// Dialect of each platform that gets its deliveries in one; for the table, no part of the JSON form.
    package let dialects: [String: String]
    /// Every departure from the manifest, in words; empty when all is as it should be.
    package let discrepancies: [String]
    /// From the first record sent to the last delivery seen.
    package let seconds: Double

    /// True when `submitted = ledger + refused`, every submission has one final verdict, and nothing departs from the
    /// manifest.
    package var isBalanced: Bool {
        submitted == ledger + refused.values.reduce(0, +) && submitted == receipts && discrepancies.isEmpty
    }

    /// The object of `--format json` (INTERFACES: one object, fixed keys).
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.beginObject()
        writer.member("records", records)
        writer.member("submitted", submitted)
        writer.member("ledger", ledger)
        writer.key("refused")
        writer.counts(refused)
        writer.key("warnings")
        writer.counts(warnings)
        writer.member("receipts", receipts)
        writer.key("delivered")
        writer.counts(delivered)
        writer.member("balanced", isBalanced)
        writer.key("seconds")
        writer.number(seconds)
        writer.endObject()
        return writer.bytes
    }
}

extension JSONWriter {
    /// An object of counters in the order of their names.
    fileprivate mutating func counts(_ counts: [String: Int]) {
        beginObject()
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { member(name, count) }
        endObject()
    }
}
