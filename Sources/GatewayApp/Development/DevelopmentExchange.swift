package import Core
package import RoutingPolicy
package import Trust

/// The files of a throw-away exchange: the demonstration's platforms, a PKI made on the spot, a configuration.
///
/// For `dev-broker` and for tests; its keys lie unprotected on disk and its authorities are nobody's.
package struct DevelopmentExchange: Sendable {
    /// How a platform's certificate is made.
    package struct Credential: Sendable, Hashable {
        /// The authority that issues it: `sm2` or `rsa`.
        package let authority: KeyKind
        /// Its key.
        package let key: KeyKind

        /// A credential with a key of kind `key`, issued by the authority of kind `authority`.
        package init(authority: KeyKind, key: KeyKind) {
            self.authority = authority
            self.key = key
        }
    }

    /// The platforms of the demonstration, in the order of their file.
    package let registry: Registry
    private let directory: DevelopmentDirectory
    private let contracts: String
    private let brokers: String

    /// An exchange whose files will stand in `directory`.
    ///
    /// - Parameters:
    ///   - contracts: directory of the contracts, which holds `demo/registry.json`.
    ///   - brokers: bootstrap servers for the configuration.
    /// - Throws: ``CommandFailure`` with code 78 when the demonstration's registry cannot be used.
    package init(
        in directory: DevelopmentDirectory,
        contracts: String,
        brokers: String
    ) throws(CommandFailure) {
        self.directory = directory
        self.contracts = contracts
        self.brokers = brokers
        let (registry, mistakes) = Registry.load(file: contracts + "/demo/registry.json")
        guard let registry else {
            let detail = mistakes.first.map { "\($0.file): \($0.key): \($0.message.en)" } ?? ""
            throw CommandFailure(
                .configuration,
                zh: "示范登记册不可用：\(detail)",
                en: "the demonstration's registry: \(detail)"
            )
        }
        self.registry = registry
    }

    /// The usual credential of a platform: SM2 or RSA by turns, so that both kinds of authority are in use, and ECDSA
    /// for supervision.
    package static func usualCredential(of platform: RegisteredPlatform, at position: Int) -> Credential {
        if platform.plane == .supervision { return Credential(authority: .rsa2048, key: .p256) }
        return position.isMultiple(of: 2)
            ? Credential(authority: .sm2, key: .sm2) : Credential(authority: .rsa2048, key: .rsa2048)
    }

    /// Writes everything anew: authorities, keys, certificates, trust list, registry and configuration.
    ///
    /// - Parameters:
    ///   - now: certificates are valid from an hour before it, for a year.
    ///   - topics: sizes for the configuration.
    ///   - ops: address of the operations endpoints.
    ///   - isEmbedded: true when `brokers` is the embedded broker.
    ///   - rename: gives each platform another id, for clusters that several exchanges share.
    ///   - credential: how each platform's certificate is made.
    /// - Throws: ``CommandFailure`` with code 73 when a file cannot be written, with 70 when OpenSSL fails.
    package func write(
        now: Instant,
        topics: TopicSettings,
        ops: String = "127.0.0.1:9644",
        isEmbedded: Bool = true,
        rename: (String) -> String = { $0 },
        credential: (RegisteredPlatform, Int) -> Credential = usualCredential
    ) throws(CommandFailure) {
        // A clock that is some hours behind seals within the time of its certificate all the same.
        let validity = Validity(
            from: now.advanced(byMilliseconds: -86_400_000),
            until: now.advanced(byMilliseconds: 365 * 86_400_000)
        )
        let kinds: [KeyKind] = [.rsa2048, .sm2]
        var authorities: [KeyKind: CertificateIssuer] = [:]
        for kind in kinds {
            let issuer = try DevelopmentExchange.making { () throws(TrustFailure) in
                try CertificateIssuer.root(
                    .authority(
                        "Hutong Development \(kind.rawValue)",
                        notBefore: validity.from,
                        notAfter: validity.until
                    ),
                    key: SigningKey.generate(kind)
                )
            }
            authorities[kind] = issuer
            try DevelopmentFile.write(
                Array(issuer.certificate.pem.utf8),
                to: directory.path + "/" + DevelopmentContent.authority(kind)
            )
        }
        for (position, platform) in registry.platforms.enumerated() {
            let choice = credential(platform, position)
            guard let issuer = authorities[choice.authority] else { continue }
            try writeCredential(of: platform, id: rename(platform.id), choice, issuer, validity)
        }
        var gateway: [Certificate] = []
        if let issuer = authorities[.rsa2048] { gateway.append(try writeGatewayCredential(issuer, validity)) }
        let masking = try DevelopmentExchange.making { () throws(TrustFailure) in try MaskingKey.generatedText() }
        try DevelopmentFile.write(Array("\(masking)\n".utf8), to: directory.maskingKey, isPrivate: true)
        try writeTrustList(
            DevelopmentContent.trustList(
                kinds.compactMap { kind in authorities[kind].map { (kind, $0.certificate) } },
                gateway: gateway,
                from: validity.from,
                at: now
            ),
            validity
        )
        try DevelopmentFile.write(
            json: DevelopmentContent.registry(contracts: contracts, rename: rename),
            to: directory.registry
        )
        let service = registry.platforms.first { $0.plane == .service }?.id ?? ""
        try DevelopmentFile.write(
            json: DevelopmentContent.configuration(
                brokers: brokers,
                servicePlatform: rename(service),
                contracts: contracts,
                platforms: registry.platforms.map { rename($0.id) },
                topics: topics,
                ops: ops,
                isEmbedded: isEmbedded
            ),
            to: directory.configuration
        )
    }

    private struct Validity {
        let from: Instant
        let until: Instant
    }

    /// Writes the list, its signature, and certificate and key of the recognising authority that made it.
    private func writeTrustList(_ list: TrustList, _ validity: Validity) throws(CommandFailure) {
        let (document, certificate, key) = try DevelopmentExchange.making { () throws(TrustFailure) in
            let authority = try CertificateIssuer.root(
                .recognisingAuthority(
                    "Hutong Development Trust",
                    notBefore: validity.from,
                    notAfter: validity.until
                ),
                key: SigningKey.generate(.p256)
            )
            let document = try TrustListDocument.signed(
                list.json(),
                key: authority.key,
                certificate: authority.certificate,
                origin: directory.trustList
            )
            return (document, authority.certificate.pem, try authority.key.pem())
        }
        try DevelopmentFile.write(document.bytes, to: directory.trustList)
        try DevelopmentFile.write(document.signature, to: directory.trustList + TrustListDocument.signatureSuffix)
        try DevelopmentFile.write(Array(certificate.utf8), to: directory.trustAuthority)
        try DevelopmentFile.write(Array(key.utf8), to: directory.trustAuthorityKey, isPrivate: true)
    }

    private func writeCredential(
        of platform: RegisteredPlatform,
        id: String,
        _ choice: Credential,
        _ issuer: CertificateIssuer,
        _ validity: Validity
    ) throws(CommandFailure) {
        let (key, certificate) = try DevelopmentExchange.making { () throws(TrustFailure) in
            let key = try SigningKey.generate(choice.key)
            let template = CertificateTemplate.platform(
                platform.name.en,
                code: platform.body,
                notBefore: validity.from,
                notAfter: validity.until
            )
            return (try key.pem(), try issuer.issue(template, for: key).pem)
        }
        try DevelopmentFile.write(Array(certificate.utf8), to: directory.certificate(of: id))
        try DevelopmentFile.write(Array(key.utf8), to: directory.key(of: id), isPrivate: true)
    }

    /// Key and certificate with which the gateway seals.
    private func writeGatewayCredential(
        _ issuer: CertificateIssuer,
        _ validity: Validity
    ) throws(CommandFailure) -> Certificate {
        let service = registry.platforms.first { $0.plane == .service }
        let (key, certificate) = try DevelopmentExchange.making { () throws(TrustFailure) in
            let key = try SigningKey.generate(.p256)
            let template = CertificateTemplate.platform(
                "Hutong development gateway",
                code: service?.body,
                notBefore: validity.from,
                notAfter: validity.until
            )
            return (try key.pem(), try issuer.issue(template, for: key))
        }
        try DevelopmentFile.write(Array(certificate.pem.utf8), to: directory.gatewayCertificate)
        try DevelopmentFile.write(Array(key.utf8), to: directory.gatewayKey, isPrivate: true)
        return certificate
    }

    private static func making<Result>(
        _ body: () throws(TrustFailure) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(TrustFailure) {
            return try body()
        } catch {
            throw CommandFailure(
                .internalError,
                zh: "生成密钥与证书：\(error.message.zh)",
                en: "making keys and certificates: \(error.message.en)"
            )
        }
    }
}
