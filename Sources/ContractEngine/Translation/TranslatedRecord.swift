package import Core

/// A document of a dialect as national record.
package struct TranslatedRecord: Sendable {
    /// Its data set and dialect.
    package let translation: Translation
    /// The record as JSON; empty for a delete.
    package let record: [UInt8]
    /// What the document said beside the record, completed from the contract.
    package let title: RecordTitle
    /// What the document asks for.
    package let operation: RecordOperation
}
