package import Core

/// One sample beside a mapping: a national record and its document.
package struct DialectSample: Sendable, Hashable {
    /// Name, unique in its file.
    package let name: String
    /// Which ways it is run.
    package let directions: Set<DialectDirection>
    /// What the record asks for.
    package let operation: RecordOperation
    /// The record; title fields among its members.
    package let national: JSONNode?
    /// The document: JSON, or a string of XML.
    package let document: JSONNode?
    /// Exactly the problems that have to be found, in any order.
    package let expected: [GoldenSample.Expectation]
    /// Path of the sample in its file.
    package let path: String
}
