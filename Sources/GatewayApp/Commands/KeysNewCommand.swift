import Core
import Trust

/// `hutong keys new`: makes a private key.
package enum KeysNewCommand: Command {
    /// What may be made; keys that no verifier accepts are for tests.
    static let kinds: [KeyKind] = [.sm2, .p256, .p384, .p521, .rsa2048, .rsa3072, .rsa4096]

    static let kind = OptionDeclaration(
        "kind",
        .choice(kinds.map(\.rawValue)),
        default: KeyKind.sm2.rawValue,
        zh: "密钥种类",
        en: "kind of key"
    )
    static let output = OptionDeclaration(
        "out",
        .path(placeholder: "F"),
        required: true,
        zh: "写入的文件（PKCS#8，PEM，权限 0600）",
        en: "file to write (PKCS#8, PEM, mode 0600)"
    )
    static let force = OptionDeclaration("force", .flag, zh: "替换已有文件", en: "replace an existing file")

    package static let declaration = CommandDeclaration(
        "keys",
        "new",
        zh: "生成私钥",
        en: "make a private key",
        discussion: BilingualText(
            zh: "给出 --passphrase 时以 AES-256 加密。不覆盖已有文件，除非给出 --force。",
            en: "With --passphrase the key is encrypted with AES-256. An existing file is not replaced without --force."
        ),
        options: [kind, output, KeyOptions.passphrase, force]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let kind = arguments[kind].flatMap { KeyKind(rawValue: $0) } ?? .sm2
        let file = console.resolve(arguments[output] ?? "")
        let source = try KeyOptions.source(arguments, on: console)
        let key = try KeyOptions.trying { () throws(TrustFailure) in
            let passphrase = try source.map { source throws(TrustFailure) in try source.read() }
            let key = try SigningKey.generate(kind)
            try write(key, to: file, passphrase, replaces: arguments.has(force))
            return key
        }
        let name = try KeyOptions.trying { () throws(TrustFailure) in try key.publicKeyDigest() }
        switch console.format {
        case .text:
            console.print(
                console.say(
                    zh: "已生成 \(key.kind.name) 私钥：\(file)\n公钥 \(name)",
                    en: "made a private key \(key.kind.name): \(file)\npublic key \(name)"
                )
            )
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("file", file)
            writer.member("kind", key.kind.name)
            writer.key("encrypted")
            writer.bool(source != nil)
            writer.member("publicKey", name)
            writer.endObject()
            console.print(bytes: writer.bytes)
        }
        return .success
    }

    /// A file that cannot be written is an output that cannot be made, not an input that is missing.
    private static func write(
        _ key: SigningKey,
        to file: String,
        _ passphrase: SecretBytes?,
        replaces: Bool
    ) throws(TrustFailure) {
        do throws(TrustFailure) {
            try key.write(toFile: file, passphrase: passphrase, replaces: replaces)
        } catch {
            guard error.kind == .unreadable || error.kind == .exists else { throw error }
            let hint = error.kind == .exists ? BilingualText(zh: "（--force 可替换）", en: " (--force replaces it)") : nil
            throw TrustFailure(
                .exists,
                zh: error.message.zh + (hint?.zh ?? ""),
                en: error.message.en + (hint?.en ?? "")
            )
        }
    }
}
