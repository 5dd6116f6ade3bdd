import Core
import RoutingPolicy

/// What must hold between the principals of a configuration and those of the registry: nobody comes to the broker in two
/// roles.
struct AccessRules {
    /// A role beside that of a platform, and where the configuration names its principal.
    private struct Role {
        let principal: Principal
        let key: String
        /// False for a default, of which no line of the configuration speaks.
        let isNamed: Bool
    }

    private let settings: AccessSettings
    private let registry: Registry
    private let file: String
    private let registryFile: String

    init(_ settings: AccessSettings, _ registry: Registry, configuration file: String, registryFile: String) {
        self.settings = settings
        self.registry = registry
        self.file = file
        self.registryFile = registryFile
    }

    /// Every fault.
    func problems() -> [ConfigurationProblem] {
        unknownWorkers() + platformsInOtherRoles() + operatorsAtWork()
    }

    /// The workers that the registry could have, and whether `access.workers` names them.
    private var workers: [Role] {
        let places = GatewayStage.allCases.flatMap { stage in
            Plane.allCases.map { plane -> Role in
                let name = AccessSettings.place(stage, plane)
                let named = settings.workers[name]
                return Role(
                    principal: named ?? AccessSettings.standardWorker(stage, plane),
                    key: "access.workers.\(name)",
                    isNamed: named != nil
                )
            }
        }
        let deliveries = registry.platforms.compactMap { platform -> Role? in
            let name = GatewayStage.delivery.worker(for: platform.id)
            // A platform may be called as a plane is; the name is then in the list already.
            guard Plane(rawValue: platform.id) == nil, let named = settings.workers[name] else { return nil }
            return Role(principal: named, key: "access.workers.\(name)", isNamed: true)
        }
        return places + deliveries
    }

    private var operators: [Role] {
        let first = Role(principal: settings.operatorPrincipal, key: "access.operator", isNamed: true)
        return [first]
            + settings.administrators.enumerated().map { position, principal in
                Role(principal: principal, key: "access.administrators[\(position)]", isNamed: true)
            }
    }

    private func unknownWorkers() -> [ConfigurationProblem] {
        let known = Set(
            GatewayStage.allCases.flatMap { stage in Plane.allCases.map { AccessSettings.place(stage, $0) } }
                + registry.platforms.map { GatewayStage.delivery.worker(for: $0.id) }
        )
        return settings.workers.keys.sorted().filter { !known.contains($0) }.map { name in
            let near = Spelling.nearest(to: name, among: known.sorted())
            return ConfigurationProblem(
                .dangling,
                file: file,
                key: "access.workers.\(name)",
                zh: "没有这样的工作器" + (near.map { "；是否想用 \($0)？" } ?? ""),
                en: "there is no such worker" + (near.map { "; did you mean \($0)?" } ?? "")
            )
        }
    }

    private func platformsInOtherRoles() -> [ConfigurationProblem] {
        var owners: [Principal: (position: Int, id: String)] = [:]
        for (position, platform) in registry.platforms.enumerated() {
            owners[platform.principal] = (position, platform.id)
        }
        return (workers + operators).compactMap { role in
            guard let owner = owners[role.principal] else { return nil }
            return ConfigurationProblem(
                .separation,
                file: role.isNamed ? file : registryFile,
                key: role.isNamed ? role.key : "platforms[\(owner.position)].principal",
                zh: "\(role.principal.text) 是平台 \(owner.id) 的主体，不得兼作 \(role.key)",
                en: "\(role.principal.text) is the principal of platform \(owner.id) and may not be \(role.key) too"
            )
        }
    }

    /// Whoever asks for a second judgement, or makes rights, does not judge.
    private func operatorsAtWork() -> [ConfigurationProblem] {
        let working = Dictionary(workers.map { ($0.principal, $0.key) }) { first, _ in first }
        return operators.compactMap { role in
            guard let worker = working[role.principal] else { return nil }
            return ConfigurationProblem(
                .separation,
                file: file,
                key: role.key,
                zh: "\(role.principal.text) 已用于 \(worker)",
                en: "\(role.principal.text) is also \(worker)"
            )
        }
    }
}
