package import Core

/// Seals the records of a transaction: one tree over them, one signature over its root (docs/specs/seal.md).
///
/// What a record costs is two digests and its share of the tree; the signature is paid once for a transaction, whatever its
/// algorithm. Immutable; any thread may seal with it.
package struct GatewaySealer: Sendable {
    /// Id of the gateway.
    package let gateway: String
    /// The certificate of its key.
    package let certificate: Certificate
    private let key: SigningKey
    private let algorithm: SignatureAlgorithm

    /// A sealer that signs with `key`, whose public half `certificate` holds.
    ///
    /// - Throws: ``TrustFailure`` of kind `mismatch` when key and certificate do not belong together, or when no algorithm
    ///   of the envelope goes with the key.
    package init(gateway: String, key: SigningKey, certificate: Certificate) throws(TrustFailure) {
        guard key.matches(certificate) else {
            throw TrustFailure(
                .mismatch,
                zh: "私钥与证书 \(certificate.subject) 不匹配",
                en: "the private key does not belong to the certificate \(certificate.subject)"
            )
        }
        guard let algorithm = EventSigner.usual(for: key.kind) else {
            throw TrustFailure(
                .mismatch,
                zh: "\(key.kind.name) 密钥不能用于网关封印",
                en: "a key of kind \(key.kind.name) cannot seal"
            )
        }
        self.gateway = gateway
        self.key = key
        self.certificate = certificate
        self.algorithm = algorithm
    }

    /// `records` with seal headers on those that `isSealed` picks, the others as they are; nothing is signed when it picks
    /// none.
    ///
    /// - Throws: ``TrustFailure`` when the key does not sign (a token is away) or there are more than
    ///   ``MerkleHasher/maximumCount``; then none may leave.
    package func seal(
        _ records: [OutboundRecord],
        at now: Instant,
        where isSealed: (OutboundRecord) -> Bool
    ) throws(TrustFailure) -> [OutboundRecord] {
        let places = records.indices.filter { isSealed(records[$0]) }
        guard !places.isEmpty else { return records }
        let hasher = try MerkleHasher(.sha256)
        let leaves = places.map { place in
            let record = records[place]
            return hasher.leaf(
                SealLeaf.text(topic: record.topic, key: record.key, headers: record.headers, value: record.value)
            )
        }
        let tree = try MerkleTree(leaves: leaves, hasher)
        let statement = SealStatement(
            gateway: gateway,
            count: tree.count,
            time: now.rfc3339,
            root: tree.root,
            algorithm: algorithm,
            keyID: certificate.thumbprint
        )
        let signature = try key.signature(over: statement.text, algorithm.scheme)
        let header = RecordHeader(SealHeader.statement, statement.header(signature: signature))
        var sealed = records
        for (index, place) in places.enumerated() {
            let path = Base64.encode(tree.path(of: index) ?? [])
            sealed[place] = records[place].adding([header, RecordHeader(SealHeader.path, "\(index):\(path)")])
        }
        return sealed
    }
}

extension OutboundRecord {
    /// The record with `more` headers behind its own.
    fileprivate func adding(_ more: [RecordHeader]) -> OutboundRecord {
        OutboundRecord(topic: topic, partition: partition, key: key, value: value, headers: Array(headers) + more)
    }
}
