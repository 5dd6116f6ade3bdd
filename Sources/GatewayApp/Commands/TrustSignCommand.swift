import Core
import Foundation
import Platform
import Trust

/// `hutong trust sign`: makes a signed list of a draft.
package enum TrustSignCommand: Command {
    static let list = OptionDeclaration(
        "list",
        .path(placeholder: "DRAFT"),
        required: true,
        zh: "草稿；其证书文件将直接写入名单",
        en: "the draft; the certificate files that it names go into the list"
    )
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "C"),
        required: true,
        zh: "认可机构的证书（PEM），即配置中的 trustAuthority",
        en: "its certificate (PEM), the trustAuthority of configurations"
    )
    static let out = OptionDeclaration(
        "out",
        .path(placeholder: "F"),
        required: true,
        zh: "名单写入 F，签名写入 F.p7s",
        en: "write the list to F and its signature to F.p7s"
    )
    static let serial = OptionDeclaration(
        "serial",
        .integer(placeholder: "N", 1...Int(TrustList.maximumSerial)),
        zh: "编号（默认比草稿及 F 现有名单的编号大一）",
        en: "number (default one above that of the draft and of the list at F)"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "sign",
        zh: "签署信任列表",
        en: "sign a trust list",
        discussion: BilingualText(
            zh: "读入草稿，填入签发时间与编号，写出名单及其分离式 CMS 签名，并按网关的规则核验一遍。",
            en:
                "Reads the draft, sets time of issue and number, writes the list and its detached CMS signature, after verifying both "
                + "as a gateway would."
        ),
        options: [
            list, KeyOptions.key, KeyOptions.passphrase, certificate, out, serial, KeyOptions.configuration,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let draft = try TrustListFile.read(arguments[list] ?? "", authority: nil, on: console)
        let path = arguments[out] ?? ""
        let file = console.resolve(path)
        let number = try serial(arguments, draft, replacing: file)
        let next = draft.reissued(serial: number, at: SystemClock.now())
        let document = try sign(next, arguments, origin: file, on: console)
        let signature = file + TrustListDocument.signatureSuffix
        // The signature goes first: whoever reads in between meets a pair that does not verify and keeps what it has.
        try DevelopmentFile.write(document.signature, to: signature)
        try DevelopmentFile.write(document.bytes, to: file)
        switch console.format {
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("list", file)
            writer.member("signature", signature)
            writer.member("serial", number)
            writer.member("issued", next.issued.rfc3339)
            writer.member("digest", next.digest.text)
            writer.endObject()
            console.print(bytes: writer.bytes)
        case .text:
            console.print(
                console.say(
                    zh: "已写出第 \(number) 号名单 \(path) 及其签名 \(path)\(TrustListDocument.signatureSuffix)",
                    en:
                        "wrote list \(number) to \(path) and its signature to \(path)\(TrustListDocument.signatureSuffix)"
                )
            )
        }
        return .success
    }

    /// The number of the new list. The list that it replaces is only read for its number, so a bad one does not matter.
    private static func serial(
        _ arguments: ParsedArguments,
        _ draft: TrustList,
        replacing file: String
    ) throws(CommandFailure) -> UInt64 {
        let replaced = (try? TrustList.draft(contentsOfFile: file))?.serial ?? 0
        if let given = arguments.integer(serial) {
            guard UInt64(given) > replaced else {
                throw CommandFailure(
                    .dataRefused,
                    zh: "编号 \(given) 不大于现有名单的编号 \(replaced)，网关会拒绝",
                    en:
                        "the number \(given) is not above \(replaced), that of the list it replaces: gateways would refuse it"
                )
            }
            return UInt64(given)
        }
        let highest = max(draft.serial, replaced)
        guard highest < TrustList.maximumSerial else {
            throw CommandFailure(.dataRefused, zh: "编号已用尽", en: "there is no higher number")
        }
        return highest + 1
    }

    private static func sign(
        _ list: TrustList,
        _ arguments: ParsedArguments,
        origin: String,
        on console: Console
    ) throws(CommandFailure) -> TrustListDocument {
        try KeyOptions.applyLibrarySettings(arguments, on: console)
        let passphrase = try KeyOptions.source(arguments, on: console)
        let location = KeyLocation(arguments[KeyOptions.key] ?? "", absolute: console.resolve)
        let (signer, document) = try KeyOptions.trying { () throws(TrustFailure) in
            let pinned = try SigningKeys.certificate(console.resolve(arguments[certificate] ?? ""))
            let document = try TrustListDocument.signed(
                list.json(),
                key: KeyMaterial.load(location, passphrase: passphrase).key,
                certificate: pinned,
                origin: origin
            )
            return (try TrustListSigner(pinned), document)
        }
        _ = try TrustListFile.refusing(origin, on: console) { () throws(TrustListProblems) in
            try document.verified(by: signer)
        }
        return document
    }
}
