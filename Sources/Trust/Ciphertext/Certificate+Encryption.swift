import COpenSSL

extension Certificate {
    /// True when the key usage extension, where present, allows encryption for the key: keyEncipherment, dataEncipherment
    /// or keyAgreement. The signing certificate of an SM2 pair has none of them.
    package var mayEncrypt: Bool {
        unsafe withPointer {
            unsafe X509_get_key_usage($0) & UInt32(KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT | KU_KEY_AGREEMENT) != 0
        }
    }

    /// True when `reader` names this certificate; names of issuers are compared as RFC 5280 §7.1 says.
    package func isNamed(by reader: CiphertextReader) -> Bool {
        // Everything that is lent here belongs to the certificate and is only read.
        unsafe withPointer { certificate in
            switch reader {
            case .issuerAndSerial(let issuer, let serial):
                guard let number = unsafe X509_get0_serialNumber(certificate),
                    unsafe DEREncoding.bytes({ unsafe i2d_ASN1_INTEGER(number, $0) }) == serial
                else { return false }
                return unsafe DistinguishedName.withName(issuer) { name in
                    unsafe X509_NAME_cmp(X509_get_issuer_name(certificate), name) == 0
                } ?? false
            case .keyIdentifier(let identifier):
                guard let own = unsafe X509_get0_subject_key_id(certificate) else { return false }
                return unsafe ASN1Octets.bytes(of: own) == identifier
            }
        }
    }

    /// The issuer's name in DER; nil when OpenSSL cannot encode it.
    var issuerName: [UInt8]? {
        unsafe withPointer { certificate in
            // The name belongs to the certificate and is only read.
            unsafe DEREncoding.bytes { unsafe i2d_X509_NAME(X509_get_issuer_name(certificate), $0) }
        }
    }

    /// The serial number in DER; nil when OpenSSL cannot encode it.
    var serialNumber: [UInt8]? {
        unsafe withPointer { certificate in
            // The number belongs to the certificate and is only read.
            guard let number = unsafe X509_get0_serialNumber(certificate) else { return nil }
            return unsafe DEREncoding.bytes { unsafe i2d_ASN1_INTEGER(number, $0) }
        }
    }
}
