extension Certificate {
    /// Where authorities usually write the 统一社会信用代码 (DATA-SPEC.md §8.2); for showing a certificate to a person. What
    /// counts in admission is the identity map of the authority.
    private static let usualPlaces: [IdentitySource] = [
        .extension(oid: CertificateTemplate.identityExtension), .extension(oid: "1.2.86.11.7.4"),
        .attribute("organizationIdentifier"), .attribute("serialNumber"),
    ]

    /// The 统一社会信用代码 at the first of the usual places that holds a well-formed one; nil where there is none or
    /// several.
    package var usualOrganisationCode: String? {
        guard case .code(let code, _) = CertificateIdentity(of: self, through: Certificate.usualPlaces) else {
            return nil
        }
        return code
    }
}
