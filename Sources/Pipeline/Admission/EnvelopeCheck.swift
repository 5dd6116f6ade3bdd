import ContractEngine
import Core
import RoutingPolicy

/// What can be said about a submission from its key, its headers and the size of its payload.
struct EnvelopeCheck {
    let configuration: AdmissionConfiguration
    let contracts: ContractCatalog

    /// All problems of the envelope of `submission`.
    func problems(of submission: Submission) -> ProblemList {
        var problems = ProblemList()
        checkSize(submission, &problems)
        checkHeaderCount(submission, &problems)
        problems.append(contentsOf: submission.faults)
        checkReservedHeaders(submission, &problems)
        checkKey(submission, &problems)
        checkTime(submission, &problems)
        checkSchema(submission, &problems)
        checkCorrection(submission, &problems)
        checkEncryption(submission, &problems)
        return problems
    }

    /// What is wrong when the broker has not stamped the submission: the topic has `message.timestamp.type=CreateTime`,
    /// or had it when the record was appended, and a key that was revoked could sign for the day before.
    func problemOfTime(of submission: Submission) -> Problem? {
        guard !submission.record.isTimedByBroker, !configuration.acceptsClaimedTime else { return nil }
        let topic = submission.record.source.topic
        return Problem(
            .appendTimeMissing,
            rule: "envelope.append-time",
            zh: "主题 \(topic) 中此记录的时间由写入方给出，不是代理的追加时间（message.timestamp.type 须为 LogAppendTime）",
            en: "the time of this record in \(topic) was chosen by whoever wrote it; it is not the broker's "
                + "log-append time (message.timestamp.type must be LogAppendTime)"
        )
    }

    private func checkSize(_ submission: Submission, _ problems: inout ProblemList) {
        let limit = configuration.limits.payload
        if submission.payload.count > limit {
            problems.append(
                Problem(
                    .payloadTooLarge,
                    rule: "envelope.payload",
                    zh: "数据体 \(submission.payload.count) 字节，超过上限 \(limit) 字节",
                    en: "the payload has \(submission.payload.count) bytes, more than \(limit)"
                )
            )
        }
        let headers = submission.headerBytes
        if headers > configuration.limits.headers {
            problems.append(
                Problem(
                    .payloadTooLarge,
                    at: "/@attributes",
                    rule: "envelope.headers",
                    zh: "消息头共 \(headers) 字节，超过上限 \(configuration.limits.headers) 字节",
                    en: "the headers have \(headers) bytes, more than \(configuration.limits.headers)"
                )
            )
        }
    }

    /// Records with more headers than are read again further on would be accepted and then delivered to nobody.
    private func checkHeaderCount(_ submission: Submission, _ problems: inout ProblemList) {
        let count = submission.record.headers.count
        guard count > RecordLimits.headerCount else { return }
        problems.append(
            Problem(
                .payloadTooLarge,
                at: "/@attributes",
                rule: "envelope.header-count",
                zh: "消息头超过 \(RecordLimits.headerCount) 个",
                en: "there are more than \(RecordLimits.headerCount) headers"
            )
        )
    }

    /// Headers of Hutong's own on a submission could pass for statements of Hutong further on.
    private func checkReservedHeaders(_ submission: Submission, _ problems: inout ProblemList) {
        guard submission.record.headers.contains(where: { RecordHeaderName.isReserved($0.name) }) else { return }
        problems.append(
            Problem(
                .attributeInvalid,
                at: "/@attributes",
                rule: "envelope.reserved",
                zh: "消息头名称前缀 \(RecordHeaderName.prefix) 为保留前缀",
                en: "header names beginning with \(RecordHeaderName.prefix) are reserved"
            )
        )
    }

    /// Media type, recipient and time of release go together: one of them alone says nothing that could be judged.
    private func checkEncryption(_ submission: Submission, _ problems: inout ProblemList) {
        let names = [AttributeName.encryptedfor, .releasetime]
        guard submission.isEncrypted || names.contains(where: { submission.envelope[$0] != nil }) else { return }
        for name in names {
            let isThere = submission.envelope[name] != nil
            // One that is there and unreadable has its own problem.
            let isGiven = isThere || submission.record.headers.contains { $0.name == name.header }
            if submission.isEncrypted, !isGiven {
                problems.append(
                    Problem(
                        .attributeMissing,
                        at: "/@attributes/\(name.rawValue)",
                        rule: "envelope.\(name.rawValue)",
                        zh: "密文须带属性 \(name.rawValue)(消息头 \(name.header))",
                        en: "encrypted content needs the attribute \(name.rawValue) (header \(name.header))"
                    )
                )
            }
            if !submission.isEncrypted, isThere {
                problems.append(
                    Problem(
                        .attributeInvalid,
                        at: "/@attributes/\(name.rawValue)",
                        rule: "envelope.\(name.rawValue)",
                        zh: "属性 \(name.rawValue) 只用于密文，content-type 须为 application/pkcs7-mime",
                        en: "\(name.rawValue) is for encrypted content, whose content-type is application/pkcs7-mime"
                    )
                )
            }
        }
    }

    private func checkCorrection(_ submission: Submission, _ problems: inout ProblemList) {
        guard let corrected = submission.envelope[.corrects], corrected == submission.envelope[.id] else { return }
        problems.append(
            Problem(
                .attributeInvalid,
                at: "/@attributes/corrects",
                rule: "envelope.corrects",
                zh: "属性 corrects 不得为本次提交自己的 id",
                en: "a submission cannot correct itself: corrects is its own id"
            )
        )
    }

    private func checkKey(_ submission: Submission, _ problems: inout ProblemList) {
        guard let partitionKey = submission.envelope[.partitionkey] else { return }
        if submission.record.key == Array(partitionKey.utf8) { return }
        problems.append(
            Problem(
                .keyMismatch,
                at: "/@attributes/partitionkey",
                rule: "envelope.key",
                zh: "Kafka 消息键与属性 partitionkey 不一致",
                en: "the Kafka key is not the attribute partitionkey"
            )
        )
    }

    private func checkTime(_ submission: Submission, _ problems: inout ProblemList) {
        guard let claimed = submission.envelope[.time].flatMap(Instant.init(rfc3339:)) else { return }
        let (distance, overflow) = claimed.milliseconds.subtractingReportingOverflow(
            submission.record.timestamp.milliseconds
        )
        guard overflow || distance.magnitude > configuration.clockSkewMilliseconds.magnitude else { return }
        let limit = configuration.clockSkewMilliseconds / 1000
        problems.append(
            Problem(
                .clockSkew,
                at: "/@attributes/time",
                rule: "envelope.clock",
                zh: "ce_time 与接收时间相差超过 \(limit) 秒",
                en: "ce_time differs from the time of reception by more than \(limit) seconds"
            )
        )
    }

    private func checkSchema(_ submission: Submission, _ problems: inout ProblemList) {
        guard let schema = submission.envelope[.dataschema], let dataset = submission.dataset else { return }
        let path = configuration.schemaPrefix + dataset
        if schema == path { return }
        guard schema.hasPrefix("\(path)/") else { return reportSchema(&problems) }
        // A data set that nobody knows is reported as that.
        guard contracts.program(schema: path) != nil, contracts.program(schema: schema) == nil else { return }
        problems.append(
            Problem(
                .attributeInvalid,
                at: "/@attributes/dataschema",
                rule: "envelope.dataschema",
                zh: "数据集 \(dataset) 没有 dataschema 所指的版本",
                en: "the data set \(dataset) has no version as dataschema names it"
            )
        )
    }

    private func reportSchema(_ problems: inout ProblemList) {
        problems.append(
            Problem(
                .attributeInvalid,
                at: "/@attributes/dataschema",
                rule: "envelope.dataschema",
                zh: "dataschema 须为 \(configuration.schemaPrefix) 加 type 中的数据集名称，其后可加 / 和版本",
                en:
                    "dataschema must be \(configuration.schemaPrefix) and the data set of type, and may name a version behind it"
            )
        )
    }
}
