package import Core
package import RoutingPolicy

/// Verifies the approver's signature of a record as of a time. In the gateway it is ``ApproverCheck/verifier(_:persons:)``
/// over `Trust`; simulations bring their own or none.
package struct ApproverCheck {
    /// What was found.
    package struct Finding: Sendable {
        /// What speaks against the signature; empty when it holds.
        package let problems: [Problem]
        /// What is remarked upon about certificates whose signature holds.
        package let warnings: [Problem]
        /// The signers' certificates as far as they could be read.
        package let certificates: [PresentedCertificate]

        /// A finding.
        package init(problems: [Problem], warnings: [Problem] = [], certificates: [PresentedCertificate]) {
            self.problems = problems
            self.warnings = warnings
            self.certificates = certificates
        }
    }

    let verify: (String, [UInt8], RegisteredPlatform, Instant) -> Finding

    /// A check by `verify`, which is given the value of the field, the text, the platform that sends the record, and the
    /// log-append time.
    package init(_ verify: @escaping (String, [UInt8], RegisteredPlatform, Instant) -> Finding) {
        self.verify = verify
    }
}
