import ContractEngine
import Core
import Pipeline
import RoutingPolicy

extension GatewayArtifacts {
    /// Dialects and profiles of recipients that are not there, and dialects that cannot be written.
    static func destinationProblems(
        _ registry: Registry,
        file: String,
        _ contracts: ContractCatalog,
        _ dialects: DialectCatalog?
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for (index, platform) in registry.platforms.enumerated() {
            if let id = platform.dialect, let dialects, dialects[id]?.directions.contains(.write) != true {
                let near = Spelling.nearest(
                    to: id,
                    among: dialects.dialects.filter { $0.directions.contains(.write) }.map(\.id)
                )
                problems.append(
                    ConfigurationProblem(
                        .dangling,
                        file: file,
                        key: "platforms[\(index)].dialect",
                        zh: "没有可写出的方言 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
                        en: "there is no dialect \(id) that can be written"
                            + (near.map { "; did you mean \($0)?" } ?? "")
                    )
                )
            }
            if let id = platform.profile, contracts.profile(id) == nil {
                let near = Spelling.nearest(to: id, among: contracts.profiles.map(\.id))
                problems.append(
                    ConfigurationProblem(
                        .dangling,
                        file: file,
                        key: "platforms[\(index)].profile",
                        zh: near.map { "没有概要 \(id)；是否想用 \($0)？" }
                            ?? "没有概要 \(id)；请删去此项，或在数据规范目录下建立 profiles/\(id)",
                        en: near.map { "there is no profile \(id); did you mean \($0)?" }
                            ?? "there is no profile \(id); take the key out, or put profiles/\(id) beneath the contracts"
                    )
                )
            }
        }
        return problems
    }

    /// What platforms are authorised for and the flow table does not know.
    static func authorisationProblems(
        _ registry: Registry,
        _ flows: FlowTable,
        file: String
    ) -> [ConfigurationProblem] {
        let known = flows.datasets.map(\.name) + flows.flows.map(\.id)
        return registry.platforms.enumerated().flatMap { index, platform in
            platform.authorised.subtracting(known).sorted().map { name in
                let near = Spelling.nearest(to: name, among: known)
                return ConfigurationProblem(
                    .dangling,
                    file: file,
                    key: "platforms[\(index)].authorised",
                    zh: "没有数据集或流向 \(name)" + (near.map { "；是否想用 \($0)？" } ?? ""),
                    en: "there is no data set and no flow \(name)" + (near.map { "; did you mean \($0)?" } ?? "")
                )
            }
        }
    }

    /// The profiles that `registry` names, each once, as they judge what the views of `flows` show.
    static func profiles(
        _ registry: Registry,
        _ flows: FlowTable,
        _ contracts: ContractCatalog,
        file: String,
        _ problems: inout [ConfigurationProblem]
    ) -> [String: ProfileViews] {
        var profiles: [String: ProfileViews] = [:]
        for id in Set(registry.platforms.compactMap(\.profile)).sorted() {
            guard let profile = contracts.profile(id) else { continue }
            do throws(ViewDefinitionFailure) {
                profiles[id] = try ProfileViews(profile, flows: flows, contracts: contracts)
            } catch {
                problems += error.mistakes.map { mistake in
                    ConfigurationProblem(
                        .invalid,
                        file: file,
                        key: mistake.field,
                        zh: mistake.message.zh,
                        en: mistake.message.en
                    )
                }
            }
        }
        return profiles
    }
}
