import Core
import RoutingPolicy
import Trust

/// Whether content that is encrypted for its recipient may pass before its release (docs/specs/topics.md §7a).
///
/// Nothing is decrypted: here stands no key that could. What can be told without one is who could open it and with what
/// cipher it is encrypted; whether the sender encrypted what it says is for the recipient to find out.
struct CiphertextCheck {
    let policy: ExchangePolicy
    /// The certificates for which content may be encrypted, of each platform by registry id.
    let certificates: [String: [Certificate]]

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

    /// What is wrong with the ciphertext of an authenticated record.
    func problems(of record: AuthenticatedRecord) -> [Problem] {
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
        guard let recipient = record.envelope[.encryptedfor] else { return [] }
        // One who left or whose time is over may have lost the key since: it opens what is sent now.
        let readable = certificates[recipient, default: []].filter { $0.isValid(at: record.record.timestamp) }
        let strangers = document.readers.count { reader in !readable.contains { $0.isNamed(by: reader) } }
        guard strangers > 0 else { return [] }
        return [
            Problem(
                .ciphertextRecipient,
                rule: "ciphertext.reader",
                zh: "密文有 \(strangers) 个接收者不是 \(recipient) 已登记且在有效期内的加密证书",
                en: "\(strangers) of those who can open the ciphertext are no certificate that is registered for "
                    + "\(recipient) and valid now"
            )
        ]
    }
}
