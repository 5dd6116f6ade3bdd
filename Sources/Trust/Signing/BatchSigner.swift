package import Core

/// Signs many records of one platform with one signature: their signing bases are the leaves of a Merkle tree, whose root is
/// signed (docs/specs/envelope.md §9).
package struct BatchSigner: Sendable {
    /// One record to be signed.
    package struct Event: Sendable {
        /// Its attributes.
        package let envelope: EventEnvelope
        /// The exact bytes of its value; empty for a tombstone.
        package let payload: [UInt8]

        /// A record.
        package init(_ envelope: EventEnvelope, payload: [UInt8]) {
            self.envelope = envelope
            self.payload = payload
        }
    }

    /// How many records are usually signed together.
    package static let usualCount = 1024

    private let key: SigningKey
    private let certificate: Certificate
    private let algorithm: SignatureAlgorithm
    private let attachesCertificate: Bool

    /// A signer for `certificate` and its private `key`.
    ///
    /// - Parameter algorithm: nil chooses the one that the key suggests.
    /// - Throws: ``TrustFailure`` of kind `mismatch` when key, certificate and algorithm do not belong together.
    package init(
        key: SigningKey,
        certificate: Certificate,
        attachesCertificate: Bool = true,
        algorithm: SignatureAlgorithm? = nil
    ) throws(TrustFailure) {
        self.key = key
        self.certificate = certificate
        self.attachesCertificate = attachesCertificate
        self.algorithm = try EventSigner.algorithm(algorithm, for: key, certificate)
    }

    /// The headers of each record, attributes and signature, in the order of `events`.
    ///
    /// - Parameter created: the signer's time, which every record repeats.
    /// - Throws: ``TrustFailure`` when there are none or more than 65,536, when they are not of one source, or when OpenSSL
    ///   does not sign.
    package func headers(for events: [Event], created: Instant) throws(TrustFailure) -> [[RecordHeader]] {
        zip(events, try signatureHeaders(for: events, created: created)).map { $0.envelope.headers + $1 }
    }

    /// The signature headers of each record alone.
    func signatureHeaders(for events: [Event], created: Instant) throws(TrustFailure) -> [[RecordHeader]] {
        guard let source = events.first?.envelope.source,
            events.allSatisfy({ $0.envelope.source == source })
        else {
            throw TrustFailure(
                .mismatch,
                zh: "一个批次须至少有一条记录，且全部来自同一平台",
                en: "a batch needs at least one record, and all of one platform"
            )
        }
        let tree = try MerkleTree(algorithm.payloadDigest, of: events.map(signingBase))
        let statement = BatchStatement(
            source: source,
            count: events.count,
            created: created.rfc3339,
            root: tree.root,
            algorithm: algorithm,
            keyID: certificate.thumbprint.keyID
        )
        let signature = Base64.encode(try key.signature(over: statement.bytes, algorithm.scheme))
        var common = [
            RecordHeader(SignatureHeader.form, "batch"),
            RecordHeader(SignatureHeader.algorithm, algorithm.rawValue),
            RecordHeader(SignatureHeader.keyID, statement.keyID),
        ]
        if attachesCertificate {
            common.append(RecordHeader(SignatureHeader.certificate, Base64.encode(certificate.der)))
        }
        common.append(RecordHeader(SignatureHeader.signature, signature))
        return events.indices.map { index in
            let place = BatchPlace.text(
                count: statement.count,
                index: index,
                created: statement.created,
                root: statement.root
            )
            var headers = common + [RecordHeader(SignatureHeader.batch, place)]
            if let path = tree.path(of: index), !path.isEmpty {
                headers.append(RecordHeader(SignatureHeader.path, Base64.encode(path)))
            }
            return headers
        }
    }

    /// The input of the leaf of `event`: its signing base.
    package func signingBase(of event: Event) -> [UInt8] {
        SigningBase.bytes(
            of: event.envelope,
            digestName: algorithm.digestName,
            digest: Base64.characters(of: PayloadDigest(algorithm.payloadDigest, of: event.payload).bytes),
            algorithm: BatchStatement.leafAlgorithm(algorithm),
            keyID: certificate.thumbprint.keyID
        )
    }
}
