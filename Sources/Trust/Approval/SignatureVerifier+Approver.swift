package import Core

extension SignatureVerifier {
    /// Longest signature of an approver, in bytes of DER.
    private static let approverLimit = 64 << 10

    /// Verifies an approver's signature: a detached CMS or GM SignedData with the signers' certificates inside.
    ///
    /// - Parameters:
    ///   - signature: base64 (RFC 4648 §4) of the DER; line breaks are passed over.
    ///   - text: the bytes that are signed.
    ///   - body: 统一社会信用代码 of the approving unit.
    ///   - persons: certificates of natural persons who may sign for it; their bond is the registry's alone.
    ///   - instant: log-append time of the record, which decides validity.
    package func verify(
        approver signature: String,
        over text: [UInt8],
        body: String,
        persons: Set<CertificateThumbprint>,
        at instant: Instant
    ) -> ApproverVerdict {
        var certificates: [Certificate] = []
        do throws(ProblemsOnly) {
            let subject = Approval(text: text, body: body, persons: persons, instant: instant)
            return .verified(try chains(of: signature, subject, &certificates))
        } catch {
            return .refused(error.problems, certificates)
        }
    }

    private struct Approval {
        let text: [UInt8]
        let body: String
        let persons: Set<CertificateThumbprint>
        let instant: Instant
    }

    private func chains(
        of signature: String,
        _ approval: Approval,
        _ certificates: inout [Certificate]
    ) throws(ProblemsOnly) -> [VerifiedChain] {
        let encoded = signature.utf8.filter { $0 != 0x0a && $0 != 0x0d }
        guard let der = Base64.decode(encoded, limit: Self.approverLimit) else {
            throw ProblemsOnly(CMSFault.notCMS.problem)
        }
        let document = try document(der)
        let signers = document.signers
        for signer in signers {
            guard let certificate = embeddedCertificate(of: signer, in: document) else {
                throw ProblemsOnly(
                    TrustProblem.make(
                        .certificateUnknown,
                        rule: "trust.certificate.inside",
                        zh: "签名者的证书不在签名内",
                        en: "the signer's certificate is not inside the signature"
                    )
                )
            }
            certificates.append(certificate)
        }
        // Whose certificate it is comes before its signature: a stranger's key is never used for a computation.
        var chains: [VerifiedChain] = []
        for certificate in certificates { chains.append(try chain(of: certificate, approval)) }
        for (signer, certificate) in zip(signers, certificates) {
            let found = try self.signature(of: signer, by: certificate)
            guard let signed = found.signedBytes(for: approval.text),
                try isValid(found.value, of: found.algorithm, by: certificate, over: signed)
            else {
                throw ProblemsOnly(
                    TrustProblem.make(
                        .signatureInvalid,
                        rule: "trust.signature.valid",
                        zh: "签名与记录的文本及证书 \(certificate.subject) 不符",
                        en: "the signature does not verify over the text of the record under \(certificate.subject)"
                    )
                )
            }
        }
        return chains
    }

    /// The verified chain of a certificate that may sign for the approving unit.
    private func chain(
        of certificate: Certificate,
        _ approval: Approval
    ) throws(ProblemsOnly) -> VerifiedChain {
        if approval.persons.contains(certificate.thumbprint) {
            return try chain(of: certificate, for: .personalSigning, at: approval.instant)
        }
        let chain = try chain(of: certificate, for: .platformSigning, at: approval.instant)
        guard chain.identity.names(platform: approval.body) else {
            let place = TrustProblem.place(certificate, depth: 0)
            throw ProblemsOnly(
                TrustProblem.make(
                    .certificateIdentity,
                    rule: "trust.identity.unit",
                    zh: "\(place.zh)既未登记为审批单位 \(approval.body) 的人员，也不是该单位的证书",
                    en: "\(place.en) is neither registered for a person of the approving unit \(approval.body) nor the "
                        + "unit's own"
                )
            )
        }
        return chain
    }
}
