import COpenSSL
package import Core

/// A CRL (RFC 5280 §5) as somebody handed it over; nothing about it is verified (see ``VerifiedRevocationList``).
///
/// OpenSSL reads its frame, that is everything but the entries: objects for a million of these would take ten times the
/// list's length. The entries are walked over where they stand.
package struct RevocationList: Sendable {
    /// Longest list that is read, in bytes: some 1.6 million entries.
    package static let maximumLength = 64 << 20

    /// The DER encoding.
    package let der: [UInt8]
    /// Issuer after RFC 2253, for messages.
    package let issuer: String
    /// The issuer's distinguished name in DER.
    let issuerName: [UInt8]
    /// CRL number; lists of the first version have none.
    package let number: RevocationNumber?
    /// For a delta list the number of the complete list that it builds upon; nil for a complete list.
    package let baseNumber: RevocationNumber?
    /// When it was issued.
    package let thisUpdate: Instant
    /// By when the next one will be issued, where it says so.
    package let nextUpdate: Instant?
    /// Which certificates it speaks about.
    let scope: RevocationScope
    /// Its signature, unverified.
    let signature: IssuerSignature
    /// Its entries.
    let entries: RevocationEntries

    /// True for a delta list.
    package var isDelta: Bool { baseNumber != nil }
    /// The number of entries.
    package var count: Int { entries.count }

    /// Reads exactly one list from DER or PEM; nothing may follow it.
    package static func parse(_ bytes: [UInt8]) -> Result<RevocationList, RevocationFault> {
        guard bytes.count <= maximumLength else {
            let limit = maximumLength >> 20
            return .failure(
                RevocationFault(
                    .tooLarge,
                    zh: "吊销列表 \(bytes.count) 字节，超过 \(limit) MiB",
                    en: "the revocation list has \(bytes.count) bytes, more than \(limit) MiB"
                )
            )
        }
        guard let der = PEM.binary(bytes, label: "X509 CRL"), let frame = Frame(der) else {
            return .failure(
                RevocationFault(
                    .malformed,
                    zh: "不是一份完整的 DER 编码吊销列表",
                    en: "not one well-formed revocation list in DER"
                )
            )
        }
        return RevocationList.list(der, frame)
    }

    private static func list(_ der: [UInt8], _ frame: Frame) -> Result<RevocationList, RevocationFault> {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        let head = frame.head
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe head.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_X509_CRL(nil, &cursor, buffer.count)
        }
        let malformed = RevocationFault(
            .malformed,
            zh: "吊销列表的结构或扩展项不正确",
            en: "structure or extensions of the revocation list are not well formed"
        )
        guard let handle = unsafe Handle<RevocationListHandleKind>(adopting: parsed) else { return .failure(malformed) }
        return unsafe handle.withPointer { list in
            // Everything reached here belongs to the list.
            guard let entries = frame.entries.map(RevocationEntries.init) ?? RevocationEntries.none,
                let thisUpdate = unsafe X509_CRL_get0_lastUpdate(list).flatMap({ unsafe Instant(asn1: $0) }),
                let name = unsafe X509_CRL_get_issuer(list),
                let issuerName = unsafe DEREncoding.bytes({ unsafe i2d_X509_NAME(name, $0) }),
                let number = unsafe RevocationList.number(in: list, NID_crl_number),
                let baseNumber = unsafe RevocationList.number(in: list, NID_delta_crl)
            else { return .failure(malformed) }
            var nextUpdate: Instant?
            if let time = unsafe X509_CRL_get0_nextUpdate(list) {
                guard let instant = unsafe Instant(asn1: time), instant > thisUpdate else { return .failure(malformed) }
                nextUpdate = instant
            }
            // A delta list without a number could not be ordered.
            if baseNumber.value != nil, number.value == nil { return .failure(malformed) }
            let issuer = unsafe DistinguishedName.text(of: name)
            guard unsafe RevocationList.isUnderstood(list), let scope = unsafe RevocationScope.of(list) else {
                return .failure(
                    RevocationFault(
                        .scopeUnsupported,
                        zh: "\(issuer) 的吊销列表带有不支持的关键扩展或范围（部分原因、间接列表、属性证书）",
                        en:
                            "the revocation list of \(issuer) has a critical extension or a scope that is not supported "
                            + "(some reasons, indirect, attribute certificates)"
                    )
                )
            }
            return .success(
                RevocationList(
                    der: der,
                    issuer: issuer,
                    issuerName: issuerName,
                    number: number.value,
                    baseNumber: baseNumber.value,
                    thisUpdate: thisUpdate,
                    nextUpdate: nextUpdate,
                    scope: scope,
                    signature: frame.signature,
                    entries: entries
                )
            )
        }
    }

    /// An optional number among the extensions; nil when it is there and malformed.
    static func number(in list: OpaquePointer, _ kind: Int32) -> (value: RevocationNumber?, Void)? {
        var critical: Int32 = 0
        guard let found = unsafe X509_CRL_get_ext_d2i(list, kind, &critical, nil) else {
            return critical == -1 ? (nil, ()) : nil
        }
        let integer = unsafe found.assumingMemoryBound(to: ASN1_INTEGER.self)
        // What was returned is ours.
        defer { unsafe ASN1_INTEGER_free(integer) }
        guard let encoded = unsafe DEREncoding.bytes({ unsafe i2d_ASN1_INTEGER(integer, $0) }) else { return nil }
        var bytes = encoded[...]
        guard let element = DERElement(takenFrom: &bytes), let number = RevocationNumber(content: element.content)
        else {
            return nil
        }
        return (number, ())
    }

    /// True when no extension is critical and unknown here (RFC 5280 §5.2).
    private static func isUnderstood(_ list: OpaquePointer) -> Bool {
        let known: Set<Int32> = [
            NID_crl_number, NID_delta_crl, NID_issuing_distribution_point, NID_authority_key_identifier,
        ]
        for index in 0..<max(0, unsafe X509_CRL_get_ext_count(list)) {
            guard let found = unsafe X509_CRL_get_ext(list, index) else { return false }
            if unsafe X509_EXTENSION_get_critical(found) != 0,
                !known.contains(unsafe OBJ_obj2nid(X509_EXTENSION_get_object(found)))
            {
                return false
            }
        }
        return true
    }

    /// The signature of a list of whatever scope; nil when `der` is none.
    static func signature(of der: [UInt8]) -> IssuerSignature? { Frame(der)?.signature }

    /// What stands where in a CertificateList (RFC 5280 §5.1).
    private struct Frame {
        /// The content of `revokedCertificates`; nil where it is left out.
        let entries: ArraySlice<UInt8>?
        /// The list without its entries.
        let head: [UInt8]
        let signature: IssuerSignature

        /// Takes `der` apart; nil when it is no such structure or something stands behind it.
        init?(_ der: [UInt8]) {
            var bytes = der[...]
            guard let outer = DERElement(takenFrom: &bytes), bytes.isEmpty, outer.tag == 0x30,
                let parts = DERElement.elements(outer.content, limit: 3), parts.count == 3, parts[0].tag == 0x30,
                let signature = IssuerSignature(signed: parts[0], algorithm: parts[1], bitString: parts[2]),
                let fields = DERElement.elements(parts[0].content, limit: 7)
            else { return nil }
            // version?, signature, issuer, thisUpdate, nextUpdate?, revokedCertificates?, [0] extensions?: the third
            // SEQUENCE is the one of the entries.
            let sequences = fields.indices.filter { fields[$0].tag == 0x30 }
            guard (2...3).contains(sequences.count), sequences[0] <= 1, fields.count > sequences[0],
                fields[sequences[0]].encoded.elementsEqual(parts[1].encoded)
            else { return nil }
            let position = sequences.count == 3 ? sequences[2] : nil
            entries = position.map { fields[$0].content }
            let kept = fields.indices.filter { $0 != position }.map { Array(fields[$0].encoded) }
            head = DERWriter.sequence(
                DERWriter.element(.sequence, Array(kept.joined())),
                Array(parts[1].encoded),
                Array(parts[2].encoded)
            )
            self.signature = signature
        }
    }
}
