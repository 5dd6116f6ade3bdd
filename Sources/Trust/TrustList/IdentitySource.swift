/// A place in a certificate where an authority writes the holder's 统一社会信用代码 (DATA-SPEC.md §8.2: the meaning of
/// the extensions differs between authorities, hence configuration).
package enum IdentitySource: Sendable, Hashable {
    /// The value of a certificate extension, for example `1.2.156.10260.4.1.4`.
    case `extension`(oid: String)
    /// An attribute of the subject name by OpenSSL's short or long name or as OID, for example `organizationIdentifier`.
    case attribute(String)

    /// How messages name it.
    var name: String {
        switch self {
        case .extension(let oid): oid
        case .attribute(let name): name
        }
    }
}
