import Core
import RoutingPolicy

extension AccessSettings {
    /// Reads the section `access` of a configuration.
    init(from root: inout ConfigurationSection) {
        var section = root.section("access")
        var names = section.section("workers")
        var workers: [String: Principal] = [:]
        for name in names.names {
            guard let text = names.text(name) else { continue }
            workers[name] = AccessSettings.principal(text, name, in: &names)
        }
        section.absorb(names)
        let named = section.optionalText("operator").flatMap { text in
            AccessSettings.principal(text, "operator", in: &section)
        }
        let administrators = section.texts("administrators").enumerated().compactMap { position, text in
            AccessSettings.principal(text, "administrators[\(position)]", in: &section)
        }
        var quota = section.section("quota")
        func limit(_ name: String, _ upper: Int) -> Int? {
            let value = quota.integer(name, in: 0...upper, default: 0)
            return value == 0 ? nil : value
        }
        let settings = QuotaSettings(
            producerBytes: limit("producerBytes", 1 << 40),
            consumerBytes: limit("consumerBytes", 1 << 40),
            requestPercent: limit("requestPercent", 100_000)
        )
        section.absorb(quota)
        root.absorb(section)
        self.init(
            workers: workers,
            operatorPrincipal: named ?? AccessSettings.standardOperator,
            administrators: administrators,
            quota: settings
        )
    }

    /// The principal `text`, or nil after its form was reported at `name`.
    private static func principal(
        _ text: String,
        _ name: String,
        in section: inout ConfigurationSection
    ) -> Principal? {
        if let principal = Principal(text) { return principal }
        section.report(.invalid, name, zh: Principal.rule.zh, en: Principal.rule.en)
        return nil
    }
}
