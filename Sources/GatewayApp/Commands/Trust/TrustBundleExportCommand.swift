import Core
import Foundation
import Pipeline
import Platform
import Trust

/// `hutong trust bundle export`: trust list, CRLs and OCSP answers as one signed file.
package enum TrustBundleExportCommand: Command {
    static let output = OptionDeclaration(
        "out",
        .path(placeholder: "F"),
        required: true,
        zh: "写入此文件",
        en: "write this file"
    )
    static let key = OptionDeclaration(
        "key",
        .path(placeholder: "F"),
        required: true,
        zh: "签名私钥：认可机构的，或信任列表中某网关的",
        en: "key that signs: the recognising authority's, or that of a gateway on the trust list"
    )
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "F"),
        required: true,
        zh: "该私钥的证书",
        en: "its certificate"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "bundle",
        "export",
        zh: "把信任列表、CRL 与 OCSP 应答导出为一个已签名文件",
        en: "export trust list, CRLs and OCSP answers as one signed file",
        discussion: BilingualText(
            zh: "供不能联网的网络用 hutong trust bundle import 导入。",
            en: "For networks that reach no source; see hutong trust bundle import."
        ),
        options: [CommonOptions.configuration, output, key, certificate]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let now = SystemClock.now()
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let reading = try TrustReading(loaded, at: now)
        defer { reading.topic.close() }
        var parts: [TrustBundle.Part] = []
        if let document = reading.keeper.document {
            let manifest = TrustManifest(
                of: document.bytes,
                fetched: now,
                source: "trust list \(reading.keeper.list.serial)",
                signature: document.signature
            )
            parts.append(TrustBundle.Part(kind: "list", manifest: manifest, bytes: document.bytes))
        }
        for item in reading.keeper.items {
            let manifest =
                reading.keeper.origins[item.digest] ?? TrustManifest(of: item.bytes, fetched: now, source: "")
            let kind: TrustItemKind = item.kind == .ocsp ? .ocsp : .crl
            parts.append(TrustBundle.Part(kind: kind.rawValue, manifest: manifest, bytes: item.bytes))
        }
        let bundle = TrustBundle(parts, made: now)
        let file = console.resolve(arguments[output] ?? "")
        let signed = try sign(bundle, arguments, on: console)
        guard FileManager.default.createFile(atPath: file, contents: Data(signed.file)) else {
            throw CommandFailure(.cannotCreate, zh: "无法写入 \(file)", en: "cannot write \(file)")
        }
        console.note(
            zh: "已导出 \(parts.count) 项，\(signed.file.count) 字节",
            en: "exported \(parts.count) item(s), \(signed.file.count) bytes"
        )
        return .success
    }

    private static func sign(
        _ bundle: TrustBundle,
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> TrustBundle {
        do throws(TrustFailure) {
            let document = try TrustListDocument.signed(
                bundle.signed,
                key: SigningKey.load(contentsOfFile: console.resolve(arguments[key] ?? "")),
                certificate: SigningKeys.certificate(console.resolve(arguments[certificate] ?? "")),
                origin: "bundle"
            )
            return bundle.sealed(with: document.signature)
        } catch {
            throw CommandFailure(.configuration, zh: error.message.zh, en: error.message.en)
        }
    }
}
