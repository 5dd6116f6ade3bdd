import Core
import Platform
import Trust

/// `hutong keys show`: what a private key is and which certificate goes with it; never anything private.
package enum KeysShowCommand: Command {
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "F"),
        zh: "证书文件（PEM，默认取与密钥同处者）",
        en: "certificate, PEM (default: what stands beside the key)"
    )
    static let time = OptionDeclaration(
        "at",
        .text(placeholder: "T"),
        zh: "计算剩余天数的时刻 RFC 3339（默认为现在）",
        en: "instant from which the days left count, RFC 3339 (default now)"
    )
    static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        zh: "配置文件：显示其中全部密钥，并取其 openssl 设置",
        en: "configuration file: shows all its keys, and its openssl settings hold"
    )

    package static let declaration = CommandDeclaration(
        "keys",
        "show",
        zh: "显示密钥与证书（不含私密内容）",
        en: "show keys and their certificates, nothing private",
        discussion: BilingualText(
            zh: "给出密钥，或以 --config 显示配置中的全部密钥。任一密钥不可用时退出码不为 0。",
            en: "Takes a key, or shows all keys of --config. Does not end with 0 when one of them cannot be used."
        ),
        operands: OperandDeclaration(
            BilingualText(zh: "密钥", en: "KEY"),
            count: 0...1,
            zh: "密钥文件或 URI",
            en: "the key, a file or URI"
        ),
        options: [certificate, KeyOptions.passphrase, configuration, time]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let now = try instant(arguments)
        try KeyOptions.applyLibrarySettings(arguments, on: console)
        let keys = try selection(arguments, on: console)
        var outcome = ExitCode.success
        var reports: [KeyReport] = []
        for (platform, settings) in keys {
            do throws(CommandFailure) {
                reports.append(try KeyReport(platform: platform, settings, at: now))
            } catch {
                console.note((platform.map { "keys.\($0): " } ?? "") + console.say(error.message))
                outcome = error.exitCode
            }
        }
        switch console.format {
        case .text:
            for report in reports { console.print(report.lines(in: console.language).joined(separator: "\n")) }
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("keys")
            writer.beginArray()
            for report in reports { report.write(to: &writer) }
            writer.endArray()
            writer.endObject()
            console.print(bytes: writer.bytes)
        }
        return outcome
    }

    /// The key that is given, or those of the configuration.
    private static func selection(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> [(String?, SigningKeySettings)] {
        if let operand = arguments.operands.first {
            let settings = SigningKeySettings(
                key: KeyLocation(operand, absolute: console.resolve),
                certificate: arguments[certificate].map(console.resolve),
                passphrase: try KeyOptions.source(arguments, on: console)
            )
            return [(nil, settings)]
        }
        guard let file = arguments[configuration] else {
            throw CommandFailure(.usage, zh: "须给出密钥或 --config", en: "takes a key or --config")
        }
        let reading = ConfigurationReader(console).read(file)
        for problem in reading.problems { console.note(problem.text(in: console.language)) }
        guard reading.problems.isEmpty else {
            throw CommandFailure(
                .configuration,
                zh: "配置有 \(reading.problems.count) 个问题",
                en: "the configuration has \(reading.problems.count) problem(s)"
            )
        }
        let platforms = reading.sources.keys.sorted { $0.key < $1.key }.map { (String?.some($0.key), $0.value) }
        // The gateway's own belongs to no platform.
        let seal = reading.sources.seal.map { seal in
            (
                String?.none,
                SigningKeySettings(key: seal.key, certificate: seal.certificate, passphrase: seal.passphrase)
            )
        }
        return platforms + [seal].compactMap(\.self)
    }

    private static func instant(_ arguments: ParsedArguments) throws(CommandFailure) -> Instant {
        guard let text = arguments[time] else { return SystemClock.now() }
        guard let instant = Instant(rfc3339: text) else {
            throw CommandFailure(.usage, zh: "--at 须为 RFC 3339 时刻", en: "--at takes an instant in RFC 3339")
        }
        return instant
    }
}
