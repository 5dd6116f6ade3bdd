import Core
import Platform
import Trust

/// `hutong trust list`: who is recognised for what, since when, and what changes next.
package enum TrustListCommand: Command {
    static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        zh: "配置文件（名单与认可机构证书取自其中）；dev 同其他命令",
        en: "configuration, for the list and the recognising authority; 'dev' as elsewhere"
    )
    static let list = OptionDeclaration(
        "list",
        .path(placeholder: "F"),
        zh: "此名单或草稿（不用配置）",
        en: "this list or draft, without a configuration"
    )
    static let time = OptionDeclaration(
        "at",
        .text(placeholder: "T"),
        zh: "按此时刻（RFC 3339，默认现在）",
        en: "as of this time, RFC 3339 (default now)"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "list",
        zh: "列出互认的认证机构及其状态",
        en: "list the recognised certification authorities and their status",
        discussion: BilingualText(
            zh: "给出 --config，或 --list（加 --authority 则核验签名，否则只读内容，不作数）。",
            en:
                "Give --config, or --list (with --authority the signature is verified; without it the list is only read)."
        ),
        options: [configuration, list, TrustListFile.authority, time]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let instant = try CommonOptions.instant(time, arguments, now: SystemClock.now())
        let (found, isVerified) = try read(arguments, on: console)
        switch console.format {
        case .json: console.print(bytes: TrustListOutput.json(found, isVerified: isVerified, at: instant))
        case .text:
            if !isVerified { console.note(zh: "签名未核验", en: "the signature was not verified") }
            for line in TrustListOutput.lines(found, at: instant, on: console) { console.print(line) }
        }
        return .success
    }

    private static func read(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> (list: TrustList, isVerified: Bool) {
        switch (arguments[configuration], arguments[list]) {
        case (let name?, nil) where arguments[TrustListFile.authority] == nil:
            let reading = ConfigurationReader(console).read(name)
            var problems: [ConfigurationProblem] = []
            let sources = TrustSources(reading.sources, after: nil)
            if let found = sources?.verifiedList(&problems) { return (found, true) }
            if sources == nil { problems = reading.problems }
            for problem in problems { console.note(problem.text(in: console.language)) }
            throw CommandFailure(.configuration, zh: "信任列表不可用", en: "the trust list cannot be used")
        case (nil, let path?):
            let authority = arguments[TrustListFile.authority]
            return (try TrustListFile.read(path, authority: authority, on: console), authority != nil)
        default:
            throw CommandFailure(
                .usage,
                zh: "--config 与 --list 须恰好给出一个；--authority 只与 --list 同用",
                en: "give exactly one of --config and --list; --authority goes with --list"
            )
        }
    }
}
