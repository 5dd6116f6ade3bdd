/// A natural person's certificate that acts for a platform's body. The registry alone makes this bond: no name in the
/// certificate does (DATA-SPEC.md §8.4 no. 5).
package struct RegisteredPerson: Sendable, Hashable {
    /// How the registry names the certificate.
    package enum Reference: Sendable, Hashable {
        /// Path of a PEM file, relative to the registry file.
        case file(String)
        /// Key id: `sha-256:` and 64 lower-case hexadecimal digits.
        case keyID(String)
    }

    /// The certificate.
    package let certificate: Reference
    /// A name for people who read the registry; nothing is decided by it.
    package let name: String?
    /// What the certificate may be used for.
    package let scenes: Set<UsageScene>

    /// A registered person.
    package init(certificate: Reference, name: String?, scenes: Set<UsageScene>) {
        self.certificate = certificate
        self.name = name
        self.scenes = scenes
    }
}
