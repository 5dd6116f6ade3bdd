package import Core

/// One record beside a contract, with the verdict it must get.
package struct GoldenSample: Sendable, Hashable {
    /// What is compared of a problem: everything but the words.
    package struct Expectation: Sendable, Hashable {
        /// The stable code.
        package let code: String
        /// Pointer into the record.
        package let pointer: String
        /// Id of the rule.
        package let rule: String
        /// `error` or `warning`.
        package let severity: String

        /// Expects a problem of these four.
        package init(code: String, pointer: String, rule: String, severity: String) {
            self.code = code
            self.pointer = pointer
            self.rule = rule
            self.severity = severity
        }

        /// What `problem` would have been expected as.
        package init(_ problem: Problem) {
            self.init(
                code: problem.code.rawValue,
                pointer: problem.pointer,
                rule: problem.rule,
                severity: problem.severity.rawValue
            )
        }

        /// One line for a report.
        package var text: String { "\(code) \(pointer) \(rule) \(severity)" }
    }

    /// Name, unique beside its contract.
    package let name: String
    /// True when the record has to be accepted.
    package let isAccepted: Bool
    /// What the record asks for.
    package let operation: RecordOperation
    /// The record as JSON; empty for a delete.
    package let payload: [UInt8]
    /// Exactly the problems that have to be found, in any order.
    package let expected: [Expectation]
    /// Path of the sample in its file, for example `reject[3]`.
    package let path: String
}
