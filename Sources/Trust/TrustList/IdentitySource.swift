/// A place in a certificate where an authority writes whose certificate it is (DATA-SPEC.md §8.2: the meaning of the
/// extensions differs between authorities, hence configuration).
package struct IdentitySource: Sendable, Hashable {
    /// Where in the certificate.
    package enum Place: Sendable, Hashable {
        /// The value of a certificate extension, for example `1.2.156.10260.4.1.4`.
        case `extension`(oid: String)
        /// An attribute of the subject name by OpenSSL's short or long name or as OID, for example
        /// `organizationIdentifier`.
        case attribute(String)
    }

    /// What stands there.
    package enum Content: String, Sendable, Hashable, CaseIterable {
        /// A 统一社会信用代码 of 18 characters.
        case uscc
        /// An organisation code of nine characters (GB 11714): positions 9 to 17 of the 统一社会信用代码.
        case organisationCode = "organisation-code"
        /// Anything that marks the certificate as a natural person's, such as an identity number; what it is, is not
        /// read.
        case person
    }

    /// Where in the certificate.
    package let place: Place
    /// The text around the code.
    package let pattern: IdentityPattern
    /// What stands there.
    package let holds: Content

    /// The source at `place`.
    package init(_ place: Place, pattern: IdentityPattern = .bare, holds: Content = .uscc) {
        self.place = place
        self.pattern = pattern
        self.holds = holds
    }

    /// The extension `oid`, which holds a 统一社会信用代码.
    package static func `extension`(oid: String) -> IdentitySource { IdentitySource(.extension(oid: oid)) }

    /// The subject attribute `name`, which holds a 统一社会信用代码.
    package static func attribute(_ name: String) -> IdentitySource { IdentitySource(.attribute(name)) }

    /// How messages name it.
    var name: String {
        switch place {
        case .extension(let oid): oid
        case .attribute(let name): name
        }
    }
}
