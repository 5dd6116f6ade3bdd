import Core
import Pipeline
import Platform
import RoutingPolicy
import Trust

/// The options with which `sign` and `publish` encrypt a sealed record for its recipient (docs/specs/envelope.md §10).
enum EncryptionOptions {
    static let recipient = OptionDeclaration(
        "encrypt-for",
        .text(placeholder: "B"),
        zh: "为该接收平台加密（封存数据在发布前的唯一途径；先按其视图裁剪）",
        en: "encrypt for this platform, cut to its view: the one way of sealed data before its release"
    )
    static let releaseTime = OptionDeclaration(
        "release-time",
        .text(placeholder: "T"),
        zh: "与 --encrypt-for 同用：接收平台何时可以打开（RFC 3339）",
        en: "with --encrypt-for: when that platform may open it, RFC 3339"
    )

    static let all = [recipient, releaseTime]

    /// The order that the options give; nil without them.
    ///
    /// - Throws: ``CommandFailure`` with code 64 when one comes without the other, a value is not well formed or an option
    ///   speaks against it, with 78 when the recipient has no certificate for it.
    static func order(
        _ arguments: ParsedArguments,
        _ artifacts: GatewayArtifacts,
        from sender: RegisteredPlatform
    ) throws(CommandFailure) -> EncryptionOrder? {
        guard let id = arguments[recipient], let time = arguments[releaseTime] else {
            guard !arguments.has(recipient), !arguments.has(releaseTime) else {
                throw CommandFailure(
                    .usage,
                    zh: "--encrypt-for 与 --release-time 须同时给出",
                    en: "--encrypt-for and --release-time go together"
                )
            }
            return nil
        }
        guard Instant(rfc3339: time) != nil else {
            throw CommandFailure(
                .usage,
                zh: "--release-time 须为 RFC 3339 时间",
                en: "--release-time takes an RFC 3339 time"
            )
        }
        // An id made of the content could be compared with the ids of guesses.
        guard arguments[EventOptions.identity] != EventComposer.Identity.datakey.rawValue else {
            throw CommandFailure(
                .usage,
                zh: "--id-from datakey 会泄露内容，不能与 --encrypt-for 同用",
                en: "--id-from datakey tells of the content; it does not go with --encrypt-for"
            )
        }
        let platform = try EventOptions.platform(named: id, in: artifacts.policy.registry)
        let now = SystemClock.now()
        let registered = artifacts.encryption[platform.id, default: []].filter { $0.isValid(at: now) }
        // The exchange refuses what is encrypted for any other.
        let faults = registered.map {
            StandingCheck.faults(of: $0, for: .encryption, body: platform.body, by: artifacts.trust, at: now)
        }
        let certificates = zip(registered, faults).filter(\.1.isEmpty).map(\.0)
        guard !certificates.isEmpty else {
            let reason = faults.first?.first.map { BilingualText(zh: "：\($0.zh)", en: ": \($0.en)") }
            throw CommandFailure(
                .configuration,
                zh: "登记册中 \(id) 没有现在有效的加密证书（encryptionCertificates）\(reason?.zh ?? "")",
                en: "the registry has no certificate to encrypt for \(id) that counts now (encryptionCertificates)"
                    + (reason?.en ?? "")
            )
        }
        let writer = try KeyOptions.trying { () throws(TrustFailure) in try CiphertextWriter(certificates) }
        return EncryptionOrder(recipient: id, releaseTime: time, writer: writer) { dataset, schema, record in
            guard let flow = artifacts.policy.flow(of: dataset, from: sender, to: platform),
                let view = artifacts.policy.flows.view(flow.view, of: dataset)
            else { return nil }
            return artifacts.views.cut(record, to: view, schema: schema)
        }
    }
}
