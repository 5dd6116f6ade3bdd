import Core

extension TrustListReader {
    /// The longest budget: a year.
    private static let maximumBudgetHours = 8784

    /// How revocation is known of an authority with `uses`.
    mutating func revocation(
        _ value: JSONNode?,
        uses: Set<TrustAuthority.Use>,
        at key: String
    ) -> RevocationPolicy? {
        guard let entry = members(value) else {
            report(
                key,
                value == nil ? .missing : .wrongType,
                zh: "须为对象；不检查吊销也须写明 {\"check\": \"none\"}",
                en: "must be an object; no check has to be said, {\"check\": \"none\"}"
            )
            return nil
        }
        refuseUnknown(in: entry, known: ["check", "crl", "ocsp", "budgetHours", "whenStale"], at: key)
        let check = choice(entry["check"], RevocationPolicy.Check.self, at: "\(key).check")
        let crl = addresses(entry["crl"], schemes: ["http://", "ldap://"], at: "\(key).crl")
        let ocsp = addresses(entry["ocsp"], schemes: ["http://"], at: "\(key).ocsp")
        let budget = budget(entry["budgetHours"], at: "\(key).budgetHours")
        let whenStale = whenStale(entry["whenStale"], uses: uses, at: "\(key).whenStale")
        guard let check else { return nil }
        let unread: [String] =
            switch check {
            case .any: []
            case .crl: ["ocsp"]
            case .ocsp: ["crl"]
            case .none: ["crl", "ocsp", "budgetHours", "whenStale"]
            }
        for name in unread where entry[name] != nil {
            report(
                "\(key).\(name)",
                .invalid,
                zh: "check 为 \(check.rawValue) 时无人读取",
                en: "nothing reads it while check is \(check.rawValue)"
            )
        }
        return RevocationPolicy(check: check, crl: crl, ocsp: ocsp, budget: budget, whenStale: whenStale)
    }

    /// Addresses of one of `schemes`. A fetch over TLS would need certificates to fetch what certificates are judged by;
    /// the data is signed. LDAP addresses are for people, their data comes in by bundle.
    private mutating func addresses(_ value: JSONNode?, schemes: [String], at key: String) -> [String] {
        if value == nil { return [] }
        var addresses: [String] = []
        for (index, node) in (elements(value, at: key) ?? []).enumerated() {
            guard let address = node.text, AddressRule.isAddress(address, schemes: schemes) else {
                let list = schemes.joined(separator: ", ")
                report("\(key)[\(index)]", .invalid, zh: "须为地址（\(list)）", en: "must be an address (\(list))")
                continue
            }
            addresses.append(address)
        }
        return addresses
    }

    private mutating func budget(_ value: JSONNode?, at key: String) -> Duration? {
        guard let value else { return nil }
        if case .number(let digits) = value, let hours = Int(digits), 1...Self.maximumBudgetHours ~= hours {
            return .seconds(hours * 3600)
        }
        report(
            key,
            .invalid,
            zh: "须为 1 至 \(Self.maximumBudgetHours) 的整数（小时）",
            en: "must be a whole number of hours from 1 to \(Self.maximumBudgetHours)"
        )
        return nil
    }

    private mutating func whenStale(
        _ value: JSONNode?,
        uses: Set<TrustAuthority.Use>,
        at key: String
    ) -> [TrustAuthority.Use: RevocationPolicy.WhenStale] {
        guard let value else { return [:] }
        guard let entry = members(value) else {
            report(key, .wrongType, zh: "须为对象", en: "must be an object")
            return [:]
        }
        var rules: [TrustAuthority.Use: RevocationPolicy.WhenStale] = [:]
        for name in entry.keys.sorted() {
            guard let use = TrustAuthority.Use(rawValue: name), uses.contains(use) else {
                report("\(key).\(name)", .unknownKey, zh: "不是该机构的用途", en: "is no use of this authority")
                continue
            }
            rules[use] = choice(entry[name], RevocationPolicy.WhenStale.self, at: "\(key).\(name)")
        }
        return rules
    }
}
