import Core

extension TrustListReader {
    /// One certification authority.
    mutating func authority(_ entry: [String: JSONNode], at key: String) -> TrustAuthority? {
        refuseUnknown(
            in: entry,
            known: [
                "id", "name", "licence", "history", "certificates", "uses", "identity", "policies", "revocation",
            ],
            at: key
        )
        let id = id(entry, at: key)
        let name = name(entry["name"], at: "\(key).name")
        let licence = entry["licence"] == nil ? nil : text(entry, "licence", at: key)
        let history = history(entry["history"], at: "\(key).history")
        let certificates = authorityCertificates(entry["certificates"], at: "\(key).certificates")
        let uses = uses(entry["uses"], at: "\(key).uses")
        let identity = identity(
            entry["identity"],
            isNeeded: uses.contains(where: \.namesOrganisation),
            at: "\(key).identity"
        )
        let policies = policies(entry["policies"], at: "\(key).policies")
        let revocation = revocation(entry["revocation"], uses: uses, at: "\(key).revocation")
        guard let id, let name, let revocation else { return nil }
        return TrustAuthority(
            id: id,
            name: name,
            licence: licence,
            history: history,
            certificates: certificates,
            uses: uses,
            identity: identity,
            policies: policies,
            revocation: revocation
        )
    }

    /// An authority's certificates; none may stand in the list twice, or it would be open whose rules count.
    private mutating func authorityCertificates(_ value: JSONNode?, at key: String) -> [Certificate] {
        let found = certificates(value, at: key, AnchorRule.fault(of:))
        for (certificate, place) in found {
            if let first = listed[certificate.thumbprint] {
                report(
                    place,
                    .duplicate,
                    zh: "证书 \(certificate.subject) 已列于 \(first)",
                    en: "\(certificate.subject) is already listed at \(first)"
                )
            } else {
                listed[certificate.thumbprint] = place
            }
        }
        return found.map(\.certificate)
    }

    private mutating func history(_ value: JSONNode?, at key: String) -> [RecognitionPeriod] {
        var history: [RecognitionPeriod] = []
        for (index, node) in (elements(value, at: key) ?? []).enumerated() {
            let key = "\(key)[\(index)]"
            guard let entry = members(node) else {
                report(key, .wrongType, zh: "须为对象", en: "must be an object")
                continue
            }
            refuseUnknown(in: entry, known: ["status", "from", "reason"], at: key)
            let status = choice(entry["status"], TrustAuthority.Status.self, at: "\(key).status")
            let from = instant(entry, "from", at: key)
            let reason = entry["reason"] == nil ? nil : name(entry["reason"], at: "\(key).reason")
            guard let status, let from else { continue }
            if let last = history.last, from <= last.from {
                report("\(key).from", .invalid, zh: "须晚于前一条", en: "must be later than the entry before")
            }
            if let last = history.last, last.status == status {
                report("\(key).status", .invalid, zh: "与前一条相同", en: "is that of the entry before")
            }
            history.append(RecognitionPeriod(status, from: from, reason: reason))
        }
        return history
    }

    private mutating func uses(_ value: JSONNode?, at key: String) -> Set<TrustAuthority.Use> {
        var uses: Set<TrustAuthority.Use> = []
        for (index, node) in (elements(value, at: key) ?? []).enumerated() {
            guard let use = choice(node, TrustAuthority.Use.self, at: "\(key)[\(index)]") else { continue }
            if !uses.insert(use).inserted {
                report("\(key)[\(index)]", .duplicate, zh: "用途重复", en: "the use occurs twice")
            }
        }
        return uses
    }

    private mutating func identity(_ value: JSONNode?, isNeeded: Bool, at key: String) -> [IdentitySource] {
        // Time stamps and personal certificates are not told by what organisation they name.
        if value == nil, !isNeeded { return [] }
        var sources: [IdentitySource] = []
        for (index, node) in (elements(value, at: key) ?? []).enumerated() {
            let key = "\(key)[\(index)]"
            guard let entry = members(node) else {
                report(key, .wrongType, zh: "须为对象", en: "must be an object")
                continue
            }
            refuseUnknown(in: entry, known: ["oid", "attribute", "pattern", "holds"], at: key)
            let place = place(entry, at: key)
            let pattern = pattern(entry, at: key)
            let holds =
                entry["holds"] == nil
                ? .uscc : choice(entry["holds"], IdentitySource.Content.self, at: "\(key).holds")
            guard let place, let pattern, let holds else { continue }
            sources.append(IdentitySource(place, pattern: pattern, holds: holds))
        }
        if isNeeded, !sources.isEmpty, sources.allSatisfy({ $0.holds == .person }) {
            report(key, .invalid, zh: "没有一处存放机构代码", en: "no place holds the code of an organisation")
        }
        return sources
    }

    private mutating func place(_ entry: [String: JSONNode], at key: String) -> IdentitySource.Place? {
        let place: IdentitySource.Place? =
            switch (entry["oid"]?.text, entry["attribute"]?.text) {
            case (let oid?, nil) where entry["attribute"] == nil: .extension(oid: oid)
            case (nil, let name?) where entry["oid"] == nil: .attribute(name)
            default: nil
            }
        if let place, AnchorRule.isKnown(place) { return place }
        report(
            key,
            .invalid,
            zh: "须含 oid（数字式 OID）或 attribute（主体属性名）之一",
            en: "must have either oid (dotted) or attribute (name of a subject attribute)"
        )
        return nil
    }

    private mutating func pattern(_ entry: [String: JSONNode], at key: String) -> IdentityPattern? {
        guard let value = entry["pattern"] else { return .bare }
        if let pattern = value.text.flatMap({ IdentityPattern($0) }) { return pattern }
        report("\(key).pattern", .invalid, zh: "须为恰含一个 {code} 的文本", en: "must be text with {code} in it once")
        return nil
    }

    private mutating func policies(_ value: JSONNode?, at key: String) -> [String] {
        if value == nil { return [] }
        var policies: [String] = []
        for (index, node) in (elements(value, at: key) ?? []).enumerated() {
            guard let oid = node.text, AnchorRule.isKnown(.extension(oid: oid)) else {
                report("\(key)[\(index)]", .invalid, zh: "须为数字式 OID", en: "must be a dotted OID")
                continue
            }
            policies.append(oid)
        }
        return policies
    }
}
