import Core
import RoutingPolicy

/// `hutong policy prove`: shows that the separation of functions follows from the configuration, or where it does not.
package enum PolicyProveCommand: Command {
    static let sign = OptionDeclaration(
        "sign",
        .path(placeholder: "F"),
        zh: "把结论写入 F，其分离式 CMS 签名写入 F.p7s，供监督检查归档（须有 --key 与 --certificate）",
        en:
            "write the result to F and its detached CMS signature to F.p7s, for an inspection body to archive (with --key and "
            + "--certificate)"
    )
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "C"),
        zh: "签名者的证书（PEM）",
        en: "the signer's certificate (PEM)"
    )
    static let key = OptionDeclaration(
        "key",
        .path(placeholder: "K"),
        zh: "签名者的私钥：文件（PEM、PKCS#8、PKCS#12）或 URI（pkcs11:…）",
        en: "the signer's private key: a file (PEM, PKCS#8, PKCS#12) or a URI (pkcs11:…)"
    )

    package static let declaration = CommandDeclaration(
        "policy",
        "prove",
        zh: "证明交易、服务与监督的分离由配置得出",
        en: "prove that the separation of trading, service and supervision follows from the configuration",
        discussion: BilingualText(
            zh: "逐条检验 docs/specs/policy.md 所列的不变式，对不成立的给出反例路径；有不成立的，退出码为 78。"
                + "不连接消息总线，不需要密钥与信任列表。",
            en:
                "Checks every invariant of docs/specs/policy.md and shows a counter-example for each that does not hold; ends "
                + "with 78 when there is one. Connects to no broker, and needs neither keys nor the trust list."
        ),
        options: [CommonOptions.configuration, sign, key, KeyOptions.passphrase, certificate]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let signature = try PolicyStatement.signature(arguments, on: console)
        let material = try PolicyMaterial.load(arguments, on: console)
        let output = PolicyProofOutput(results: PolicyProof(material.model).results(), configuration: material.digest)
        if let signature { try signature.write(output.json) }
        switch console.format {
        case .json: console.print(bytes: output.json)
        case .text: output.lines(in: console.language).forEach(console.print)
        }
        return output.holds ? .success : .configuration
    }
}
