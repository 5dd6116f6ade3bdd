import Core

/// Why a record cannot stand among the others of its case, with the state that refused it; never another platform's data.
enum RelationProblem: Equatable {
    case dataKeyExists(dataset: String)
    case dataKeyUnknown(dataset: String, operation: RecordOperation)
    case notOwner
    case parentMissing(parent: String, waited: Bool)
    case parentAbsent(parent: String)
    case codeTaken(fields: [String])
    case contentRepeated(fields: [String])
    case codeChanged(fields: [String])
    case idReused
    case superseded(kept: UInt64, came: UInt64)
    /// Another submission came in its place.
    case corrected
    /// Another submission came in the place of the one that it corrects.
    case correctedBefore
    case caseClosed(since: UInt32)

    /// The problem for the sender's receipt.
    ///
    /// - Parameter severity: `warning` where the rule lets the record pass.
    func problem(as severity: Severity = .error) -> Problem {
        switch self {
        case .dataKeyExists(let dataset):
            Problem(
                .dataKeyExists,
                at: "/@attributes/datakey",
                rule: "registration.key-exists",
                zh: "该 datakey 的 \(dataset) 记录已存在；如需更改，请以 operation=change 提交",
                en: "a record of \(dataset) with this datakey exists; to change it, submit it with operation=change"
            )
        case .dataKeyUnknown(let dataset, let operation):
            Problem(
                .dataKeyUnknown,
                at: "/@attributes/datakey",
                rule: "registration.key-unknown",
                zh: "没有该 datakey 的 \(dataset) 记录，不能 \(operation.rawValue)",
                en: "there is no record of \(dataset) with this datakey to \(operation.rawValue)"
            )
        case .notOwner:
            Problem(
                .notOwner,
                at: "/@attributes/partitionkey",
                rule: "registration.owner",
                zh: "该项目由另一平台登记，无权操作",
                en: "the case was registered by another platform"
            )
        case .parentMissing(let parent, let waited):
            Problem(
                .parentMissing,
                rule: "registration.parent",
                zh: waited ? "等待期限已过，上级记录 \(parent) 仍未上报，请先上报" : "上级记录 \(parent) 未上报，且待处理记录已达上限",
                en: waited
                    ? "its parent, a record of \(parent), did not come in time"
                    : "its parent, a record of \(parent), has not come, and no more records may wait for theirs"
            )
        case .parentAbsent(let parent):
            Problem(
                .parentMissing,
                rule: "registration.parent",
                severity: .warning,
                zh: "尚无上级记录 \(parent)",
                en: "there is no record of \(parent), its parent, yet"
            )
        case .codeTaken(let fields):
            Problem(
                .codeTaken,
                at: RelationProblem.pointer(fields),
                rule: "registration.code-taken",
                severity: severity,
                zh: "\(RelationProblem.list(fields)) 的值已由本项目的另一条记录使用",
                en: "another record of the case already has this \(RelationProblem.list(fields))"
            )
        case .contentRepeated(let fields):
            Problem(
                .codeTaken,
                at: RelationProblem.pointer(fields),
                rule: "registration.content-repeated",
                severity: severity,
                zh: "本项目的另一条记录在 \(RelationProblem.list(fields)) 上内容相同",
                en: "another record of the case has the same content in \(RelationProblem.list(fields))"
            )
        case .codeChanged(let fields):
            Problem(
                .codeChanged,
                at: RelationProblem.pointer(fields),
                rule: "registration.code-changed",
                severity: severity,
                zh: "\(RelationProblem.list(fields)) 一经登记不得更改",
                en: "the \(RelationProblem.list(fields)) of a registered record must not change"
            )
        case .idReused:
            Problem(
                .idReused,
                at: "/@attributes/id",
                rule: "registration.id",
                zh: "该 id 已用于另一内容的提交",
                en: "the id was used before for a submission with other content"
            )
        case .superseded(let kept, let came):
            Problem(
                .superseded,
                at: "/DATA_TIMESTAMP",
                rule: "registration.superseded",
                zh: "已登记的版本 \(RelationProblem.digits(kept)) 比 \(RelationProblem.digits(came)) 新，本次更改不再适用",
                en: "the registered version \(RelationProblem.digits(kept)) is newer than "
                    + "\(RelationProblem.digits(came)): the change no longer applies"
            )
        case .corrected:
            Problem(
                .superseded,
                at: "/@attributes/id",
                rule: "registration.corrected",
                zh: "本次提交已由发送方后来的提交更正",
                en: "its sender has corrected this submission by a later one"
            )
        case .correctedBefore:
            Problem(
                .superseded,
                at: "/@attributes/corrects",
                rule: "registration.corrected-before",
                zh: "corrects 所指的提交已被更正过；请指明更正链中最后一次提交",
                en: "the submission that corrects names has been corrected before; name the last one of the chain"
            )
        case .caseClosed(let since):
            Problem(
                .caseClosed,
                at: "/@attributes/partitionkey",
                rule: "registration.closed",
                zh: "该项目自 \(RelationProblem.day(since)) 起再无登记，已办结",
                en: "the case is closed: nothing was registered in it after \(RelationProblem.day(since))"
            )
        }
    }

    /// The day, UTC, of `seconds` since 1970.
    private static func day(_ seconds: UInt32) -> String {
        String(Instant(milliseconds: Int64(seconds) * 1000).rfc3339.prefix(10))
    }

    /// That a submission repeats an earlier one.
    static let duplicate = Problem(
        .duplicate,
        at: "/@attributes/id",
        rule: "registration.duplicate",
        severity: .warning,
        zh: "重复提交：同一 id、同一内容此前已有结论，此为同一结论",
        en: "submitted before under the same id with the same content; this is the same verdict"
    )

    /// What is said when the verdict of an earlier submission is given again.
    static func repeated(_ code: RejectionCode) -> Problem {
        Problem(
            code,
            rule: "registration.repeated",
            zh: "此前的提交已因此被拒绝",
            en: "the earlier submission was refused for this"
        )
    }

    private static func pointer(_ fields: [String]) -> String { fields.first.map { "/\($0)" } ?? "" }

    private static func list(_ fields: [String]) -> String { fields.joined(separator: "、") }

    private static func digits(_ timestamp: UInt64) -> String {
        let text = String(timestamp)
        return String(repeating: "0", count: max(0, 14 - text.utf8.count)) + text
    }
}
