import COpenSSL

/// What sort of public key a certificate or an SPKI holds, as far as algorithms depend on it.
package enum PublicKeyKind: Sendable, Hashable {
    /// RSA (`rsaEncryption`), modulus length in bits.
    case rsa(bits: Int)
    /// RSA restricted to PSS (`id-RSASSA-PSS`), modulus length in bits.
    case rsaPSS(bits: Int)
    /// NIST P-256 as a named curve.
    case p256
    /// NIST P-384 as a named curve.
    case p384
    /// NIST P-521 as a named curve.
    case p521
    /// SM2 (GB/T 32918.5 curve).
    case sm2
    /// Anything else, by OpenSSL's name: other curves, curves given by explicit parameters, Edwards curves, DSA.
    case other(String)

    /// Reads the kind from a key, which is only borrowed.
    init(of key: OpaquePointer) {
        // `key` is valid during the call; the texts are constants.
        let bits = Int(unsafe EVP_PKEY_get_bits(key))
        if unsafe EVP_PKEY_is_a(key, "RSA-PSS") == 1 {
            self = .rsaPSS(bits: bits)
        } else if unsafe EVP_PKEY_is_a(key, "RSA") == 1 {
            self = .rsa(bits: bits)
        } else if unsafe EVP_PKEY_is_a(key, "SM2") == 1 {
            self = .sm2
        } else if unsafe EVP_PKEY_is_a(key, "EC") == 1 {
            self = unsafe PublicKeyKind.curve(of: key)
        } else {
            let name = unsafe EVP_PKEY_get0_type_name(key)
            self = .other(unsafe name.map { unsafe String(cString: $0) } ?? "unknown")
        }
        LibraryErrors.clear()
    }

    /// A curve counts only when it is named: parameters spelt out could hide another generator (CVE-2020-0601).
    private static func curve(of key: OpaquePointer) -> PublicKeyKind {
        guard unsafe text("encoding", of: key) == "named_curve" else { return .other("explicit EC parameters") }
        switch unsafe text("group", of: key) {
        case "prime256v1", "P-256": return .p256
        case "secp384r1", "P-384": return .p384
        case "secp521r1", "P-521": return .p521
        case "SM2": return .sm2
        case let name: return .other(name ?? "EC")
        }
    }

    private static func text(_ parameter: String, of key: OpaquePointer) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        var length = 0
        // OpenSSL writes at most the count it is given and terminates the text.
        let found = unsafe buffer.withUnsafeMutableBufferPointer { target in
            unsafe EVP_PKEY_get_utf8_string_param(key, parameter, target.baseAddress, target.count, &length)
        }
        guard found == 1, length < buffer.count else { return nil }
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What hierarchies under one name are told apart by.
    enum Family: Hashable {
        case rsa
        case ellipticCurve
        case sm2
        case other
    }

    /// RSA, one of the NIST curves, SM2 or none of these.
    var family: Family {
        switch self {
        case .rsa, .rsaPSS: .rsa
        case .p256, .p384, .p521: .ellipticCurve
        case .sm2: .sm2
        case .other: .other
        }
    }

    /// Short name for messages, for example `RSA-2048` or `SM2`.
    package var name: String {
        switch self {
        case .rsa(let bits): "RSA-\(bits)"
        case .rsaPSS(let bits): "RSA-PSS-\(bits)"
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        case .sm2: "SM2"
        case .other(let name): name
        }
    }
}
