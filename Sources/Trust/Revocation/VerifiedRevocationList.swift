/// A CRL whose signature was verified under the key of a listed certificate. Only ``RevocationBook`` makes one.
struct VerifiedRevocationList: Sendable {
    /// The list.
    let list: RevocationList
    /// The same for status, topic and messages.
    let item: RevocationItem
    /// Name and key of the issuer.
    let issuer: CertificateThumbprint

    /// What the list says about the certificate with `serial`, content of an INTEGER; nil when it says nothing.
    func state(of serial: [UInt8]) -> RevocationState? {
        guard let entry = list.entries.entry(for: serial, in: list.der) else { return nil }
        // removeFromCRL stands in delta lists: what an earlier list said no longer holds.
        return entry.reason == .removeFromCRL ? .good : .revoked(at: entry.date, reason: entry.reason)
    }

    /// The same list under a new trust list; nil when it no longer counts there.
    func rebound(to authority: TrustAuthority, issuer certificate: Certificate) -> VerifiedRevocationList? {
        guard let item = item.rebound(to: authority, issuer: certificate) else { return nil }
        return VerifiedRevocationList(list: list, item: item, issuer: issuer)
    }
}
