/// The object identifiers that signatures and certificates here use, in dotted form.
enum OID {
    static let sha256 = "2.16.840.1.101.3.4.2.1"
    static let sha384 = "2.16.840.1.101.3.4.2.2"
    static let sha512 = "2.16.840.1.101.3.4.2.3"
    static let sm3 = "1.2.156.10197.1.401"
    static let rsaEncryption = "1.2.840.113549.1.1.1"
    static let sha256WithRSA = "1.2.840.113549.1.1.11"
    static let sha384WithRSA = "1.2.840.113549.1.1.12"
    static let sha512WithRSA = "1.2.840.113549.1.1.13"
    static let rsaPSS = "1.2.840.113549.1.1.10"
    static let mgf1 = "1.2.840.113549.1.1.8"
    static let ecPublicKey = "1.2.840.10045.2.1"
    static let ecdsaWithSHA256 = "1.2.840.10045.4.3.2"
    static let ecdsaWithSHA384 = "1.2.840.10045.4.3.3"
    static let ecdsaWithSHA512 = "1.2.840.10045.4.3.4"
    static let sm2WithSM3 = "1.2.156.10197.1.501"
    /// SM2-1, the signature algorithm of GB/T 32918.2, as GM/T 0010 names it.
    static let sm2Signature = "1.2.156.10197.1.301.1"
    /// SM2 itself, which some software writes as the signature algorithm.
    static let sm2 = "1.2.156.10197.1.301"
    /// id-ce-cRLReasons (RFC 5280 §5.3.1).
    static let reasonCode = "2.5.29.21"
    static let data = "1.2.840.113549.1.7.1"
    static let signedData = "1.2.840.113549.1.7.2"
    /// data of GM/T 0010 and GB/T 35275.
    static let nationalData = "1.2.156.10197.6.1.4.2.1"
    /// signedData of GM/T 0010 and GB/T 35275.
    static let nationalSignedData = "1.2.156.10197.6.1.4.2.2"
    static let envelopedData = "1.2.840.113549.1.7.3"
    /// id-ct-authEnvelopedData (RFC 5083 §2.1).
    static let authEnvelopedData = "1.2.840.113549.1.9.16.1.23"
    /// envelopedData of GM/T 0010 and GB/T 35275.
    static let nationalEnvelopedData = "1.2.156.10197.6.1.4.2.3"
    static let rsaOAEP = "1.2.840.113549.1.1.7"
    /// SM2-3, the public key encryption of GB/T 32918.4, as GM/T 0010 names it.
    static let sm2Encryption = "1.2.156.10197.1.301.3"
    /// dhSinglePass-stdDH with the key derivation of ANSI X9.63 over a digest (RFC 5753 §7.1.4).
    static let ecdhWithSHA256 = "1.3.132.1.11.1"
    static let ecdhWithSHA384 = "1.3.132.1.11.2"
    static let ecdhWithSHA512 = "1.3.132.1.11.3"
    static let aes128CBC = "2.16.840.1.101.3.4.1.2"
    static let aes128Wrap = "2.16.840.1.101.3.4.1.5"
    static let aes128GCM = "2.16.840.1.101.3.4.1.6"
    static let aes192CBC = "2.16.840.1.101.3.4.1.22"
    static let aes192Wrap = "2.16.840.1.101.3.4.1.25"
    static let aes192GCM = "2.16.840.1.101.3.4.1.26"
    static let aes256CBC = "2.16.840.1.101.3.4.1.42"
    static let aes256Wrap = "2.16.840.1.101.3.4.1.45"
    static let aes256GCM = "2.16.840.1.101.3.4.1.46"
    static let sm4CBC = "1.2.156.10197.1.104.2"
    /// id-ct-TSTInfo (RFC 3161 §2.4.2).
    static let timeStampInfo = "1.2.840.113549.1.9.16.1.4"
    static let contentType = "1.2.840.113549.1.9.3"
    static let messageDigest = "1.2.840.113549.1.9.4"
    static let signingTime = "1.2.840.113549.1.9.5"
}
