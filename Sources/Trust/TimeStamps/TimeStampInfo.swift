import COpenSSL
import Core

/// What a time stamping authority states (TSTInfo, RFC 3161 §2.4.2), as far as it is used; nothing of it is verified.
struct TimeStampInfo {
    /// genTime, whole seconds.
    let time: Instant
    /// Serial number in hexadecimal.
    let serial: String
    /// Digest algorithm of the imprint; nil when it is not accepted.
    let method: DigestMethod?
    /// Its name as OID.
    let algorithm: String
    /// The digest that was stamped.
    let imprint: [UInt8]

    /// Reads a TSTInfo in DER, version 1; nothing may follow it. Nil for anything else, and for one with a critical extension:
    /// none is known here, so what it says of the stamp would go unheard.
    init?(der: [UInt8]) {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard let parsed = unsafe d2i_TS_TST_INFO(nil, &cursor, buffer.count) else { return nil }
            guard unsafe cursor == end else {
                unsafe TS_TST_INFO_free(parsed)
                return nil
            }
            return unsafe parsed
        }
        guard let parsed = unsafe parsed else { return nil }
        defer { unsafe TS_TST_INFO_free(parsed) }
        // Everything below belongs to `parsed`, which lives until this initialiser returns.
        guard unsafe TS_TST_INFO_get_version(parsed) == 1,
            unsafe TS_TST_INFO_get_ext_by_critical(parsed, 1, -1) < 0,
            let stated = unsafe TS_TST_INFO_get_msg_imprint(parsed),
            let name = unsafe TS_MSG_IMPRINT_get_algo(stated),
            let octets = unsafe TS_MSG_IMPRINT_get_msg(stated), let imprint = unsafe ASN1Octets.bytes(of: octets),
            let number = unsafe TS_TST_INFO_get_serial(parsed), let serial = unsafe ASN1Octets.bytes(of: number),
            let moment = unsafe TS_TST_INFO_get_time(parsed), let time = unsafe Instant(asn1: moment)
        else { return nil }
        self.time = time
        self.serial = Hexadecimal.encode(serial)
        self.imprint = imprint
        var object: OpaquePointer?
        unsafe X509_ALGOR_get0(&object, nil, nil, name)
        algorithm = unsafe object.map { unsafe ObjectName.dotted($0) } ?? ""
        method =
            switch algorithm {
            case OID.sha256: .sha256
            case OID.sha384: .sha384
            case OID.sha512: .sha512
            case OID.sm3: .sm3
            default: nil
            }
    }
}
