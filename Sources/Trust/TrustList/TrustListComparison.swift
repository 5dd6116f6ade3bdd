import Core

/// What changes when one trust list takes the place of another.
package struct TrustListComparison: Sendable {
    /// The differences, authority by authority in the order of the lists.
    package let changes: [TrustListChange]

    /// True when certificates that were usable become unusable for certain.
    package var losesUsable: Bool { changes.contains { $0.effect == .loss } }

    /// Compares `first` with `second`, which takes its place.
    package init(_ first: TrustList, _ second: TrustList) {
        var changes = TrustListComparison.listChanges(first, second)
        let later = Dictionary(second.authorities.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let earlier = Set(first.authorities.map(\.id))
        for authority in first.authorities {
            if let successor = later[authority.id] {
                changes += AuthorityComparison(authority, successor).changes
            } else {
                changes += AuthorityComparison.removed(authority)
            }
        }
        for authority in second.authorities where !earlier.contains(authority.id) {
            changes += AuthorityComparison.added(authority)
        }
        self.changes = changes + TrustListComparison.gatewayChanges(first, second)
    }

    private static func listChanges(_ first: TrustList, _ second: TrustList) -> [TrustListChange] {
        var changes: [TrustListChange] = []
        func note(_ kind: String, zh: String, en: String) {
            changes.append(
                TrustListChange(
                    subject: "",
                    kind: kind,
                    effect: .neutral,
                    from: nil,
                    until: nil,
                    message: BilingualText(zh: zh, en: en)
                )
            )
        }
        // A draft has no number yet.
        if second.serial > 0, let fault = second.fault(after: first.mark) {
            note("serial", zh: "不能替换：\(fault.zh)", en: "cannot take its place: \(fault.en)")
        }
        if first.publisher != second.publisher {
            note(
                "publisher",
                zh: "发布者由“\(first.publisher.zh)”改为“\(second.publisher.zh)”",
                en: "the publisher changes from \(first.publisher.en) to \(second.publisher.en)"
            )
        }
        return changes
    }

    private static func gatewayChanges(_ first: TrustList, _ second: TrustList) -> [TrustListChange] {
        var changes: [TrustListChange] = []
        func note(
            _ gateway: RecognisedGateway,
            _ effect: TrustListChange.Effect,
            _ kind: String,
            zh: String,
            en: String,
            from: Instant? = nil
        ) {
            changes.append(
                TrustListChange(
                    subject: gateway.id,
                    kind: kind,
                    effect: effect,
                    from: from,
                    until: nil,
                    message: BilingualText(
                        zh: "网关 \(gateway.name.zh)（\(gateway.id)）\(zh)",
                        en: "the gateway \(gateway.name.en) (\(gateway.id)) \(en)"
                    )
                )
            )
        }
        for gateway in first.gateways {
            guard let successor = second.gateways.first(where: { $0.id == gateway.id }) else {
                note(gateway, .loss, "gateways", zh: "被移除：其封签不再有效", en: "is removed: its seals no longer count")
                continue
            }
            for certificate in gateway.certificates
            where !successor.certificates.contains(where: { $0.thumbprint == certificate.thumbprint }) {
                note(
                    gateway,
                    .loss,
                    "certificates",
                    zh: "失去证书 \(certificate.subject)（\(certificate.thumbprint)）",
                    en: "loses the certificate \(certificate.subject) (\(certificate.thumbprint))"
                )
            }
            for certificate in successor.certificates
            where !gateway.certificates.contains(where: { $0.thumbprint == certificate.thumbprint }) {
                note(
                    gateway,
                    .gain,
                    "certificates",
                    zh: "新增证书 \(certificate.subject)（\(certificate.thumbprint)）",
                    en: "gains the certificate \(certificate.subject) (\(certificate.thumbprint))"
                )
            }
            for (kind, old, new) in [
                ("from", gateway.from, successor.from as Instant?), ("until", gateway.until, successor.until),
            ]
                as [(String, Instant?, Instant?)] where old != new
            {
                // A later beginning and an earlier end take something away.
                let isLoss =
                    kind == "from"
                    ? successor.from > gateway.from
                    : (new.map { end in old.map { end < $0 } ?? true } ?? false)
                note(
                    gateway,
                    isLoss ? .loss : .gain,
                    kind,
                    zh: "的 \(kind) 由 \(old?.rfc3339 ?? "无") 改为 \(new?.rfc3339 ?? "无")",
                    en: "has \(kind) changed from \(old?.rfc3339 ?? "none") to \(new?.rfc3339 ?? "none")",
                    from: new
                )
            }
        }
        for gateway in second.gateways where !first.gateways.contains(where: { $0.id == gateway.id }) {
            note(
                gateway,
                .gain,
                "gateways",
                zh: "新增：其封签自 \(gateway.from.rfc3339) 起有效",
                en: "is added: its seals count from \(gateway.from.rfc3339)",
                from: gateway.from
            )
        }
        return changes
    }
}
