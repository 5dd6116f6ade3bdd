import Core
import RoutingPolicy
import Trust

/// Verifies signed event files as admission would verify the record: envelope, platform, signature.
struct EventFileVerifier {
    private let verifier: SignatureVerifier
    private let registry: Registry?
    private let certificates: [String: [CertificateThumbprint: Certificate]]

    /// A verifier under `store`; without a registry the certificate must name the platform code of `ce_source`.
    init(
        store: TrustStore,
        registry: Registry?,
        certificates: [String: [CertificateThumbprint: Certificate]]
    ) {
        verifier = SignatureVerifier(store: store)
        self.registry = registry
        self.certificates = certificates
    }

    /// Prints one verdict per file: `{"file","verdict":"valid"|"invalid","id","source","form","algorithm","family","signer",
    /// "authority","cosigners","stamped","problems"}`.
    func run(
        _ operands: [String],
        isLineDelimited: Bool = false,
        at now: Instant,
        on console: Console
    ) -> ExitCode {
        var isAnyInvalid = false
        let unreadable = InputDocument.forEach(
            operands,
            isLineDelimited: isLineDelimited,
            limit: 16 << 20,
            on: console
        ) { document in
            let (envelope, signer, problems) = verdict(on: document, at: now)
            isAnyInvalid = isAnyInvalid || signer == nil
            switch console.format {
            case .json: console.print(bytes: json(document, envelope, signer, problems))
            case .text: console.print(text(document, signer, problems, on: console))
            }
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyInvalid ? .dataRefused : .success
    }

    private func verdict(
        on document: InputDocument,
        at now: Instant
    ) -> (envelope: EventEnvelope?, signer: SignerIdentity?, problems: ProblemList) {
        var problems = ProblemList()
        guard let file = document.bytes.flatMap(EventFile.init) else {
            problems.append(
                Problem(
                    .jsonSyntax,
                    rule: "verify.file",
                    zh: "不是已签名事件文件",
                    en: "is not a signed event file"
                )
            )
            return (nil, nil, problems)
        }
        let (envelope, faults) = EventEnvelope.parse(file.headers)
        problems.append(contentsOf: faults)
        if file.key != envelope.partitionKey {
            problems.append(
                Problem(
                    .keyMismatch,
                    at: "/@attributes/partitionkey",
                    rule: "envelope.key",
                    zh: "与消息键不一致",
                    en: "is not the record's key"
                )
            )
        }
        let code = envelope.sourcePlatformCode ?? ""
        let platform = registry?.platforms.first { $0.code == code }
        if registry != nil, platform == nil {
            problems.append(
                Problem(
                    .platformUnknown,
                    at: "/@attributes/source",
                    rule: "policy.platform",
                    zh: "平台未登记",
                    en: "the platform is not registered"
                )
            )
        }
        guard !problems.refuses else { return (envelope, nil, problems) }
        let verdict = verifier.verify(
            envelope,
            headers: file.headers,
            payload: file.payload ?? [],
            registered: platform.flatMap { certificates[$0.id] } ?? [:],
            expectedPlatformCode: platform?.body ?? code,
            at: now
        )
        switch verdict {
        case .verified(let signer): return (envelope, signer, problems)
        case .refused(let found):
            for problem in found { problems.append(problem) }
            return (envelope, nil, problems)
        }
    }

    private func json(
        _ document: InputDocument,
        _ envelope: EventEnvelope?,
        _ signer: SignerIdentity?,
        _ problems: ProblemList
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.member("file", document.file)
        writer.member("verdict", signer == nil ? "invalid" : "valid")
        writer.member("id", envelope?[.id])
        writer.member("source", envelope?[.source])
        writer.member("form", signer?.form.rawValue)
        writer.member("algorithm", signer?.algorithm.rawValue)
        writer.member("family", signer?.family?.rawValue)
        writer.member("signer", signer?.chain.leaf.subject)
        writer.member("authority", signer?.chain.authority.id)
        writer.key("cosigners")
        writer.beginArray()
        for chain in signer?.cosigners ?? [] { writer.string(chain.leaf.subject) }
        writer.endArray()
        writer.member("stamped", signer?.stamp?.time.rfc3339)
        writer.key("problems")
        writer.problems(problems.problems)
        writer.endObject()
        return writer.bytes
    }

    private func text(
        _ document: InputDocument,
        _ signer: SignerIdentity?,
        _ problems: ProblemList,
        on console: Console
    ) -> String {
        guard let signer else {
            let lines = ProblemText.lines(problems, in: console.language)
            return (["\(document.file): \(console.say(zh: "无效", en: "invalid"))"] + lines).joined(separator: "\n")
        }
        let facts = "\(signer.form.rawValue) \(signer.algorithm.rawValue), \(signer.chain.leaf.subject)"
        return "\(document.file): \(console.say(zh: "有效", en: "valid")) (\(facts))"
    }
}
