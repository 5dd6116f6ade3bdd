import Core

/// Who stands behind the platforms.
extension PolicyProof {
    /// Rule R6: trading and supervision are given to different bodies, and so are the roles that the table keeps apart.
    func sharedBodies() -> [Counterexample] {
        let statutory = RoleSeparation(.trading, .supervision, source: "R6")
        return model.registry.held(against: [statutory] + model.flows.apart).map { shared in
            let (one, other, rule) = (shared.one, shared.other, shared.rule)
            return Counterexample(
                [one.id, one.body, other.id],
                zh: "主体 \(one.body) 既运营 \(rule.one.rawValue) 类平台 \(one.id)，又运营 \(rule.other.rawValue) 类平台 \(other.id)",
                en:
                    "the body \(one.body) runs \(one.id) as \(rule.one.rawValue) and \(other.id) as \(rule.other.rawValue)"
            )
        }
    }

    /// One certificate names one platform: whoever holds its key acts for both otherwise.
    func sharedCertificates() -> [Counterexample] {
        var holders: [String: [String]] = [:]
        for platform in model.registry.platforms {
            for certificate in model.certificates[platform.id] ?? [] {
                holders[certificate, default: []].append(platform.id)
            }
        }
        return holders.sorted { $0.key < $1.key }.compactMap { certificate, platforms in
            guard platforms.count > 1 else { return nil }
            return Counterexample(
                [platforms[0], certificate, platforms[1]],
                zh: "证书 \(certificate) 同时登记于平台 \(platforms[0]) 和 \(platforms[1])",
                en: "the certificate \(certificate) is registered for the platforms \(platforms[0]) and \(platforms[1])"
            )
        }
    }

    /// One principal is one platform, one worker, or the operator: the broker knows nobody else behind it.
    func sharedPrincipals() -> [Counterexample] {
        let clients = Dictionary(grouping: model.clients, by: \.principal)
        return clients.keys.sorted().compactMap { principal in
            let roles = clients[principal, default: []].map(\.role)
            // Workers of one process share its credentials; no platform does, nor who asks for a second judgement.
            guard Set(roles).count > 1, roles.contains(where: \.isAlone) else { return nil }
            let names = roles.map(\.name)
            return Counterexample(
                [names[0], principal, names[1]],
                zh: "总线身份 \(principal) 同时属于 \(names[0]) 和 \(names[1])",
                en: "the principal \(principal) is that of \(names[0]) and of \(names[1])"
            )
        }
    }
}
