import Core
import Pipeline
import Platform
import Telemetry
import Trust

/// `hutong trust bundle import`: takes a bundle, or plain CRL and OCSP files, into the topic `trust`.
package enum TrustBundleImportCommand: Command {
    static let isDryRun = OptionDeclaration(
        "dry-run",
        .flag,
        zh: "只验证并显示，不写入",
        en: "verify and show, write nothing"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "bundle",
        "import",
        zh: "导入信任数据：已签名的数据包，或 CRL、OCSP 文件和目录",
        en: "import trust data: a signed bundle, or files and directories of CRLs and OCSP answers",
        discussion: BilingualText(
            zh: "每一项都按信任列表验证；比已有的旧的一项不导入。数据包须由认可机构或信任列表中的网关签名；"
                + "CRL 与 OCSP 文件由其自身签名：DER；PEM，可含多份 CRL；LDAP 目录的 LDIF 导出（certificateRevocationList、"
                + "authorityRevocationList、deltaRevocationList）。有一项被拒绝时退出码为 65。",
            en:
                "Every item is verified under the trust list, and none that is older than what is there is taken. A bundle "
                + "must be signed by the recognising authority or a gateway on the list; CRLs and OCSP answers carry their own "
                + "signatures: DER, PEM with any number of CRLs, or an export of an LDAP directory in LDIF "
                + "(certificateRevocationList, authorityRevocationList, deltaRevocationList). Ends with 65 when one was "
                + "refused."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1000,
            zh: "数据包、CRL 或 OCSP 文件，或其目录",
            en: "bundles, CRLs, OCSP answers, or directories of them"
        ),
        options: [CommonOptions.configuration, isDryRun]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let now = SystemClock.now()
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        var reading = try TrustReading(loaded, at: now)
        defer { reading.topic.close() }
        var intake = TrustIntake(at: now)
        for operand in arguments.operands {
            try intake.take(path: console.resolve(operand), into: &reading.keeper)
        }
        if !arguments.has(isDryRun) {
            let records = reading.keeper.unpublished(at: now)
            guard reading.topic.write(records) else {
                throw CommandFailure(reading.topic.failure ?? BusFailure(.unavailable, "the topic trust"))
            }
        }
        print(intake.results, on: console)
        return intake.results.contains { $0.outcome == .refused } ? .dataRefused : .success
    }

    private static func print(_ results: [TrustIntake.Result], on console: Console) {
        switch console.format {
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("items")
            writer.beginArray()
            for result in results {
                writer.beginObject()
                writer.member("source", result.source)
                writer.member("item", result.item)
                writer.member("outcome", result.outcome.rawValue)
                writer.key("reason")
                if let reason = result.reason { writer.bilingual(reason) } else { writer.null() }
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
            console.print(bytes: writer.bytes)
        case .text:
            for line in TextTable.lines(
                results.map { [$0.outcome.rawValue, $0.item, $0.source, $0.reason.map(console.say) ?? ""] }
            ) {
                console.print(line)
            }
        }
    }
}
