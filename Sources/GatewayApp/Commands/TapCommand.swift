import Core
import Pipeline
import RoutingPolicy
import Trust

/// `hutong tap`: what a platform receives.
package enum TapCommand: Command {
    static let platform = OptionDeclaration(
        "platform",
        .text(placeholder: "B"),
        required: true,
        zh: "接收平台的登记标识",
        en: "registry id of the receiving platform"
    )

    static let decryptKey = OptionDeclaration(
        "decrypt-key",
        .path(placeholder: "K"),
        zh: "用此私钥打开密文：文件（PEM、PKCS#8、PKCS#12）或 URI（pkcs11:…）",
        en: "open ciphertext with this private key: a file (PEM, PKCS#8, PKCS#12) or a URI (pkcs11:…)"
    )

    package static let declaration = CommandDeclaration(
        "tap",
        zh: "读取一个平台收到的数据",
        en: "read what a platform receives",
        discussion: BilingualText(
            zh: "不加入消费组，只读已提交的记录；默认持续读取，Ctrl-C 结束。密文只显示收件方与长度，除非给出 --decrypt-key；打不开时退出码为 65。",
            en:
                "Joins no group and reads committed records only; goes on until Ctrl-C unless told otherwise. Of ciphertext it "
                + "shows for whom it is and how long, unless --decrypt-key opens it; ends with 65 where that does not open it."
        ),
        options: [CommonOptions.configuration, platform] + ReadingOptions.all + [decryptKey, KeyOptions.passphrase]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let opener = try opener(arguments, on: console)
        var unopened = 0
        let tap = try TopicTap(arguments, on: console, topic: TopicName.deliver)
        let code = try tap.run(on: console) { record in
            if arguments.has(ReadingOptions.raw) { return true }
            var opened: [UInt8]?
            if let opener, DeliveredEvent.isEncrypted(record), let value = record.value {
                do throws(TrustFailure) {
                    opened = try opener.open(value)
                } catch {
                    unopened += 1
                    let place = RecordPlace(of: record).text
                    console.note(zh: "\(place)：\(error.message.zh)", en: "\(place): \(error.message.en)")
                }
            }
            switch console.format {
            case .json: console.print(bytes: DeliveredEvent.json(record, opened: opened))
            case .text: console.print(DeliveredEvent.text(record, opened: opened))
            }
            return true
        }
        return unopened > 0 && code == .success ? .dataRefused : code
    }

    /// What opens ciphertext; nil without `--decrypt-key`.
    private static func opener(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> CiphertextOpener? {
        guard let path = arguments[decryptKey] else { return nil }
        let passphrase = try KeyOptions.source(arguments, on: console)
        return try KeyOptions.trying { () throws(TrustFailure) in
            CiphertextOpener(
                try KeyMaterial.load(KeyLocation(path, absolute: console.resolve), passphrase: passphrase).key
            )
        }
    }
}
