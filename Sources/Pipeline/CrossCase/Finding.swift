import ContractEngine
import Core
import RoutingPolicy

/// What was found about an accepted record afterwards (docs/specs/topics.md §15).
struct Finding {
    /// The record that the finding is about, and that its sender is told of.
    let claim: Claim
    /// The record of another case with the same value; nil where one is missing.
    let other: Claim?
    /// When it was found.
    let time: Instant
    /// The trading platform that registered the case of a record that was not acknowledged; nil for none.
    var owner: RegisteredPlatform?

    /// What is said, to the sender too: nothing in it is of the other record.
    var problem: Problem {
        let fields = claim.fields.joined(separator: "、")
        // What begins with @ is no field of the body.
        let pointer = claim.fields.first.flatMap { $0.hasPrefix("@") ? nil : "/\($0)" } ?? ""
        switch claim.origin {
        case .unique:
            return Problem(
                .codeTaken,
                at: pointer,
                rule: "index.code-taken",
                severity: .warning,
                zh: "\(fields) 的值已由另一项目的记录使用",
                en: "a record of another case already has this \(fields)"
            )
        case .repeated:
            return Problem(
                .codeTaken,
                at: pointer,
                rule: "index.content-repeated",
                severity: .warning,
                zh: "另一项目的记录在 \(fields) 上内容相同",
                en: "a record of another case has the same content in \(fields)"
            )
        case .acknowledgement:
            return Problem(
                .notAcknowledged,
                at: pointer,
                rule: "index.acknowledgement",
                severity: .warning,
                zh: owner.map { "交易平台 \($0.id) 未在期限内签收" } ?? "没有交易平台登记过此项目，无人签收",
                en: owner.map { "the trading platform \($0.id) did not acknowledge in time" }
                    ?? "no trading platform has registered the case, so nobody acknowledged"
            )
        case .parent, .founds:
            return Problem(
                .parentMissing,
                at: pointer,
                rule: "index.parent",
                severity: .warning,
                zh: "\(fields) 所指的 \(claim.wanted) 记录在期限内未上报",
                en: "the record of \(claim.wanted) that \(fields) names did not come in time"
            )
        }
    }

    /// For the sender: about its own record alone.
    var told: OutboundRecord {
        var writer = JSONWriter(capacity: 768)
        writer.beginObject()
        writer.member("id", claim.id)
        writer.member("source", claim.source)
        writer.member("type", claim.type)
        writer.member("datakey", claim.datakey)
        writer.member("state", "finding")
        writer.member("stage", "index")
        writer.member("time", claim.time)
        claim.writeSubmission(to: &writer)
        writer.key("problems")
        writer.problems([Receipt.bounded(problem)])
        writer.endObject()
        return record(TopicName.receipt(claim.sender), writer.bytes)
    }

    /// For operator and supervision: both records, by their names.
    func reported(_ plane: Plane) -> OutboundRecord {
        var writer = JSONWriter(capacity: 1_280)
        writer.beginObject()
        writer.member("plane", plane.rawValue)
        writer.member("found", time.rfc3339)
        writer.member("value", claim.name.code.text)
        writer.member("policy", claim.policy.rawValue)
        writer.key("problems")
        writer.problems([Receipt.bounded(problem)])
        writer.key("record")
        claim.write(to: &writer)
        writer.key("other")
        if let other { other.write(to: &writer) } else { writer.null() }
        writer.endObject()
        return record(TopicName.finding(plane), writer.bytes)
    }

    /// That a record of supervision was not acknowledged, for the supervisors who have to know.
    ///
    /// - Parameter supervisor: who sent it; where nobody registered the case, its region counts.
    func alert(_ plane: Plane, of supervisor: RegisteredPlatform?) -> Alert? {
        guard let submission = RecordPlace(claim.submission), let region = owner?.region ?? supervisor?.region else {
            return nil
        }
        return Alert(
            kind: .notAcknowledged,
            plane: plane,
            submission: submission,
            caseKey: claim.caseKey,
            sector: nil,
            region: region,
            concerned: claim.sender,
            time: time
        ) { writer in
            writer.member("platform", owner?.id)
            writer.member("supervisor", claim.sender)
            writer.member("dataset", claim.dataset)
            writer.member("id", claim.id)
            writer.member("reference", EventReference(source: claim.source, id: claim.id).text)
            writer.member("submitted", claim.time)
            writer.key("message")
            writer.beginObject()
            writer.member("zh", problem.message.zh)
            writer.member("en", problem.message.en)
            writer.endObject()
        }
    }

    private func record(_ topic: String, _ value: [UInt8]) -> OutboundRecord {
        OutboundRecord(
            topic: topic,
            key: Array(claim.caseKey.utf8),
            value: value,
            headers: EventHeaders.of(
                "cn.hutong.finding.v1",
                id: "\(claim.id)/finding/\(claim.name.code.text)",
                time: time.rfc3339
            )
        )
    }
}

extension Claim {
    /// `ce_type` of the submission.
    fileprivate var type: String { "cn.ggzy.\(dataset)" }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("sender", sender)
        writer.member("case", caseKey)
        writer.member("id", id)
        writer.member("source", source)
        writer.member("type", type)
        writer.member("datakey", datakey)
        writer.member("time", time)
        writeSubmission(to: &writer)
        writer.endObject()
    }

    fileprivate func writeSubmission(to writer: inout JSONWriter) {
        guard let place = RecordPlace(submission) else { return }
        ProgressEvent.write("submission", place, to: &writer)
    }
}
