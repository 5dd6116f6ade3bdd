/// One line of `hutong verify --batch` (INTERFACES.md): a claim that a signature over a message verifies under a key.
package struct SignatureClaim: Sendable, Hashable {
    /// Name of the algorithm: ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512 or SM2-SM3.
    package let algorithm: String
    /// SubjectPublicKeyInfo in DER, hexadecimal.
    package let key: String
    /// The message, hexadecimal.
    package let message: String
    /// The signature, hexadecimal; ECDSA and SM2 in DER.
    package let signature: String
    /// SM2 only: the distinguishing id, hexadecimal; nil is `1234567812345678`.
    package let distinguishingID: String?
    /// PSS only: length of the salt in bytes; nil is the length of the digest.
    package let saltLength: Int?

    /// A claim.
    package init(
        algorithm: String,
        key: String,
        message: String,
        signature: String,
        distinguishingID: String? = nil,
        saltLength: Int? = nil
    ) {
        self.algorithm = algorithm
        self.key = key
        self.message = message
        self.signature = signature
        self.distinguishingID = distinguishingID
        self.saltLength = saltLength
    }
}
