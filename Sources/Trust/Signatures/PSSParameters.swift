/// RSASSA-PSS-params (RFC 4055 §3.1) for SHA-256, MGF1 with SHA-256 and a salt of 32 bytes, in DER.
enum PSSParameters {
    /// The usual spelling, with NULL parameters beside SHA-256.
    static let standard = parameters(digest: DERWriter.sequence(DERWriter.objectIdentifier(OID.sha256), DERWriter.null))

    /// The spellings that are read: RFC 4055 §2.1 allows the NULL to be absent.
    static let accepted: Set<[UInt8]> = [
        standard, parameters(digest: DERWriter.sequence(DERWriter.objectIdentifier(OID.sha256))),
    ]

    private static func parameters(digest: [UInt8]) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.element(.context0, digest),
            DERWriter.element(.context1, DERWriter.sequence(DERWriter.objectIdentifier(OID.mgf1), digest)),
            DERWriter.element(.context2, DERWriter.integer(32))
        )
    }
}
