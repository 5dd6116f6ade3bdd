import Core

extension SignatureVerifier {
    /// Form `batch` (docs/specs/envelope.md §9): the chain as ever, the signature over the statement once for each root, the
    /// path of the record each time.
    func verify(
        batch bare: SignatureFields.Bare,
        _ place: BatchPlace,
        stamp: [UInt8]?,
        _ subject: Subject
    ) throws(ProblemsOnly) -> SignerIdentity {
        let certificate = try certificate(of: bare, subject.registered)
        let chain = try senderChain(of: certificate, subject)
        try Self.checkTime(place, at: subject.instant)
        let algorithm = bare.algorithm
        let hasher = try hasher(algorithm.payloadDigest)
        let root = try root(of: bare, place, certificate, subject)
        let leaf = hasher.leaf(
            subject.signingBase(
                hasher,
                algorithm: BatchStatement.leafAlgorithm(algorithm),
                keyID: certificate.keyID
            )
        )
        guard root.holds(place.path, leaf: leaf, hasher) else {
            throw ProblemsOnly(
                TrustProblem.make(
                    .signatureInvalid,
                    rule: "trust.batch.path",
                    zh: "属性与报文内容不在所签批次的第 \(place.path.index) 位（共 \(place.path.count) 条）",
                    en: "attributes and payload are not those at place \(place.path.index) of the signed batch of "
                        + "\(place.path.count)"
                )
            )
        }
        return SignerIdentity(
            platformCode: subject.platformCode,
            chain: chain,
            form: .batch,
            algorithm: algorithm,
            stamp: try stamp.map { text throws(ProblemsOnly) in
                try self.stamp(text, over: bare.signature, root, at: subject.instant)
            }
        )
    }

    /// The root that the sender signed: remembered, or verified now.
    private func root(
        of bare: SignatureFields.Bare,
        _ place: BatchPlace,
        _ certificate: Certificate,
        _ subject: Subject
    ) throws(ProblemsOnly) -> VerifiedRoot {
        let statement = BatchStatement(
            source: subject.envelope.source,
            count: place.path.count,
            created: place.created,
            root: place.root,
            algorithm: bare.algorithm,
            keyID: certificate.keyID
        )
        let generation = store.generation
        if let root = roots.latest(statement, bare.signature, generation) { return root }
        let root = try root(of: bare, statement, certificate, subject)
        roots.note(root, of: statement, bare.signature, generation)
        return root
    }

    /// The root that `statement` is about, as it is remembered by digest, or verified now.
    private func root(
        of bare: SignatureFields.Bare,
        _ statement: BatchStatement,
        _ certificate: Certificate,
        _ subject: Subject
    ) throws(ProblemsOnly) -> VerifiedRoot {
        let text = statement.bytes
        let key = BatchRoots.Key(
            digest: PayloadDigest(.sha256, of: text + bare.signature).bytes,
            signer: certificate.thumbprint,
            generation: store.generation
        )
        let sender = subject.platformCode
        switch roots.known(key, sender: sender, at: subject.instant) {
        case .good(let root): return root
        case .bad(let problems): throw ProblemsOnly(problems)
        case .overBudget:
            throw ProblemsOnly(
                TrustProblem.make(
                    .signatureBudget,
                    rule: "trust.batch.budget",
                    zh: "平台 \(sender) 在十分钟内有 \(BatchRoots.budget) 个批次的签名不符，新批次暂不核验",
                    en: "the signatures of \(BatchRoots.budget) batches of \(sender) within ten minutes do not verify; "
                        + "new ones are not looked at for now"
                )
            )
        case .unknown: break
        }
        let isGood = try shared.isGood(key) { () throws(ProblemsOnly) in
            try isValid(bare.signature, of: bare.algorithm, by: certificate, over: text)
        }
        guard isGood else {
            let problems = Self.invalidStatement(certificate)
            roots.add(problems.problems, under: key, sender: sender, at: subject.instant)
            throw problems
        }
        let root = VerifiedRoot(statement.root, count: statement.count)
        roots.add(root, under: key)
        return root
    }

    /// A batch from the future was not signed when it says. It may be as old as it likes: the certificate is judged at the time
    /// of the submission in any case.
    private static func checkTime(_ place: BatchPlace, at instant: Instant) throws(ProblemsOnly) {
        guard place.time > instant.advanced(byMilliseconds: clockTolerance) else { return }
        throw ProblemsOnly(
            TrustProblem.make(
                .clockSkew,
                rule: "trust.batch.created",
                zh: "批次声明的签署时间 \(place.created) 晚于提交时间 \(instant.rfc3339)",
                en: "the batch says that it was signed at \(place.created), after the submission at \(instant.rfc3339)"
            )
        )
    }

    private static func invalidStatement(_ certificate: Certificate) -> ProblemsOnly {
        ProblemsOnly(
            TrustProblem.make(
                .signatureInvalid,
                rule: "trust.batch.signature",
                zh: "批次的签名与其声明（来源、条数、时间、根）及证书 \(certificate.subject) 不符",
                en: "the signature of the batch does not verify over its statement (source, count, time, root) under "
                    + certificate.subject
            )
        )
    }
}
