/// The rights that an exchange needs, and nothing besides.
package struct AccessPlan: Sendable, Hashable {
    /// Every right, sorted, each once.
    package let rights: [AccessRight]
    /// What is the exchange's: a right of anybody that meets one of these is judged.
    package let domain: [AccessResource]
    /// Whose rights on the cluster itself are not judged: brokers, and who administers them.
    package let administrators: Set<Principal>

    private let byPrincipal: [Principal: [AccessRight]]

    /// The rights with which somebody who is nobody's worker could give himself others, or read what brokers read.
    private static let powers: Set<AccessOperation> = [.all, .alter, .alterConfigs, .clusterAction]

    /// A plan of `rights`.
    ///
    /// - Parameter domain: what belongs to the exchange beside the resources of the rights: the families of its topics, so
    ///   that a right on a topic of a platform that has left is found too.
    package init(
        _ rights: some Sequence<AccessRight>,
        domain: [AccessResource] = [],
        administrators: Set<Principal> = []
    ) {
        let unique = Set(rights)
        self.rights = unique.sorted()
        self.domain = Set(domain + unique.map(\.resource).filter { $0.kind != .cluster }).sorted()
        self.administrators = administrators
        byPrincipal = Dictionary(grouping: self.rights, by: \.principal)
    }

    /// Everybody who has a right by this plan.
    package var principals: Set<Principal> { Set(byPrincipal.keys) }

    /// The rights of `principal`.
    package func rights(of principal: Principal) -> [AccessRight] { byPrincipal[principal] ?? [] }

    /// True when the plan gives `right`, by itself or as part of a wider one.
    package func allows(_ right: AccessRight) -> Bool { rights(of: right.principal).contains { $0.covers(right) } }

    /// How the rights in `live` differ from the plan.
    ///
    /// - Complexity: the number of live rights times that of the rights of their principals.
    package func difference(to live: AccessList) -> AccessDifference {
        let reach = DomainIndex(domain)
        func isJudged(_ right: AccessRight) -> Bool {
            if byPrincipal[right.principal] != nil || right.principal.isEverybody { return true }
            guard right.resource.kind == .cluster else { return reach.meets(right.resource) }
            return AccessPlan.powers.contains(right.operation) && !administrators.contains(right.principal)
        }
        let surplus = live.allowed.filter { right in
            isJudged(right) && !rights(of: right.principal).contains { $0.covers(right) }
        }
        let denied = live.denied.filter { denial in
            let concerned = denial.principal.isEverybody ? rights : rights(of: denial.principal)
            return concerned.contains { $0.resource.meets(denial.resource) && denial.operation.implies($0.operation) }
        }
        return AccessDifference(
            missing: rights.filter { !live.allowed.contains($0) },
            surplus: surplus.sorted(),
            denied: denied.sorted()
        )
    }

    /// The resources of an exchange, so that most rights on others are told by one look-up.
    private struct DomainIndex {
        private let literals: Set<AccessResource>
        private let prefixes: [AccessResource]
        private let all: [AccessResource]

        init(_ domain: [AccessResource]) {
            literals = Set(domain.filter { $0.pattern == .literal })
            prefixes = domain.filter { $0.pattern == .prefixed }
            all = domain
        }

        func meets(_ resource: AccessResource) -> Bool {
            if literals.contains(resource) { return true }
            let candidates = resource.pattern == .literal && resource.name != "*" ? prefixes : all
            return candidates.contains { $0.meets(resource) }
        }
    }
}
