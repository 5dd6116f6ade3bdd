/// The options that several verbs share.
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
}
