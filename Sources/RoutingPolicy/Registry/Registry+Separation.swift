package import Core

extension Registry {
    /// The bodies that hold two roles which the flow table keeps apart (``FlowTable/apart``), as mistakes of the registry.
    ///
    /// - Parameter file: name of the registry's file in the mistakes.
    package func mistakes(against apart: [RoleSeparation], file: String) -> [ConfigurationProblem] {
        let log = MistakeLog(file: file)
        let places = Dictionary(platforms.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        for shared in held(against: apart) {
            let (one, rule) = (shared.one, shared.rule)
            let place = places[shared.other] ?? 0
            log.report(
                .separation,
                at: "platforms[\(place)].body",
                zh: "同一主体不得兼有 \(rule.one.rawValue) 与 \(rule.other.rawValue) 职能(另见 \(one.id)，依据 \(rule.source))",
                en:
                    "one body may not be both \(rule.one.rawValue) and \(rule.other.rawValue) (see \(one.id); \(rule.source))"
            )
        }
        return log.mistakes
    }

    /// For each rule and each body that breaks it, the first platform of either role.
    func held(against apart: [RoleSeparation]) -> [SharedBody] {
        let bodies = Dictionary(grouping: platforms, by: \.body)
        return bodies.keys.sorted().flatMap { body -> [SharedBody] in
            let held = bodies[body] ?? []
            return apart.compactMap { rule -> SharedBody? in
                guard let one = held.first(where: { $0.role == rule.one }),
                    let other = held.first(where: { $0.role == rule.other })
                else { return nil }
                return SharedBody(one: one, other: other, rule: rule)
            }
        }
    }

    /// Two platforms of one body in roles that are kept apart.
    struct SharedBody {
        let one: RegisteredPlatform
        let other: RegisteredPlatform
        let rule: RoleSeparation
    }
}
