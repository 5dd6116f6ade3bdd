import Core

/// The options with which `tap` and `receipts` read a topic.
enum ReadingOptions {
    static let fromBeginning = OptionDeclaration(
        "from-beginning",
        .flag,
        zh: "从保存的最早记录读起（默认只读新记录）",
        en: "read from the oldest record kept (default: only what comes from now on)"
    )
    static let count = OptionDeclaration(
        "count",
        .integer(placeholder: "N", 1...Int(Int32.max)),
        zh: "读到 N 条后结束",
        en: "end after N records"
    )
    static let untilEnd = OptionDeclaration(
        "until-end",
        .flag,
        zh: "读到启动时的末尾后结束",
        en: "end at what stood in the topic at the start"
    )
    static let timeout = OptionDeclaration(
        "timeout",
        .integer(placeholder: "SECONDS", 1...86_400),
        zh: "多久没有新记录就结束（退出码 69）",
        en: "end when nothing came for so long (exit code 69)"
    )

    static let raw = OptionDeclaration(
        "raw",
        .flag,
        zh: "逐行输出记录的全部字节（JSON），供 hutong verify --seal 使用",
        en: "print every byte of each record as a line of JSON, for 'hutong verify --seal'"
    )
    static let noVerify = OptionDeclaration(
        "no-verify",
        .flag,
        zh: "不核验网关封印",
        en: "do not check the gateway's seals"
    )

    static let all = [fromBeginning, count, untilEnd, timeout, raw, noVerify]
}
