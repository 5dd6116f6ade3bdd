package import Core
package import Trust

/// How the content of an event is to be encrypted (docs/specs/envelope.md §10).
package struct EncryptionOrder: Sendable {
    /// What became of a record.
    package enum Outcome: Sendable, Hashable {
        /// The ciphertext.
        case encrypted([UInt8])
        /// Why there is none.
        case refused(Problem)
    }

    /// Registry id of the one platform that can open it.
    package let recipient: String
    /// When it may, RFC 3339.
    package let releaseTime: String
    /// Encrypts for that platform.
    package let writer: CiphertextWriter
    /// Cuts a record of the data set, with the schema, to what the platform may see; nil where it may see nothing of it, or
    /// the record is no JSON object.
    package let cut: @Sendable (_ dataset: String, _ schema: String, _ record: [UInt8]) -> [UInt8]?

    /// An order.
    package init(
        recipient: String,
        releaseTime: String,
        writer: CiphertextWriter,
        cut: @escaping @Sendable (_ dataset: String, _ schema: String, _ record: [UInt8]) -> [UInt8]?
    ) {
        self.recipient = recipient
        self.releaseTime = releaseTime
        self.writer = writer
        self.cut = cut
    }

    /// The attributes of an event under this order, in place of those of one in clear.
    package var attributes: [AttributeName: String] {
        [.contenttype: writer.form.mediaType, .encryptedfor: recipient, .releasetime: releaseTime]
    }

    /// `record` cut and encrypted; the problems where that cannot be.
    package func encrypted(
        _ record: [UInt8],
        of dataset: String,
        schema: String
    ) -> Outcome {
        guard let shown = cut(dataset, schema, record) else {
            return .refused(
                Problem(
                    .ciphertextForbidden,
                    rule: "publish.encryption",
                    zh: "按流向表 \(recipient) 不得看到该记录，或记录不是 JSON 对象",
                    en: "by the flow table \(recipient) sees nothing of this record, or it is no JSON object"
                )
            )
        }
        do throws(TrustFailure) {
            return .encrypted(try writer.encrypt(shown))
        } catch {
            return .refused(
                Problem(.ciphertextMalformed, rule: "publish.encryption", zh: error.message.zh, en: error.message.en)
            )
        }
    }
}
