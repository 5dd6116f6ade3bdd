internal import Core
internal import RoutingPolicy
internal import Trust

extension BenchmarkExchange {
    /// `count` submissions signed as `kind` says: the golden samples in turn, each under an id of its own.
    func submissions(_ kind: BenchmarkSignature, count: Int) throws -> BenchmarkSubmissions {
        let identity = try kind.key.map(BenchmarkIdentity.init)
        let signer = try identity.map { try EventSigner(key: $0.key, certificate: $0.leaf, form: kind.form) }
        let bare = try identity.map {
            try EventSigner(key: $0.key, certificate: $0.leaf, form: .raw(attachesCertificate: false))
        }
        var records: [OutboundRecord] = []
        var claims: [(message: [UInt8], signature: [UInt8])] = []
        for number in 0..<count {
            let event = event(number)
            let signature = try signer?.signatureHeaders(for: event.envelope, payload: event.payload) ?? []
            records.append(record(event, headers: event.envelope.headers + signature))
            if let bare {
                let raw =
                    try kind == .cms ? bare.signatureHeaders(for: event.envelope, payload: event.payload) : signature
                let text = raw.first { $0.name == SignatureHeader.signature }?.value ?? []
                claims.append(
                    (
                        bare.signingBase(for: event.envelope, payload: event.payload),
                        Base64.decode(text, limit: 1024) ?? []
                    )
                )
            }
        }
        return BenchmarkSubmissions(
            records: records,
            kind: kind,
            publicKey: try identity?.key.publicKeyInfo() ?? [],
            claims: claims,
            identity: identity
        )
    }

    /// `count` submissions of the same events, signed with SM2 in batches of `size`.
    func batches(of size: Int, count: Int) throws -> BenchmarkSubmissions {
        let identity = try BenchmarkIdentity(.sm2)
        let signer = try BatchSigner(key: identity.key, certificate: identity.leaf, attachesCertificate: false)
        var records: [OutboundRecord] = []
        for first in stride(from: 0, to: count, by: size) {
            let events = (first..<min(first + size, count)).map(event)
            records += zip(events, try signer.headers(for: events, created: BenchmarkExchange.now)).map(record)
        }
        return BenchmarkSubmissions(
            records: records,
            kind: .sm2,
            publicKey: try identity.key.publicKeyInfo(),
            claims: [],
            identity: identity
        )
    }

    private func event(_ number: Int) -> BatchSigner.Event {
        let event = events[number % events.count]
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = event.envelope[name] }
        attributes[.id] = "bench-\(number)"
        return BatchSigner.Event(EventEnvelope(attributes: attributes), payload: event.payload)
    }

    private func record(_ event: BatchSigner.Event, headers: [RecordHeader]) -> OutboundRecord {
        OutboundRecord(
            topic: TopicName.submit("trade"),
            key: Array(event.envelope.partitionKey.utf8),
            value: event.payload,
            headers: headers
        )
    }
}
