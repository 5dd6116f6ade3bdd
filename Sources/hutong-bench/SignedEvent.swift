internal import Core
internal import Trust

/// A signed record as admission has it when it comes to the signature.
struct SignedEvent: Sendable {
    private let envelope: EventEnvelope
    private let headers: [RecordHeader]
    private let payload: [UInt8]

    /// Takes `record` apart.
    init(_ record: OutboundRecord) {
        envelope = EventEnvelope.parse(Array(record.headers)).envelope
        headers = Array(record.headers)
        payload = record.value ?? []
    }

    /// Verifies it; anything but a good signature is a failure of the benchmark.
    func verify(by verifier: SignatureVerifier, registered: [CertificateThumbprint: Certificate]) throws {
        let verdict = verifier.verify(
            envelope,
            headers: headers,
            payload: payload,
            registered: registered,
            expectedPlatformCode: BenchmarkExchange.platformCode,
            at: BenchmarkExchange.now
        )
        guard case .verified = verdict else { throw BenchmarkFailure(70, "a signature is refused: \(verdict)") }
    }
}
