import ContractEngine
import Core
import Foundation
import RoutingPolicy

/// A life cycle of the demonstration as the load uses it: the founding record, its children, and who receives them.
struct OracleLifecycle: Sendable {
    /// One data set of the life cycle.
    struct Step: Sendable {
        let template: OracleTemplate
        let program: ContractProgram
        /// Who must receive its records, one bit each.
        let recipients: UInt64
    }

    /// The sender.
    let platform: RegisteredPlatform
    /// The code of the case with `{n}` for the serial.
    let caseCode: String
    /// Transaction class; nil for a life cycle of the plain project.
    let sector: String?
    /// Region.
    let region: String
    /// The founding record.
    let founding: Step
    /// The others in their order; none of them is sealed.
    let children: [Step]

    private struct File: Codable {
        let lifecycles: [DemoLifecycle]
    }

    /// The life cycles below `contracts` whose sender is among `platforms`: those of tender projects, and those of the
    /// projects above them, which are cases of their own.
    ///
    /// - Throws: ``CommandFailure`` when the demonstration's data do not fit the contracts.
    static func all(
        contracts: String,
        platforms: [RegisteredPlatform],
        artifacts: GatewayArtifacts,
        at now: Instant
    ) throws(CommandFailure) -> [OracleLifecycle] {
        do {
            let file = URL(fileURLWithPath: contracts + "/demo/lifecycles.json")
            let lifecycles = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).lifecycles
            return try lifecycles.flatMap { try parts(of: $0, platforms, artifacts, now) }
        } catch {
            throw CommandFailure.demoData("\(error)")
        }
    }

    private static func parts(
        of lifecycle: DemoLifecycle,
        _ platforms: [RegisteredPlatform],
        _ artifacts: GatewayArtifacts,
        _ now: Instant
    ) throws -> [OracleLifecycle] {
        guard let code = lifecycle.steps.first?.record["PLATFORM_CODE"]?.description,
            let platform = platforms.first(where: { $0.code == code })
        else { return [] }
        let policy = artifacts.policy
        func step(_ step: DemoLifecycle.Step, sector: String?) throws -> Step? {
            guard let program = artifacts.contracts.program(named: step.contract, version: nil),
                // What is sealed waits for a verdict in the middle of its case: no load for a fixed order.
                !policy.flows.seals.contains(where: { $0.dataset == step.contract }),
                !policy.flows.flows(of: step.contract, from: platform.role).isEmpty
            else { return nil }
            let recipients = policy.recipients(
                dataset: step.contract,
                sender: platform,
                sector: sector,
                region: lifecycle.region,
                at: now
            )
            return Step(
                template: try OracleTemplate(step),
                program: program,
                recipients: mask(recipients.map(\.platform.id), policy.registry)
            )
        }
        var found: [OracleLifecycle] = []
        for (name, isProject) in [("TENDER_PROJECT", false), ("PROJECT", true)] {
            let sector = isProject ? nil : lifecycle.sector
            guard let first = lifecycle.steps.first(where: { $0.contract == name }),
                let founding = try step(first, sector: sector),
                let caseCode = first.record[founding.program.routing.case]?.description
            else { continue }
            let children =
                isProject
                ? []
                : try lifecycle.steps.filter { $0.contract != name && $0.contract != "PROJECT" }
                    .compactMap { try step($0, sector: sector) }
            found.append(
                OracleLifecycle(
                    platform: platform,
                    caseCode: caseCode,
                    sector: sector,
                    region: lifecycle.region,
                    founding: founding,
                    children: children
                )
            )
        }
        return found
    }

    /// The bits of `ids` by their place in `registry`.
    static func mask(_ ids: [String], _ registry: Registry) -> UInt64 {
        var mask: UInt64 = 0
        for (index, platform) in registry.platforms.enumerated() where ids.contains(platform.id) && index < 64 {
            mask |= 1 << UInt64(index)
        }
        return mask
    }
}
