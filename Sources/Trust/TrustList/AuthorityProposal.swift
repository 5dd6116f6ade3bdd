package import Core

/// A first draft of an authority's entry: what its certificates and a sample of what it issues suggest. Every guess is
/// told together with its reason; a person decides.
package struct AuthorityProposal: Sendable {
    /// One value that nobody stated.
    package struct Guess: Sendable, Hashable {
        /// The key of the entry: `identity`, `revocation.crl`.
        package let key: String
        /// What was put there and why.
        package let reason: BilingualText
    }

    /// The entry.
    package let authority: TrustAuthority
    /// What was guessed.
    package let guesses: [Guess]

    /// Proposes an entry for the authority with `certificates`.
    ///
    /// - Parameters:
    ///   - uses: what its certificates may be used for.
    ///   - history: its recognition so far.
    ///   - sample: a certificate that the authority issued to an organisation.
    package init(
        id: String,
        name: BilingualText,
        licence: String?,
        history: [RecognitionPeriod],
        certificates: [Certificate],
        uses: Set<TrustAuthority.Use>,
        sample: Certificate?
    ) {
        var guesses: [Guess] = []
        let identity = AuthorityProposal.identity(uses, sample, &guesses)
        let revocation = AuthorityProposal.revocation(certificates, sample, &guesses)
        authority = TrustAuthority(
            id: id,
            name: name,
            licence: licence,
            history: history,
            certificates: certificates,
            uses: uses,
            identity: identity,
            revocation: revocation
        )
        self.guesses = guesses
    }

    /// Where authorities are known to write the code of an organisation (DATA-SPEC.md §8.2), best first.
    private static let places: [IdentitySource.Place] = [
        .extension(oid: "1.2.156.10260.4.1.4"), .extension(oid: "1.2.156.10260.4.4"), .extension(oid: "1.2.86.11.7.4"),
        .extension(oid: "1.2.156.1.8888.148"), .extension(oid: "1.2.156.112570.11.205"),
        .extension(oid: "1.2.156.10260.4.1.3"), .extension(oid: "1.2.156.10260.4.1.5"),
        .attribute("organizationIdentifier"), .attribute("serialNumber"), .attribute("OU"), .attribute("CN"),
    ]

    private static func identity(
        _ uses: Set<TrustAuthority.Use>,
        _ sample: Certificate?,
        _ guesses: inout [Guess]
    ) -> [IdentitySource] {
        guard uses.contains(where: \.namesOrganisation) else { return [] }
        guard let sample else {
            let usual = IdentitySource.extension(oid: "1.2.156.10260.4.1.4")
            guesses.append(
                Guess(
                    key: "identity",
                    reason: BilingualText(
                        zh: "\(usual.name)：GM/T 0015 的惯例；没有样例证书（--sample）可供核对",
                        en:
                            "\(usual.name): the usual place by GM/T 0015; there is no sample (--sample) to check it against"
                    )
                )
            )
            return [usual]
        }
        let found = places.compactMap { IdentityGuess(at: $0, in: sample) }
        for guess in found {
            guesses.append(
                Guess(
                    key: "identity",
                    reason: BilingualText(
                        zh: "\(guess.source.name)：样例证书 \(sample.subject) 在此处为 \(guess.value)，其中 \(guess.code) "
                            + (guess.isChecked ? "校验位正确" : "只有形状相符"),
                        en:
                            "\(guess.source.name): the sample \(sample.subject) has \(guess.value) there, and \(guess.code) in it "
                            + (guess.isChecked ? "has the right check character" : "has the shape alone")
                    )
                )
            )
        }
        if found.isEmpty {
            guesses.append(
                Guess(
                    key: "identity",
                    reason: BilingualText(
                        zh: "样例证书 \(sample.subject) 的已知位置均无机构代码，须手工填写",
                        en: "the sample \(sample.subject) has no code of an organisation in any known place: fill it in"
                    )
                )
            )
        }
        return found.map(\.source)
    }

    private static func revocation(
        _ certificates: [Certificate],
        _ sample: Certificate?,
        _ guesses: inout [Guess]
    ) -> RevocationPolicy {
        let sources = [sample].compactMap(\.self) + certificates.filter { !$0.isSelfIssued }
        func unique(_ addresses: [String], _ schemes: [String]) -> [String] {
            var seen: Set<String> = []
            return addresses.filter { AddressRule.isAddress($0, schemes: schemes) && seen.insert($0).inserted }
        }
        let crl = unique(sources.flatMap(\.revocationListAddresses), ["http://", "ldap://"])
        let ocsp = unique(sources.flatMap(\.statusAddresses), ["http://"])
        let check: RevocationPolicy.Check =
            switch (crl.isEmpty, ocsp.isEmpty) {
            case (false, true): .crl
            case (true, false): .ocsp
            case (false, false): .any
            case (true, true): .none
            }
        for (key, addresses) in [("revocation.crl", crl), ("revocation.ocsp", ocsp)] where !addresses.isEmpty {
            guesses.append(
                Guess(
                    key: key,
                    reason: BilingualText(
                        zh: "\(addresses.joined(separator: "，"))：取自证书扩展",
                        en: "\(addresses.joined(separator: ", ")): from the extensions of the certificates"
                    )
                )
            )
        }
        guesses.append(
            Guess(
                key: "revocation.check",
                reason: check == .none
                    ? BilingualText(
                        zh: "none：样例证书与颁发者证书中没有可用的吊销信息地址；吊销将不被检查",
                        en:
                            "none: neither sample nor issuing certificates name a usable source; revocation will not be checked"
                    )
                    : BilingualText(
                        zh: "\(check.rawValue)：依证书中的地址；未设 budgetHours，以数据的 nextUpdate 为准",
                        en:
                            "\(check.rawValue): by the addresses found; without budgetHours the data's nextUpdate counts"
                    )
            )
        )
        return RevocationPolicy(check: check, crl: crl, ocsp: ocsp)
    }
}
