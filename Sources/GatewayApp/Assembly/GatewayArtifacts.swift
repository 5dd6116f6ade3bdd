package import RoutingPolicy

/// Everything that a gateway loads before it starts: registry and flows, contracts, trust list.
package struct GatewayArtifacts: Sendable {
    /// The platforms and who may send what to whom.
    package let policy: ExchangePolicy

    /// Loads everything that `configuration` names.
    ///
    /// - Returns: the artifacts when there is no fault, and every fault of every file.
    package static func load(
        _ configuration: GatewayConfiguration
    ) -> (artifacts: GatewayArtifacts?, problems: [ConfigurationProblem]) {
        let (registry, registryMistakes) = Registry.load(file: configuration.registry)
        let (flows, flowMistakes) = FlowTable.load(file: configuration.flows)
        var problems = (registryMistakes + flowMistakes).map(ConfigurationProblem.init)
        if let registry { problems += platformProblems(configuration, registry) }
        guard let registry, let flows, problems.isEmpty else { return (nil, problems) }
        return (GatewayArtifacts(policy: ExchangePolicy(registry: registry, flows: flows)), [])
    }

    /// The faults of the keys that name platforms.
    private static func platformProblems(
        _ configuration: GatewayConfiguration,
        _ registry: Registry
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if let platform = registry[configuration.servicePlatform] {
            if platform.plane != .service {
                problems.append(
                    ConfigurationProblem(
                        .separation, file: configuration.file, key: "servicePlatform",
                        zh: "\(platform.id) 不是公共服务平台", en: "\(platform.id) is not a public-service platform"))
            }
        } else {
            problems.append(unknown(configuration.servicePlatform, at: "servicePlatform", configuration, registry))
        }
        for id in configuration.keys.keys.sorted() where registry[id] == nil {
            problems.append(unknown(id, at: "keys.\(id)", configuration, registry))
        }
        return problems
    }

    private static func unknown(
        _ id: String,
        at key: String,
        _ configuration: GatewayConfiguration,
        _ registry: Registry
    ) -> ConfigurationProblem {
        let near = Spelling.nearest(to: id, among: registry.platforms.map(\.id))
        return ConfigurationProblem(
            .dangling, file: configuration.file, key: key,
            zh: "注册表中没有平台 \(id)" + (near.map { ";是否想用 \($0)?" } ?? ""),
            en: "the registry has no platform \(id)" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
}
