/// Certificates, lists and responses out of files of whatever form: DER, PEM with any number of blocks, or for lists the
/// export of a directory.
package enum TrustMaterial {
    /// The certificates of a file; nil when there is none, or one of them cannot be read.
    package static func certificates(in bytes: [UInt8]) -> [Certificate]? {
        guard let blocks = blocks(in: bytes, label: "CERTIFICATE") else { return nil }
        var certificates: [Certificate] = []
        for block in blocks {
            guard let certificate = Certificate(der: block) else { return nil }
            certificates.append(certificate)
        }
        return certificates
    }

    /// The revocation lists of a file, each in DER and not looked into; nil when there is none.
    package static func lists(in bytes: [UInt8]) -> [[UInt8]]? {
        blocks(in: bytes, label: "X509 CRL") ?? DirectoryExport.lists(in: bytes)
    }

    /// The one DER of a file, or the contents of the blocks under `label`; text around blocks is passed over.
    private static func blocks(in bytes: [UInt8], label: String) -> [[UInt8]]? {
        // DER of everything that is read here begins with SEQUENCE.
        if bytes.first == 0x30 { return [bytes] }
        guard let text = String(validating: bytes, as: UTF8.self), let blocks = PEM.blocks(text, label: label),
            !blocks.isEmpty
        else { return nil }
        return blocks
    }
}
