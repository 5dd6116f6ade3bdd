import Core

/// A time stamp as it came with a record (TimeStampToken, RFC 3161 §2.4.2); nothing of it is verified.
struct TimeStampToken {
    /// What the time stamping authority states.
    let info: TimeStampInfo
    /// The signed bytes of ``info``.
    let content: [UInt8]
    /// The document, for the certificates inside.
    let document: CMSDocument
    /// Its one signer.
    let signer: CMSSigner

    /// Reads the token in DER; nothing may follow it.
    init(_ der: [UInt8]) throws(TimeStampFault) {
        do throws(CMSFault) {
            document = try CMSDocument.parse(der, content: .timeStamp)
        } catch {
            throw .notToken(error.problem.message)
        }
        let signers = document.signers
        guard signers.count == 1 else { throw .signerCount }
        signer = signers[0]
        content = document.content
        guard let info = TimeStampInfo(der: content) else { throw .notToken(nil) }
        self.info = info
    }

    /// Checks that the stamp is over `signature`.
    func checkImprint(of signature: [UInt8]) throws(TimeStampFault) {
        guard let method = info.method else { throw .algorithm(info.algorithm) }
        guard method.digest(signature) == info.imprint else { throw .imprint }
    }
}
