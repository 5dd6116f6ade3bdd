import Core
import RoutingPolicy
import Trust

extension GatewayArtifacts {
    /// True when some view shows a field by `digest` and there is no key for it.
    package var lacksMaskingKey: Bool { masking == nil && policy.flows.showsDigests }

    /// The masking key of `sources`, or what is wrong with it: that it cannot be used, or that it is needed and not there.
    /// A configuration without a seal lets nothing out and needs none.
    static func masking(
        _ sources: ArtifactSources,
        _ flows: FlowTable?,
        _ problems: inout [ConfigurationProblem]
    ) -> MaskingKey? {
        switch sources.masking {
        case .off:
            return nil
        case .unsaid:
            if sources.seal != nil, flows?.showsDigests == true {
                problems.append(
                    ConfigurationProblem(
                        .missing,
                        file: sources.file,
                        key: "masking.key",
                        zh: "流向表有以 digest 显示的字段，须给出掩码密钥；不投递的进程写 off",
                        en: "the flow table shows fields by digest, which takes a key; processes that do not deliver "
                            + "say off"
                    )
                )
            }
            return nil
        case .secret(let source):
            do throws(TrustFailure) {
                return try MaskingKey(reading: source)
            } catch {
                problems.append(
                    ConfigurationProblem(
                        .invalid,
                        file: sources.file,
                        key: "masking.key",
                        zh: error.message.zh,
                        en: error.message.en
                    )
                )
                return nil
            }
        }
    }
}
