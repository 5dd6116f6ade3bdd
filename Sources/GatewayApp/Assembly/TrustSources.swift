package import Core
package import Trust

/// The trust list of a configuration with the certificate that is pinned for it.
package struct TrustSources: Sendable {
    private let list: String
    private let authority: String
    private let configuration: String?
    private let seen: TrustListMark?

    /// The files themselves, outside a configuration.
    package init(list: String, authority: String) {
        self.list = list
        self.authority = authority
        configuration = nil
        seen = nil
    }

    /// What `sources` name; nil when either is not named, which is a fault of the configuration itself.
    ///
    /// - Parameter seen: the newest list seen so far; an older one is refused.
    init?(_ sources: ArtifactSources, after seen: TrustListMark?) {
        guard let list = sources.trustList, let authority = sources.trustAuthority else { return nil }
        self.list = list
        self.authority = authority
        self.seen = seen
        configuration = sources.file
    }

    /// The pinned certificate, with its faults as configuration problems.
    package func signer(_ problems: inout [ConfigurationProblem]) -> TrustListSigner? {
        do throws(TrustFailure) {
            return try TrustListSigner(SigningKeys.certificate(authority))
        } catch {
            problems.append(
                ConfigurationProblem(
                    error.kind == .unreadable ? .fileUnreadable : .invalid,
                    file: configuration ?? authority,
                    key: configuration == nil ? "" : "trustAuthority",
                    zh: error.message.zh,
                    en: error.message.en
                )
            )
            return nil
        }
    }

    /// The list, read and verified, with its faults as configuration problems.
    package func verifiedList(_ problems: inout [ConfigurationProblem]) -> TrustList? {
        signedList(&problems)?.list
    }

    /// The list, read and verified, as it was signed and by whom, with its faults as configuration problems.
    package func signedList(
        _ problems: inout [ConfigurationProblem]
    ) -> (list: TrustList, document: TrustListDocument, signer: TrustListSigner)? {
        let signer = signer(&problems)
        do throws(TrustListProblems) {
            let document = try TrustListDocument(contentsOfFile: list)
            guard let signer else { return nil }
            return (try document.verified(by: signer, after: seen), document, signer)
        } catch {
            problems += error.problems
            return nil
        }
    }

    /// A store of the list without revocation data, with its faults as configuration problems.
    package func store(_ problems: inout [ConfigurationProblem]) -> TrustStore? {
        verifiedList(&problems).flatMap { store(of: $0, &problems) }
    }

    /// A store of `verified` without revocation data, with its faults as configuration problems.
    package func store(of verified: TrustList, _ problems: inout [ConfigurationProblem]) -> TrustStore? {
        do throws(TrustFailure) {
            return try TrustStore(list: verified, generation: 1)
        } catch {
            problems.append(ConfigurationProblem(.invalid, file: list, zh: error.message.zh, en: error.message.en))
            return nil
        }
    }
}
