package import Core

/// The written form of a trust list: JSON for people, one key a line.
enum TrustListText {
    /// The bytes of a list.
    static func bytes(
        _ serial: UInt64,
        _ issued: Instant,
        _ publisher: BilingualText,
        _ authorities: [TrustAuthority],
        _ gateways: [RecognisedGateway]
    ) -> [UInt8] {
        var members: [JSONNode.Member] = [
            member("format", .number("2")),
            member("serial", .number(String(serial))),
            member("issued", .string(issued.rfc3339)),
            member("publisher", node(publisher)),
            member("authorities", .array(authorities.map(node))),
        ]
        if !gateways.isEmpty { members.append(member("gateways", .array(gateways.map(node)))) }
        return JSONLayout.bytes(.object(members))
    }

    /// One authority.
    static func node(_ authority: TrustAuthority) -> JSONNode {
        var members = [member("id", .string(authority.id)), member("name", node(authority.name))]
        if let licence = authority.licence { members.append(member("licence", .string(licence))) }
        members += [
            member("history", .array(authority.history.map(node))),
            member("certificates", .array(authority.certificates.map { .string($0.pem) })),
            member("uses", texts(authority.uses.map(\.rawValue).sorted())),
        ]
        if !authority.identity.isEmpty { members.append(member("identity", .array(authority.identity.map(node)))) }
        if !authority.policies.isEmpty { members.append(member("policies", texts(authority.policies))) }
        return .object(members + [member("revocation", node(authority.revocation))])
    }

    private static func node(_ period: RecognitionPeriod) -> JSONNode {
        let members = [
            member("status", .string(period.status.rawValue)), member("from", .string(period.from.rfc3339)),
        ]
        return .object(members + (period.reason.map { [member("reason", node($0))] } ?? []))
    }

    private static func node(_ source: IdentitySource) -> JSONNode {
        var members =
            switch source.place {
            case .extension(let oid): [member("oid", .string(oid))]
            case .attribute(let name): [member("attribute", .string(name))]
            }
        if source.pattern != .bare { members.append(member("pattern", .string(source.pattern.text))) }
        if source.holds != .uscc { members.append(member("holds", .string(source.holds.rawValue))) }
        return .object(members)
    }

    private static func node(_ policy: RevocationPolicy) -> JSONNode {
        var members = [member("check", .string(policy.check.rawValue))]
        if !policy.crl.isEmpty { members.append(member("crl", texts(policy.crl))) }
        if !policy.ocsp.isEmpty { members.append(member("ocsp", texts(policy.ocsp))) }
        if let budget = policy.budget {
            members.append(member("budgetHours", .number(String(budget.components.seconds / 3600))))
        }
        if !policy.whenStaleByUse.isEmpty {
            let rules = policy.whenStaleByUse.sorted { $0.key.rawValue < $1.key.rawValue }
            members.append(
                member("whenStale", .object(rules.map { member($0.key.rawValue, .string($0.value.rawValue)) }))
            )
        }
        return .object(members)
    }

    private static func node(_ gateway: RecognisedGateway) -> JSONNode {
        let members = [
            member("id", .string(gateway.id)),
            member("name", node(gateway.name)),
            member("certificates", .array(gateway.certificates.map { .string($0.pem) })),
            member("from", .string(gateway.from.rfc3339)),
        ]
        return .object(members + (gateway.until.map { [member("until", .string($0.rfc3339))] } ?? []))
    }

    /// A text in two languages.
    static func node(_ text: BilingualText) -> JSONNode {
        .object([member("zh", .string(text.zh)), member("en", .string(text.en))])
    }

    private static func texts(_ values: [String]) -> JSONNode { .array(values.map { .string($0) }) }

    private static func member(_ name: String, _ value: JSONNode) -> JSONNode.Member {
        JSONNode.Member(name: name, value: value)
    }
}

extension TrustAuthority {
    /// The authority as an entry of a list, certificates inline.
    package var node: JSONNode { TrustListText.node(self) }
}
