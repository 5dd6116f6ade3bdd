import Core

/// The options that several verbs share, and how some kinds of them are read.
package enum CommonOptions {
    /// `--config`.
    package static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        required: true,
        zh: "配置文件；dev 表示当前目录下 .hutong-dev/config.json",
        en: "configuration file; 'dev' is .hutong-dev/config.json below the working directory"
    )
    /// `--contracts`.
    package static let contracts = OptionDeclaration(
        "contracts",
        .path(placeholder: "DIR"),
        zh: "数据规范目录（默认依次查找 HUTONG_CONTRACTS、当前目录及上级、程序所在目录及上级的 Contracts）",
        en:
            "contracts directory (default: HUTONG_CONTRACTS, else Contracts in or above the working directory, else in or "
            + "above that of the program)"
    )
    /// `--profile`.
    package static let profile = OptionDeclaration(
        "profile",
        .text(placeholder: "P"),
        zh: "目的地概要，例如 fujian；省略时为全国基线",
        en: "profile of a destination, for example fujian; without it the national baseline"
    )
    /// `--ndjson`.
    package static let lines = OptionDeclaration(
        "ndjson",
        .flag,
        zh: "输入为 NDJSON：每行一条记录",
        en: "the input is NDJSON: one record per line"
    )
    /// `--output`.
    static let output = OptionDeclaration(
        "output",
        .path(placeholder: "F"),
        zh: "写入文件（默认标准输出）",
        en: "write to a file (default standard output)"
    )

    /// The instant that `option` gives, now when it is left out.
    ///
    /// - Throws: ``CommandFailure`` with code 64.
    static func instant(
        _ option: OptionDeclaration,
        _ arguments: ParsedArguments,
        now: Instant
    ) throws(CommandFailure) -> Instant {
        guard let text = arguments[option] else { return now }
        if let instant = Instant(rfc3339: text) { return instant }
        throw CommandFailure(
            .usage,
            zh: "--\(option.name) 须为 RFC 3339 日期时间",
            en: "--\(option.name) takes an RFC 3339 date-time"
        )
    }

    /// The file of `batch`, an option that takes the place of the operands; nil when there are operands instead.
    ///
    /// - Throws: ``CommandFailure`` with code 64 when there are both, or neither.
    static func batchFile(
        _ batch: OptionDeclaration,
        _ arguments: ParsedArguments
    ) throws(CommandFailure) -> String? {
        guard let file = arguments[batch] else {
            guard arguments.operands.isEmpty else { return nil }
            throw CommandFailure(.usage, zh: "缺少参数 文件", en: "operand FILE is missing")
        }
        guard arguments.operands.isEmpty else {
            throw CommandFailure(
                .usage,
                zh: "--\(batch.name) 不与文件同用",
                en: "--\(batch.name) takes no FILE beside it"
            )
        }
        return file
    }
}
