import Core
import Pipeline

/// The options with which the verbs of quarantine choose entries.
enum QuarantineOptions {
    static let platform = OptionDeclaration(
        "platform",
        .text(placeholder: "A"),
        repeatable: true,
        zh: "平台的登记标识（可重复；默认全部平台）",
        en: "registry id of a platform; may be repeated (default: all)"
    )
    static let code = OptionDeclaration(
        "code",
        .text(placeholder: "CODE"),
        repeatable: true,
        zh: "最近一次拒绝的代码（可重复，任一即可）",
        en: "code of the last refusal; may be repeated, any will do"
    )
    static let dataset = OptionDeclaration(
        "dataset",
        .text(placeholder: "NAME"),
        repeatable: true,
        zh: "数据集（可重复，任一即可）",
        en: "data set; may be repeated, any will do"
    )
    static let caseKey = OptionDeclaration(
        "case",
        .text(placeholder: "CODE"),
        zh: "案件",
        en: "the case"
    )
    static let id = OptionDeclaration(
        "id",
        .text(placeholder: "ID"),
        zh: "事件标识",
        en: "id of the event"
    )
    static let origin = OptionDeclaration(
        "origin",
        .text(placeholder: "PLACE"),
        zh: "原提交的位置，或隔离记录的位置：主题/分区/偏移量",
        en: "where the submission stands, or its record in quarantine: topic/partition/offset"
    )
    static let since = OptionDeclaration(
        "since",
        .text(placeholder: "T"),
        zh: "自此时刻起提交的（RFC 3339）",
        en: "submitted from this time on, RFC 3339"
    )
    static let until = OptionDeclaration(
        "until",
        .text(placeholder: "T"),
        zh: "此时刻之前提交的（RFC 3339）",
        en: "submitted before this time, RFC 3339"
    )
    static let state = OptionDeclaration(
        "state",
        .choice(ShelvedRecord.State.allCases.map(\.rawValue)),
        repeatable: true,
        zh: "状态（可重复，任一即可）",
        en: "how it stands; may be repeated, any will do"
    )

    /// What `list` and `redrive` share.
    static let filters = [platform, code, dataset, caseKey, id, origin, since, until, state]

    /// The filter that the options describe.
    ///
    /// - Throws: ``CommandFailure`` with code 64 when a value is none of its kind.
    static func filter(_ arguments: ParsedArguments) throws(CommandFailure) -> QuarantineFilter {
        var filter = QuarantineFilter()
        filter.codes = Set(arguments.all(code))
        for name in filter.codes where RejectionCode(rawValue: name) == nil {
            let near = Spelling.nearest(to: name, among: RejectionCode.allCases.map(\.rawValue))
            throw CommandFailure(
                .usage,
                zh: "没有代码 \(name)" + (near.map { "；是否想用 \($0)？" } ?? ""),
                en: "there is no code \(name)" + (near.map { "; did you mean \($0)?" } ?? "")
            )
        }
        filter.datasets = Set(arguments.all(dataset))
        filter.caseKey = arguments[caseKey]
        filter.id = arguments[id]
        if let text = arguments[origin] { filter.place = try place(text) }
        if arguments.has(since) {
            filter.since = try CommonOptions.instant(since, arguments, now: Instant(milliseconds: 0))
        }
        if arguments.has(until) {
            filter.until = try CommonOptions.instant(until, arguments, now: Instant(milliseconds: 0))
        }
        filter.states = Set(arguments.all(state).compactMap(ShelvedRecord.State.init(rawValue:)))
        return filter
    }

    private static func place(_ text: String) throws(CommandFailure) -> RecordPlace {
        if let place = RecordPlace(text) { return place }
        throw CommandFailure(
            .usage,
            zh: "--origin 须为 主题/分区/偏移量",
            en: "--origin takes topic/partition/offset"
        )
    }
}
