import COpenSSL
import Core

/// Whether the extended key usage of the certificates of a path permits a use (RFC 5280 §4.2.1.12, RFC 3161 §2.3).
enum UsageRule {
    /// id-kp-timeStamping.
    static let timeStamping = "1.3.6.1.5.5.7.3.8"
    /// anyExtendedKeyUsage.
    static let any = "2.5.29.37.0"
    /// What permits the signing of records: emailProtection and clientAuth, which authorities write into certificates
    /// of platforms and persons, and the purposes made for documents (RFC 9336 and Microsoft's).
    static let signing: Set<String> = [
        "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12",
    ]

    /// What permits encryption for the holder: emailProtection and clientAuth, which authorities write into both
    /// certificates of a pair, and Microsoft's purpose for documents.
    static let encryption: Set<String> = ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.80.1"]

    /// Everything that speaks against `path` being used for `use`.
    static func problems(of path: [Certificate], for use: TrustAuthority.Use) -> [Problem] {
        path.indices.compactMap { depth in
            // What an anchor says about its purposes binds nobody: it counts because it is listed.
            guard depth == 0 || depth < path.count - 1 else { return nil }
            return problem(of: path[depth], depth: depth, for: use)
        }
    }

    private static func problem(of certificate: Certificate, depth: Int, for use: TrustAuthority.Use) -> Problem? {
        let usage = certificate.extendedKeyUsage
        let isPermitted: Bool
        let permitted: Set<String> =
            switch use {
            case .timeStamping: [timeStamping]
            case .encryption: encryption
            case .platformSigning, .personalSigning: signing
            }
        if depth == 0, use == .timeStamping {
            // Exactly this purpose, and critical: nothing else may be signed with the key.
            isPermitted = usage.map { $0.isCritical && $0.purposes == [timeStamping] } ?? false
        } else {
            isPermitted = usage.map { $0.purposes.contains(any) || !$0.purposes.isDisjoint(with: permitted) } ?? true
        }
        guard !isPermitted else { return nil }
        let place = TrustProblem.place(certificate, depth: depth, for: use)
        let purposes = usage?.purposes.sorted().joined(separator: ", ") ?? "-"
        return TrustProblem.make(
            .certificateUsage,
            rule: depth == 0 ? "trust.leaf.extended-key-usage" : "trust.chain.extended-key-usage",
            zh: "\(place.zh)的扩展密钥用法（\(purposes)）不允许用于 \(use.rawValue)",
            en: "the extended key usage of \(place.en) (\(purposes)) does not permit \(use.rawValue)"
        )
    }
}

/// The extended key usage of a certificate.
struct ExtendedKeyUsage: Sendable, Hashable {
    /// The purposes as dotted OIDs.
    let purposes: Set<String>
    /// Whether the extension is critical.
    let isCritical: Bool
}

extension Certificate {
    /// The extended key usage; nil when there is no such extension. A malformed one permits nothing.
    var extendedKeyUsage: ExtendedKeyUsage? {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        return unsafe withPointer { pointer in
            var critical: Int32 = 0
            guard let found = unsafe X509_get_ext_d2i(pointer, NID_ext_key_usage, &critical, nil) else {
                return critical == -1 ? nil : ExtendedKeyUsage(purposes: [], isCritical: true)
            }
            let all = OpaquePointer(found)
            // What was returned is ours; its parts belong to it.
            defer { unsafe EXTENDED_KEY_USAGE_free(all) }
            var purposes: Set<String> = []
            for index in stride(from: Int32(0), to: min(64, unsafe hutong_object_count(all)), by: 1) {
                guard let object = unsafe hutong_object_get0(all, index) else { continue }
                purposes.insert(unsafe ObjectName.dotted(object))
            }
            return ExtendedKeyUsage(purposes: purposes, isCritical: critical == 1)
        }
    }
}
