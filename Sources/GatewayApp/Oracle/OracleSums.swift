package import Core

/// The sums of the oracle's books.
package struct OracleSums: Sendable, Hashable {
    /// Submissions in the journal.
    package var issued = 0
    /// Those that the broker acknowledged.
    package var acknowledged = 0
    /// Those of which it is not known whether they arrived, and that did.
    package var arrivedUnconfirmed = 0
    /// Those that stand in their topic once more than they were sent: the client wrote them again.
    package var arrivedAgain = 0
    /// Submissions whose case a lost or unconfirmed one disturbed: judged by their own receipts, not by the script.
    package var excused = 0
    /// Those that waited for their parent longer than they may, because it came too late: refused rightly.
    package var expired = 0
    /// Final receipts.
    package var receipts = 0
    /// Progress receipts.
    package var progress = 0
    /// Records in the ledgers.
    package var ledger = 0
    /// Records in quarantine.
    package var quarantined = 0
    /// Deliveries.
    package var delivered = 0
    /// Acceptances, repetitions among them.
    package var accepted = 0
    /// Repetitions.
    package var repeated = 0
    /// Refusals by their codes.
    package var refused: [String: Int] = [:]
    /// Seals that were verified.
    package var seals = 0
    /// Violations by kind.
    package var violations: [String: Int] = [:]

    /// Nothing yet.
    package init() {}

    /// True when nothing is wrong.
    package var isClean: Bool { violations.isEmpty }

    /// Writes the sums as members of an object.
    package func write(to writer: inout JSONWriter) {
        for (name, value) in rows { writer.member(name, value) }
        for (name, counts) in [("refused", refused), ("violations", violations)] {
            writer.key(name)
            writer.beginObject()
            for (word, count) in counts.sorted(by: { $0.key < $1.key }) { writer.member(word, count) }
            writer.endObject()
        }
    }

    /// The plain numbers with their names.
    package var rows: [(String, Int)] {
        [
            ("issued", issued), ("acknowledged", acknowledged), ("arrivedUnconfirmed", arrivedUnconfirmed),
            ("arrivedAgain", arrivedAgain), ("excused", excused), ("expired", expired), ("accepted", accepted),
            ("repeated", repeated),
            ("receipts", receipts),
            ("progress", progress), ("ledger", ledger), ("quarantined", quarantined), ("delivered", delivered),
            ("seals", seals),
        ]
    }
}
