import Core
import Foundation
import Pipeline
import Platform
import Trust

/// One exchange with one source, on a thread of its own.
struct FetchAttempt: Sendable {
    /// What it brought.
    struct Result: Sendable {
        let source: FetchSource
        let address: String
        let outcome: Swift.Result<[UInt8], HTTPFailure>
        /// Nonce of the OCSP request.
        let nonce: [UInt8]?
        let duration: Duration
    }

    let source: FetchSource
    let address: String
    let client: HTTPClient
    let maximumLength: Int
    /// The OCSP request; nil for a CRL.
    let query: OCSPQuery?

    /// Does the exchange on the calling thread.
    func run() -> Result {
        let start = SystemClock.monotonicNanoseconds()
        let outcome = Swift.Result { () throws(HTTPFailure) in
            guard let query else { return try client.get(address, maximumLength: maximumLength) }
            return try client.ask(
                address,
                request: query.der,
                maximumLength: min(maximumLength, OCSPAnswer.maximumLength)
            )
        }
        return Result(
            source: source,
            address: address,
            outcome: outcome,
            nonce: query?.nonce,
            duration: .nanoseconds(Int64(clamping: SystemClock.monotonicNanoseconds() &- start))
        )
    }
}
