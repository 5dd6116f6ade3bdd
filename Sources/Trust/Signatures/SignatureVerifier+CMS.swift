import Core

extension SignatureVerifier {
    /// Form `cms` (docs/specs/envelope.md §6): every signer's chain and signature must verify, and one of them be the sender.
    func verify(cms der: [UInt8], _ subject: Subject) throws(ProblemsOnly) -> SignerIdentity {
        let document = try document(der)
        let signers = document.signers
        var certificates: [Certificate] = []
        for signer in signers {
            certificates.append(try certificate(of: signer, in: document, subject))
        }
        presented = certificates.first
        var chains: [VerifiedChain] = []
        for certificate in certificates {
            chains.append(try chain(of: certificate, for: subject.use(of: certificate), at: subject.instant))
        }
        let strangers = chains.map(subject.stranger)
        guard let sender = strangers.firstIndex(where: { $0 == nil }) else {
            throw ProblemsOnly(strangers.compactMap(\.self))
        }
        var signatures: [CMSSignature] = []
        for (signer, certificate) in zip(signers, certificates) {
            signatures.append(try signature(of: signer, by: certificate))
        }
        // All of them sign one and the same content.
        let digest: PayloadDigest.Algorithm = signatures.allSatisfy { $0.algorithm == .sm2SM3 } ? .sm3 : .sha256
        let base = subject.signingBase(try hasher(digest), algorithm: "cms", keyID: "")
        for (signature, certificate) in zip(signatures, certificates) {
            guard let signed = signature.signedBytes(for: base),
                try isValid(signature.value, of: signature.algorithm, by: certificate, over: signed)
            else { throw Self.invalid(certificate) }
        }
        return SignerIdentity(
            platformCode: subject.platformCode,
            chain: chains[sender],
            form: .cms,
            algorithm: signatures[sender].algorithm,
            family: document.family,
            cosigners: chains.enumerated().filter { $0.offset != sender }.map(\.element)
        )
    }

    /// The document that `der` is.
    func document(_ der: [UInt8]) throws(ProblemsOnly) -> CMSDocument {
        do throws(CMSFault) {
            return try CMSDocument.parse(der)
        } catch {
            throw ProblemsOnly(error.problem)
        }
    }

    /// What `signer`, whose certificate is `certificate`, signed with and over.
    func signature(of signer: CMSSigner, by certificate: Certificate) throws(ProblemsOnly) -> CMSSignature {
        do throws(CMSFault) {
            return try signer.signature(key: certificate.publicKey)
        } catch {
            throw ProblemsOnly(error.problem)
        }
    }

    private func certificate(
        of signer: CMSSigner,
        in document: CMSDocument,
        _ subject: Subject
    ) throws(ProblemsOnly) -> Certificate {
        if let found = embeddedCertificate(of: signer, in: document) ?? registeredCertificate(of: signer, subject) {
            return found
        }
        throw ProblemsOnly(
            TrustProblem.make(
                .certificateUnknown,
                rule: "trust.certificate.known",
                zh: "CMS 签名者的证书既不在签名内，也未登记",
                en: "the certificate of the CMS signer is neither inside nor registered"
            )
        )
    }

    /// The certificate in `document` that `signer` names.
    func embeddedCertificate(of signer: CMSSigner, in document: CMSDocument) -> Certificate? {
        for der in document.certificates {
            guard let certificate = certificate(embedded: der), signer.names(certificate) else { continue }
            return certificate
        }
        return nil
    }

    /// The registered certificate that `signer` names. Several bear one subject key identifier when a certificate was renewed
    /// for the same key: then one that is valid at the time of the submission, of several the newest, so that the verdict on a
    /// record is always the same.
    private func registeredCertificate(of signer: CMSSigner, _ subject: Subject) -> Certificate? {
        func rank(_ certificate: Certificate) -> (Int, Int64, String) {
            (
                certificate.isValid(at: subject.instant) ? 1 : 0, certificate.notBefore.milliseconds,
                certificate.thumbprint.keyID
            )
        }
        return subject.registered.values.filter(signer.names).max { rank($0) < rank($1) }
    }

    /// An embedded certificate, parsed at most once; nil when it is none.
    private func certificate(embedded der: [UInt8]) -> Certificate? {
        guard let thumbprint = CertificateThumbprint(PayloadDigest(.sha256, of: der).bytes) else { return nil }
        if let known = parsed.value(for: thumbprint) { return known.certificate }
        guard let certificate = Certificate(der: der) else { return nil }
        parsed.insert(Presented(text: nil, certificate: certificate), for: thumbprint)
        return certificate
    }
}
