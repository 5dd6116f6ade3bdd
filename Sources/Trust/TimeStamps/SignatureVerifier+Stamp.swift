import Core

extension SignatureVerifier {
    /// The time stamp in `text` (base64 of a TimeStampToken) over `signature`, verified as of `instant` (docs/specs/envelope.md
    /// §9.7).
    ///
    /// What does not depend on the time is remembered with the root, for the one stamp that its records usually share.
    func stamp(
        _ text: [UInt8],
        over signature: [UInt8],
        _ root: VerifiedRoot,
        at instant: Instant
    ) throws(ProblemsOnly) -> TimeStamp {
        let memory: StampMemory
        if let known = root.stamp, known.text == text {
            memory = known
        } else {
            memory = StampMemory(text, read(text, over: signature))
            root.stamp = memory
        }
        let (token, certificate) = try memory.token.get()
        let time = token.info.time
        guard time <= instant.advanced(byMilliseconds: Self.clockTolerance) else {
            throw ProblemsOnly(TimeStampFault.late(time).problem)
        }
        guard certificate.isValid(at: time) else {
            throw ProblemsOnly(TimeStampFault.period(certificate, time).problem)
        }
        let chain = try stampChain(of: certificate, at: instant)
        let path = ([chain.leaf] + chain.issuers).map(\.thumbprint)
        if let judged = memory.judged, judged.path == path {
            if let problems = judged.problems { throw problems }
        } else {
            let problems = fault(of: token, chain)
            memory.judged = (path, problems)
            if let problems { throw problems }
        }
        return TimeStamp(time: time, serial: token.info.serial, chain: chain)
    }

    /// Everything that can be told of a stamp without a trust list.
    private func read(
        _ text: [UInt8],
        over signature: [UInt8]
    ) -> Result<(token: TimeStampToken, certificate: Certificate), ProblemsOnly> {
        guard let der = Base64.decode(text, limit: SignatureFields.maximumStampLength) else {
            return .failure(ProblemsOnly(TimeStampFault.notToken(nil).problem))
        }
        do throws(TimeStampFault) {
            let token = try TimeStampToken(der)
            try token.checkImprint(of: signature)
            guard let certificate = embeddedCertificate(of: token.signer, in: token.document) else {
                throw .certificateAbsent
            }
            guard certificate.mayStampTime else { throw .usage(certificate) }
            return .success((token, certificate))
        } catch {
            return .failure(ProblemsOnly(error.problem))
        }
    }

    /// The chain of a time stamping authority. What speaks against it speaks against the stamp; only what may be otherwise
    /// later keeps its own code.
    private func stampChain(of certificate: Certificate, at instant: Instant) throws(ProblemsOnly) -> VerifiedChain {
        do throws(ProblemsOnly) {
            return try chain(of: certificate, for: .timeStamping, at: instant)
        } catch {
            throw ProblemsOnly(
                error.problems.map { problem in
                    Problem(
                        problem.code.isRetryable ? problem.code : .timestampInvalid,
                        at: "/@attributes/sigstamp",
                        rule: problem.rule,
                        zh: "时间戳：\(problem.message.zh)",
                        en: "the time stamp: \(problem.message.en)"
                    )
                }
            )
        }
    }

    /// What is wrong with the token's signature under a verified chain; nil when nothing is.
    private func fault(of token: TimeStampToken, _ chain: VerifiedChain) -> ProblemsOnly? {
        let signature: CMSSignature
        do throws(CMSFault) {
            signature = try token.signer.signature(key: chain.leaf.publicKey)
        } catch {
            return ProblemsOnly(TimeStampFault.notToken(error.problem.message).problem)
        }
        // Signed attributes are required with this content type (RFC 5652 §5.3); without them there is no reference either.
        guard signature.signedAttributes != nil,
            SigningCertificateReference.names([chain.leaf] + chain.issuers, by: token.signer)
        else { return ProblemsOnly(TimeStampFault.certificateReference.problem) }
        let isValid: Bool
        do throws(ProblemsOnly) {
            isValid =
                try signature.signedBytes(for: token.content).map { signed throws(ProblemsOnly) in
                    try self.isValid(signature.value, of: signature.algorithm, by: chain.leaf, over: signed)
                } ?? false
        } catch {
            return error.problems.first.map { ProblemsOnly(TimeStampFault.notToken($0.message).problem) }
        }
        return isValid ? nil : ProblemsOnly(TimeStampFault.signature(chain.leaf).problem)
    }
}
