/// Which way a record is translated.
package enum DialectDirection: String, CaseIterable, Sendable, Hashable {
    /// From the national record to the dialect.
    case write
    /// From the dialect to the national record.
    case read
}
