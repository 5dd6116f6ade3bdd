import Core
import Pipeline
import Platform
import Telemetry
import Trust

/// `hutong trust status`: what is known about every authority, how old it is, and when it stops to be enough.
package enum TrustStatusCommand: Command {
    package static let declaration = CommandDeclaration(
        "trust",
        "status",
        zh: "显示信任列表与吊销数据的现状和预测",
        en: "show trust list and revocation data: what is held, how old it is, until when it lasts",
        discussion: BilingualText(
            zh: "读取主题 trust；逐项验证后显示。某个已互认机构的证书当前无法判断时，退出码为 69。",
            en:
                "Reads the topic trust and verifies every item. Ends with 69 when certificates of a recognised authority "
                + "cannot be judged now."
        ),
        options: [CommonOptions.configuration]
    )

    /// Most refused items that are shown: anybody who may write to the topic can fill it.
    private static let shown = 50

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let now = SystemClock.now()
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let reading = try TrustReading(loaded, at: now)
        defer { reading.topic.close() }
        let report = try TrustReport(reading.keeper, registered: loaded.artifacts.registeredCertificates, at: now)
        switch console.format {
        case .json: console.print(bytes: report.json)
        case .text: for line in report.lines(on: console) { console.print(line) }
        }
        let refused = reading.changes.compactMap { change -> String? in
            guard case .refused(let fault, let source, let text) = change else { return nil }
            return "\(source): \(fault.rawValue): \(console.say(text))"
        }
        for line in refused.prefix(shown) { console.note(line) }
        if refused.count > shown {
            console.note(zh: "另有 \(refused.count - shown) 项未采用", en: "and \(refused.count - shown) more were not taken")
        }
        return report.isUsable ? .success : .unavailable
    }
}
