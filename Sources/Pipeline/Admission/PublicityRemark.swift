package import Core
package import RoutingPolicy

/// What the sender is told of a record that goes less far than others of its data set, because of what it says of its
/// publicity (docs/specs/policy.md §2.5): the same words on a receipt and in an explanation.
package enum PublicityRemark {
    /// The remark on a record of `dataset` from a platform of `role`; nil where it goes wherever others go.
    package static func problem(
        _ policy: ExchangePolicy,
        _ dataset: String,
        from role: ExchangeRole,
        _ openness: Openness
    ) -> Problem? {
        guard let restriction = policy.restriction(of: dataset, from: role, openness) else { return nil }
        let isClosed = restriction == .closed
        return Problem(
            .publicationRestricted,
            at: place(openness),
            rule: "policy.opentype",
            severity: .warning,
            zh: isClosed ? "不公开：此记录只送监督平台，不送其他任何一方" : "授权使用：除监督平台外，此记录只送登记为已授权的平台",
            en: isClosed
                ? "not for publication: the record goes to supervision and to nobody else"
                : "for authorised use: beside supervision the record goes to platforms alone that are registered as authorised"
        )
    }

    /// The attribute that restricts it.
    package static func place(_ openness: Openness) -> String {
        openness.classification == "national-security" ? "/@attributes/classification" : "/@attributes/opentype"
    }
}
