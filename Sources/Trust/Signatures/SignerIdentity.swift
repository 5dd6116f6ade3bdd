package import Core

/// Who signed a record, established: the signature verifies, the chain is verified, the certificate names the platform.
package struct SignerIdentity: Sendable {
    /// 统一社会信用代码 of the platform, as the certificate holds it.
    package let platformCode: String
    /// The verified chain of the signer's certificate.
    package let chain: VerifiedChain
    /// `raw`, `cms` or `batch`.
    package let form: Form
    /// The algorithm of the signature.
    package let algorithm: SignatureAlgorithm
    /// For `cms`: whose object identifiers the document bears.
    package let family: CMSFamily?
    /// For `cms`: the verified chains of further signers, whose signatures verify too.
    package let cosigners: [VerifiedChain]
    /// For `batch`: the time stamp on the signature, where there is one.
    package let stamp: TimeStamp?

    /// What is remarked upon, of every chain that took part.
    package var warnings: [Problem] {
        chain.warnings + cosigners.flatMap(\.warnings) + (stamp?.chain.warnings ?? [])
    }

    /// The forms of signature that are verified.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// A bare signature and a reference to the certificate.
        case raw
        /// A detached CMS SignedData (RFC 5652, GM/T 0010).
        case cms
        /// One signature over the root of a Merkle tree, and the path of the record to it.
        case batch
    }

    /// An identity; what belongs to one form is absent for the others.
    init(
        platformCode: String,
        chain: VerifiedChain,
        form: Form,
        algorithm: SignatureAlgorithm,
        family: CMSFamily? = nil,
        cosigners: [VerifiedChain] = [],
        stamp: TimeStamp? = nil
    ) {
        self.platformCode = platformCode
        self.chain = chain
        self.form = form
        self.algorithm = algorithm
        self.family = family
        self.cosigners = cosigners
        self.stamp = stamp
    }
}
