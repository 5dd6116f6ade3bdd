package import Core

/// A verified time stamp on a signature: evidence that it existed at ``time``. It never makes a verdict milder.
package struct TimeStamp: Sendable {
    /// genTime of the stamp, whole seconds.
    package let time: Instant
    /// Serial number of the stamp in hexadecimal.
    package let serial: String
    /// The verified chain of the time stamping authority's certificate.
    package let chain: VerifiedChain
}
