package import Core

/// What a gateway signs about one transaction: its tree's root and size, when, by which gateway and key
/// (docs/specs/seal.md §4).
package struct SealStatement: Sendable, Hashable {
    /// Id of the gateway, as the trust list names it.
    package let gateway: String
    /// Number of sealed records in the transaction.
    package let count: Int
    /// When the transaction was sealed, RFC 3339 as written.
    package let time: String
    /// Root of the tree, 32 bytes.
    package let root: [UInt8]
    /// Algorithm of the signature.
    package let algorithm: SignatureAlgorithm
    /// Thumbprint of the gateway's certificate.
    package let keyID: CertificateThumbprint

    /// The bytes that are signed.
    var text: [UInt8] {
        Array(
            """
            "@seal": 1
            "gateway": \(gateway)
            "count": \(count)
            "time": \(time)
            "root": sha-256=:\(Base64.encode(root)):
            "@signature-params": alg="\(algorithm.rawValue)";keyid="\(keyID.keyID)"
            """.utf8
        )
    }

    /// The value of `hutong-seal` with `signature`.
    func header(signature: [UInt8]) -> String {
        "gateway=\(gateway);count=\(count);time=\(time);root=\(Base64.encode(root));alg=\(algorithm.rawValue);"
            + "keyid=\(keyID.keyID);signature=\(Base64.encode(signature))"
    }

    /// Longest value of `hutong-seal` that is looked at: an RSA signature of 8192 bits in base64 and room.
    private static let maximumLength = 2048
    private static let names = ["gateway", "count", "time", "root", "alg", "keyid", "signature"]

    /// Reads the value of `hutong-seal`: the members of ``header(signature:)``, in that order, each once; nil for anything
    /// else, so that a statement has one spelling.
    static func parse(_ value: [UInt8]) -> (statement: SealStatement, signature: [UInt8])? {
        guard value.count <= maximumLength, let text = String(validating: value, as: UTF8.self) else { return nil }
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count == names.count else { return nil }
        var members: [String] = []
        for (part, name) in zip(parts, names) {
            guard part.hasPrefix("\(name)=") else { return nil }
            members.append(String(part.dropFirst(name.count + 1)))
        }
        guard GatewayName.isValid(members[0]), let count = Int(members[1]), String(count) == members[1],
            Instant(rfc3339: members[2]) != nil,
            let root = Base64.decode(Array(members[3].utf8), limit: MerkleHasher.size), root.count == MerkleHasher.size,
            let algorithm = SignatureAlgorithm(rawValue: members[4]),
            let keyID = CertificateThumbprint(keyID: Array(members[5].utf8)),
            let signature = Base64.decode(Array(members[6].utf8), limit: 1024), !signature.isEmpty
        else { return nil }
        let statement = SealStatement(
            gateway: members[0],
            count: count,
            time: members[2],
            root: root,
            algorithm: algorithm,
            keyID: keyID
        )
        return (statement, signature)
    }
}
