/// Which list has been seen: enough to refuse an older one.
package struct TrustListMark: Sendable, Hashable {
    /// Serial number of the list.
    package let serial: UInt64
    /// SHA-256 of its exact bytes.
    package let digest: PayloadDigest

    /// The mark of a list.
    package init(serial: UInt64, digest: PayloadDigest) {
        self.serial = serial
        self.digest = digest
    }
}
