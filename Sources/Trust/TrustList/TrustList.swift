/// The list of recognised certification authorities, as loaded from its file or put together by a test.
package struct TrustList: Sendable {
    /// The authorities in the order of the list.
    package let authorities: [TrustAuthority]

    /// A list of `authorities`.
    package init(authorities: [TrustAuthority]) {
        self.authorities = authorities
    }

    /// Reads a list file (docs/specs/trust-list.md) and the certificate files it names, relative to its directory.
    ///
    /// - Throws: ``TrustListProblems`` with everything that is wrong, not only the first.
    package static func load(contentsOfFile path: String) throws(TrustListProblems) -> TrustList {
        var reader = TrustListReader(path: path)
        let list = reader.read()
        guard let list, reader.problems.isEmpty else { throw TrustListProblems(problems: reader.problems) }
        return list
    }
}
