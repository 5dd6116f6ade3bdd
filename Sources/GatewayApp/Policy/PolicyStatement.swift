import Core
import Trust

/// Who signs the result of a proof, and where it goes.
struct PolicyStatement {
    private let path: String
    private let key: SigningKey
    private let certificate: Certificate

    /// What ends the name of the file with the signature.
    static let signatureSuffix = ".p7s"

    /// The signer that `--sign`, `--key` and `--certificate` name; nil without `--sign`.
    ///
    /// - Throws: ``CommandFailure`` with code 64 where one of them is missing, else as keys fail.
    static func signature(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> PolicyStatement?
    {
        guard let path = arguments[PolicyProveCommand.sign] else { return nil }
        guard let keyText = arguments[PolicyProveCommand.key],
            let certificateText = arguments[PolicyProveCommand.certificate]
        else {
            throw CommandFailure(
                .usage,
                zh: "--sign 须与 --key 和 --certificate 同用",
                en: "--sign needs --key and --certificate"
            )
        }
        let passphrase = try KeyOptions.source(arguments, on: console)
        return try KeyOptions.trying { () throws(TrustFailure) in
            PolicyStatement(
                path: console.resolve(path),
                key: try KeyMaterial.load(KeyLocation(keyText, absolute: console.resolve), passphrase: passphrase).key,
                certificate: try SigningKeys.certificate(console.resolve(certificateText))
            )
        }
    }

    /// Writes `document` and its signature.
    ///
    /// - Throws: ``CommandFailure`` with code 73 when a file cannot be written, else as keys fail.
    func write(_ document: [UInt8]) throws(CommandFailure) {
        let signature = try KeyOptions.trying { () throws(TrustFailure) in
            try DetachedSignature.document(over: document, key: key, certificate: certificate)
        }
        // The signature goes first: whoever reads in between meets a pair that does not verify.
        try DevelopmentFile.write(signature, to: path + PolicyStatement.signatureSuffix)
        try DevelopmentFile.write(document, to: path)
    }
}
