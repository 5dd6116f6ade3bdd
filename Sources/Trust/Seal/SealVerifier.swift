package import Core

/// Verifies the seals of records, one after another (docs/specs/seal.md §6).
///
/// The signature of a statement is verified once and remembered, so that the records of a transaction cost digests only.
/// Not Sendable: one for each thread.
package final class SealVerifier {
    /// A gateway's certificate that counts, and for which stretch of time.
    package struct Gateway: Sendable {
        /// Id of the gateway; nil for whatever the seal says, where only its certificate is known.
        package let id: String?
        /// Its certificate.
        package let certificate: Certificate
        /// First instant at which its seals count; nil without a limit of its own.
        package let from: Instant?
        /// Instant from which its seals count no more; nil while open.
        package let until: Instant?

        /// A gateway with `certificate`, recognised from `from` until `until`.
        package init(id: String?, certificate: Certificate, from: Instant? = nil, until: Instant? = nil) {
            self.id = id
            self.certificate = certificate
            self.from = from
            self.until = until
        }

        /// The gateways of `list`, one for each of their certificates (docs/specs/seal.md §5).
        package static func all(in list: TrustList) -> [Gateway] {
            list.gateways.flatMap { gateway in
                gateway.certificates.map {
                    Gateway(id: gateway.id, certificate: $0, from: gateway.from, until: gateway.until)
                }
            }
        }
    }

    private let gateways: [CertificateThumbprint: [Gateway]]
    private let hasher: MerkleHasher
    private var statements = BoundedCache<[UInt8], SealFault?>(limit: 1024)
    private var keys = BoundedCache<CertificateThumbprint, KeyVerifier>(limit: 64)

    /// A verifier that knows `gateways`.
    package init(gateways: [Gateway]) throws(TrustFailure) {
        self.gateways = Dictionary(grouping: gateways, by: \.certificate.thumbprint)
        hasher = try MerkleHasher(.sha256)
    }

    /// What is to be said about the seal of `record`.
    package func verdict(on record: SealedRecord) -> SealVerdict {
        let seals = record.headers.filter { $0.name == SealHeader.statement }
        let paths = record.headers.filter { $0.name == SealHeader.path }
        if seals.isEmpty, paths.isEmpty { return .absent }
        guard seals.count == 1, let header = seals[0].value, let (statement, signature) = SealStatement.parse(header)
        else {
            return .broken(SealFault.form(SealHeader.statement).problem)
        }
        guard paths.count == 1, let text = paths[0].value, let path = SealVerifier.path(text, count: statement.count)
        else {
            return .broken(SealFault.form(SealHeader.path).problem)
        }
        let leaf = hasher.leaf(
            SealLeaf.text(topic: record.topic, key: record.key, headers: record.headers[...], value: record.value)
        )
        guard path.root(from: leaf, hasher) == statement.root else { return .broken(SealFault.content.problem) }
        if let fault = fault(of: statement, signature, header) { return .broken(fault.problem) }
        return .sealed(statement)
    }

    /// What speaks against a statement, remembered under the exact bytes of its header.
    private func fault(of statement: SealStatement, _ signature: [UInt8], _ header: [UInt8]) -> SealFault? {
        if let known = statements.value(for: header) { return known }
        let found = judge(statement, signature)
        statements.insert(found, for: header)
        return found
    }

    private func judge(_ statement: SealStatement, _ signature: [UInt8]) -> SealFault? {
        guard let known = gateways[statement.keyID]?.first(where: { $0.id == nil || $0.id == statement.gateway }) else {
            return .unknownGateway(statement.gateway, statement.keyID)
        }
        guard let time = Instant(rfc3339: statement.time), known.certificate.isValid(at: time),
            known.from.map({ $0 <= time }) ?? true, known.until.map({ time < $0 }) ?? true
        else { return .time(statement.gateway, statement.time) }
        guard let key = key(of: known.certificate, statement.algorithm) else {
            return .algorithm(statement.algorithm, known.certificate.publicKey.name)
        }
        return key.isValid(signature, over: statement.text) ? nil : .signature(statement.gateway)
    }

    /// The prepared key of `certificate`; nil when the algorithm does not go with it.
    private func key(of certificate: Certificate, _ algorithm: SignatureAlgorithm) -> KeyVerifier? {
        guard algorithm.scheme.fits(certificate.publicKey) else { return nil }
        // An RSA key goes with two paddings, so only the usual one is remembered.
        guard EventSigner.usual(for: certificate.publicKey) == algorithm else {
            return certificate.makeVerifier(algorithm.scheme)
        }
        if let known = keys.value(for: certificate.thumbprint) { return known }
        guard let made = certificate.makeVerifier(algorithm.scheme) else { return nil }
        keys.insert(made, for: certificate.thumbprint)
        return made
    }

    /// Reads the value of `hutong-sealpath`: index, colon, base64 of the siblings; nil when it is anything else.
    private static func path(_ value: [UInt8], count: Int) -> MerklePath? {
        guard value.count <= 1024, let colon = value.firstIndex(of: UInt8(ascii: ":")),
            let index = Int(String(decoding: value[..<colon], as: UTF8.self)),
            String(index).utf8.elementsEqual(value[..<colon]),
            let siblings = Base64.decode(Array(value[(colon + 1)...]), limit: 16 * MerkleHasher.size)
        else { return nil }
        return MerklePath(count: count, index: index, siblings: siblings)
    }
}
