package import Core
package import RoutingPolicy
import Trust

/// Verifies the signature of a submission as of a time. In the gateway it is ``SignatureCheck/verifier(_:)`` over
/// `Trust`; simulations and the benchmark's baseline bring their own.
package struct SignatureCheck {
    /// Who signed, as far as the pipeline needs it.
    package struct Signer: Sendable, Hashable {
        /// Form of the signature, `raw`, `cms` or `batch`.
        package let form: String
        /// Algorithm of the signature, a name of `SignatureAlgorithm`.
        package let algorithm: String
        /// What is remarked upon about the signer's certificate; it travels with the accepted record.
        package let warnings: [Problem]
        /// The signer's certificate, for its usage record; nil where the check knows none.
        package let certificate: PresentedCertificate?

        /// A signer by `form` and `algorithm`.
        package init(
            form: String,
            algorithm: String,
            warnings: [Problem] = [],
            certificate: PresentedCertificate? = nil
        ) {
            self.form = form
            self.algorithm = algorithm
            self.warnings = warnings
            self.certificate = certificate
        }
    }

    /// The outcome of one check.
    package enum Verdict: Sendable {
        /// The signature is that of the sending platform.
        case verified(Signer)
        /// It is not shown to be; at least one problem, and the certificate that was presented, where it could be read.
        case refused([Problem], PresentedCertificate? = nil)
    }

    /// Follows a new trust store, between two batches; nil for checks that trust nothing from outside.
    var follow: ((TrustStore) -> Void)?
    /// Takes out the certificates about which OCSP answers shall be kept at hand.
    var takeAsked: (() -> [Certificate])?
    let verify: (EventEnvelope, [RecordHeader], [UInt8], RegisteredPlatform, Instant) -> Verdict

    /// A check by `verify`, which is given the envelope, all headers, the payload, the platform that owns the topic,
    /// and the log-append time.
    package init(
        _ verify: @escaping (EventEnvelope, [RecordHeader], [UInt8], RegisteredPlatform, Instant) -> Verdict
    ) {
        self.verify = verify
    }
}
