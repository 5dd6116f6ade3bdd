import Core
import Trust

/// The options of the verbs that read or write a private key.
enum KeyOptions {
    static let key = OptionDeclaration(
        "key",
        .path(placeholder: "K"),
        required: true,
        zh: "私钥：文件（PEM、PKCS#8、PKCS#12）或 URI（pkcs11:…）",
        en: "private key: a file (PEM, PKCS#8, PKCS#12) or a URI (pkcs11:…)"
    )
    static let passphrase = OptionDeclaration(
        "passphrase",
        .text(placeholder: "SOURCE"),
        zh: "口令来源：fd:N、credential:名称 或 file:路径（权限 0600）；口令本身不得写在命令行",
        en: "where the passphrase is: fd:N, credential:NAME or file:PATH (mode 0600); never the passphrase itself"
    )
    static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        zh: "配置文件：取其中的 openssl 设置",
        en: "configuration file, for its openssl settings"
    )

    /// The source that `--passphrase` names; nil without the option.
    ///
    /// - Throws: ``CommandFailure`` with code 64, which does not repeat what was written.
    static func source(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> SecretSource? {
        guard let text = arguments[passphrase] else { return nil }
        let credentials = console.environment["CREDENTIALS_DIRECTORY"]
        if let source = SecretSource(text, credentials: credentials, absolute: console.resolve) { return source }
        throw CommandFailure(
            .usage,
            zh: "--passphrase \(SecretSource.rule.zh)",
            en: "--passphrase \(SecretSource.rule.en)"
        )
    }

    /// Applies the `openssl` settings of `--config`, where that is given.
    ///
    /// - Throws: ``CommandFailure`` with code 78 after every fault was told on standard error.
    static func applyLibrarySettings(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) {
        guard let file = arguments[configuration] else { return }
        let sources = ConfigurationReader(console).read(file).sources
        let faults = sources.openssl.apply()
        guard !faults.isEmpty else { return }
        for fault in faults { console.note("openssl.\(fault.key): \(console.say(fault.message))") }
        throw CommandFailure(
            .configuration,
            zh: "OpenSSL 的设置有 \(faults.count) 个问题",
            en: "the openssl settings have \(faults.count) problem(s)"
        )
    }

    /// Runs `body` and turns a failure with a key into one of the command.
    static func trying<Result>(
        _ body: () throws(TrustFailure) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(TrustFailure) {
            return try body()
        } catch {
            throw CommandFailure(code(of: error.kind), zh: error.message.zh, en: error.message.en)
        }
    }

    private static func code(of kind: TrustFailure.Kind) -> ExitCode {
        switch kind {
        case .unreadable: .inputMissing
        case .loosePermissions, .passphrase: .permission
        case .malformed, .mismatch: .dataRefused
        case .exists: .cannotCreate
        case .library: .internalError
        }
    }
}
