/// RSASSA-PSS-params (RFC 4055 §3.1) with MGF1 over the digest itself and a salt as long as the digest, in DER.
enum PSSParameters {
    /// SHA-256, in the usual spelling with NULL parameters beside the digest.
    static let sha256 = parameters(OID.sha256, DERWriter.null, salt: 32)
    /// SHA-384.
    static let sha384 = parameters(OID.sha384, DERWriter.null, salt: 48)
    /// SHA-512.
    static let sha512 = parameters(OID.sha512, DERWriter.null, salt: 64)

    /// True when `encoded` are the parameters for the digest with this OID, in a spelling that is read: RFC 4055 §2.1 allows
    /// the NULL to be absent.
    static func areStandard(_ encoded: [UInt8], digest: String) -> Bool {
        accepted[digest]?.contains(encoded) == true
    }

    private static let accepted: [String: Set<[UInt8]>] = [
        OID.sha256: [sha256, parameters(OID.sha256, [], salt: 32)],
        OID.sha384: [sha384, parameters(OID.sha384, [], salt: 48)],
        OID.sha512: [sha512, parameters(OID.sha512, [], salt: 64)],
    ]

    private static func parameters(_ name: String, _ null: [UInt8], salt: UInt8) -> [UInt8] {
        let digest = DERWriter.sequence(DERWriter.objectIdentifier(name), null)
        return DERWriter.sequence(
            DERWriter.element(.context0, digest),
            DERWriter.element(.context1, DERWriter.sequence(DERWriter.objectIdentifier(OID.mgf1), digest)),
            DERWriter.element(.context2, DERWriter.integer(salt))
        )
    }
}
