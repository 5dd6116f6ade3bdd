import Core
import RoutingPolicy
import Trust

/// Whether content that is encrypted for its recipient may pass before its release (docs/specs/topics.md §7a).
///
/// Nothing is decrypted: here stands no key that could. What can be told without one is who could open it and with what
/// cipher it is encrypted; whether the sender encrypted what it says is for the recipient to find out.
struct CiphertextCheck {
    let policy: ExchangePolicy
    /// The certificates for which content may be encrypted.
    let encryption: EncryptionCheck

    /// What the attributes alone forbid: data set, recipient and time of release.
    func problems(of submission: Submission, dataset: String, sender: RegisteredPlatform) -> [Problem] {
        guard let recipient = submission.envelope[.encryptedfor] else { return [] }
        let time = submission.record.timestamp
        var problems = policy.ciphertextObstacles(
            of: dataset,
            sender: sender,
            sector: submission.envelope[.sector],
            region: submission.envelope[.region],
            department: submission.envelope[.supervisedept],
            openness: Openness(of: submission.envelope),
            to: recipient,
            at: time
        ).map { obstacle in
            Problem(
                .ciphertextForbidden,
                at: "/@attributes/encryptedfor",
                rule: "ciphertext.policy",
                zh: "\(dataset) 不得以密文送 \(recipient)：\(obstacle.message.zh)",
                en: "\(dataset) may not go to \(recipient) encrypted: \(obstacle.message.en)"
            )
        }
        // A delete has nothing to release. Once the time has come there is nothing left to encrypt it for.
        if !submission.payload.isEmpty, let release = submission.envelope[.releasetime].flatMap(Instant.init(rfc3339:)),
            release <= time
        {
            problems.append(
                Problem(
                    .attributeInvalid,
                    at: "/@attributes/releasetime",
                    rule: "ciphertext.release-time",
                    zh: "releasetime 须晚于接收时间；到时之后以明文发送",
                    en: "releasetime must be later than the time of reception; from then on the record is sent in clear"
                )
            )
        }
        return problems
    }

    /// What is wrong with the ciphertext of an authenticated record, and what is remarked about who can open it.
    ///
    /// - Parameter now: when it is admitted; from then on there is a copy that those can open who have the keys.
    func problems(of record: AuthenticatedRecord, at now: Instant) -> [Problem] {
        guard record.envelope.operation != .delete else {
            return [
                Problem(
                    .bodyForbidden,
                    rule: "ciphertext.delete",
                    zh: "删除操作不得带有内容",
                    en: "a delete has no body"
                )
            ]
        }
        let document: CiphertextDocument
        do throws(CiphertextFault) {
            document = try CiphertextDocument(record.record.value ?? [])
        } catch {
            return [error.problem]
        }
        guard document.form == record.envelope.contentForm else { return [CiphertextFault.form.problem] }
        // Without a recipient there is nobody to compare with, and the envelope says so.
        guard let id = record.envelope[.encryptedfor], let recipient = policy.registry[id] else { return [] }
        let registered = encryption.certificates[id, default: []]
        let readers = document.readers.map { reader in registered.filter { $0.isNamed(by: reader) } }
        var problems: [Problem] = []
        let strangers = readers.count { $0.isEmpty }
        if strangers > 0 {
            problems.append(
                Problem(
                    .ciphertextRecipient,
                    rule: "ciphertext.reader",
                    zh: "密文有 \(strangers) 个接收者不是 \(id) 已登记的加密证书",
                    en:
                        "\(strangers) of those who can open the ciphertext are no certificate that is registered for \(id)"
                )
            )
        }
        for named in readers where !named.isEmpty {
            let found = objections(to: named, of: recipient, from: record.record.timestamp, until: now)
            for problem in found where !problems.contains(problem) { problems.append(problem) }
        }
        return problems
    }

    /// What speaks against a reader, whom one or, where a renewed certificate kept its key, several certificates of the
    /// recipient name. One that counts is enough; one that is revoked speaks against the key, and so against all.
    private func objections(
        to named: [Certificate],
        of recipient: RegisteredPlatform,
        from submitted: Instant,
        until now: Instant
    ) -> [Problem] {
        let findings = named.map { objections(to: $0, of: recipient, from: submitted, until: now) }
        if let revoked = findings.first(where: { $0.contains { $0.code == .certificateRevoked } }) { return revoked }
        return findings.first { !$0.contains { $0.severity == .error } } ?? findings.first ?? []
    }

    /// What speaks against one certificate: at the time of the submission, as for whoever signed it, and when it is admitted.
    /// A signature was made before; a copy that somebody can open who has the key is made now.
    private func objections(
        to certificate: Certificate,
        of recipient: RegisteredPlatform,
        from submitted: Instant,
        until now: Instant
    ) -> [Problem] {
        let found = encryption.judge(certificate, recipient, submitted)
        guard submitted < now, !found.contains(where: { $0.severity == .error }) else { return found }
        return encryption.judge(certificate, recipient, now)
    }
}
