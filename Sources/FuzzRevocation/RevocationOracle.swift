import Core
import Foundation
import Trust

/// Knows that its authorities never issued a CRL, an OCSP answer or a trust list: whatever is believed is a forgery.
///
/// The first byte of an input says what the rest is read as. The authorities are those of the published test vectors, whose
/// private keys were thrown away.
/// `@unchecked Sendable`: libFuzzer calls from one thread, which is the only one that ever touches it.
final class RevocationOracle: @unchecked Sendable {
    /// Made when the first input comes.
    static let shared = try? RevocationOracle()
    /// 2027-01-15T08:00:00Z.
    private static let instant = Instant(milliseconds: 1_800_000_000_000)
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/specs/test-vectors").path

    private let list: TrustList
    private let store: TrustStore
    private let pinned: TrustListSigner
    /// The certificates that really lead to the authorities.
    private let known: Set<CertificateThumbprint>
    /// One of them.
    private let own: Certificate

    private init() throws {
        let kinds = ["rsa", "ecdsa", "sm2"]
        let authorities = try kinds.map { kind in
            TrustAuthority(
                id: kind,
                name: BilingualText(zh: kind, en: kind),
                history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
                certificates: [try Self.certificate("\(kind)-ca.pem")],
                identity: [.extension(oid: CertificateTemplate.identityExtension)]
            )
        }
        list = TrustList(authorities: authorities)
        store = try TrustStore(list: list, generation: 1)
        pinned = try TrustListSigner(try Self.certificate("ecdsa.pem"))
        own = try Self.certificate("ecdsa.pem")
        known = Set(try kinds.map { try Self.certificate("\($0).pem").thumbprint })
    }

    /// What is wrong with the answer to `input`; nil when nothing is.
    func violation(by input: [UInt8]) -> String? {
        guard let selector = input.first else { return nil }
        let bytes = Array(input.dropFirst())
        switch selector % 7 {
        case 0: return certificateViolation(bytes)
        case 1:
            if let broken = RevocationListLaws.violation(by: bytes) { return broken }
            var book = RevocationBook()
            guard case .success = book.add(crl: bytes, list: list, at: Self.instant) else { return nil }
            return "believed a CRL that nobody issued"
        case 2:
            var book = RevocationBook()
            guard case .success = book.add(ocsp: bytes, list: list, at: Self.instant) else { return nil }
            return "believed an OCSP answer that nobody gave"
        case 3: return listViolation(bytes)
        case 4: return pathViolation(bytes, .crl)
        case 5: return pathViolation(bytes, .ocsp)
        default: return pathViolation(bytes, .off)
        }
    }

    private func certificateViolation(_ bytes: [UInt8]) -> String? {
        guard let certificate = Certificate(der: bytes) else { return nil }
        guard certificate.der == bytes else { return "a certificate with a second encoding" }
        guard case .verified = store.verify(certificate, for: .platformSigning, at: Self.instant).verdict else {
            return nil
        }
        return known.contains(certificate.thumbprint) ? nil : "accepted a certificate that nobody issued"
    }

    /// The questions of `hutong trust check`: the first two bytes say how long the leaf is, behind it stands one list or answer,
    /// or an intermediate certificate. A leaf of zero bytes is the one of the vectors.
    private func pathViolation(_ bytes: [UInt8], _ revocation: PathQuestion.Revocation) -> String? {
        guard bytes.count >= 2 else { return nil }
        let length = Int(bytes[0]) << 8 | Int(bytes[1])
        let (first, second) = (Array(bytes[2...].prefix(length)), Array(bytes[2...].dropFirst(length)))
        guard let leaf = first.isEmpty ? own : Certificate(der: first) else { return nil }
        let anchors = list.authorities.flatMap(\.certificates)
        var question = PathQuestion(leaf: leaf, anchors: anchors, time: Self.instant)
        question.revocation = revocation
        switch revocation {
        case .crl: question.lists = [second]
        case .ocsp: question.answers = [second]
        case .off, .any: question.intermediates = Certificate(der: second).map { [$0] } ?? []
        }
        guard question.answer.isAccepted else { return nil }
        let isKnown = known.contains(leaf.thumbprint) || anchors.contains { $0.thumbprint == leaf.thumbprint }
        // An anchor alone needs no list; nothing else is accepted with one, since there is none.
        if revocation == .off || anchors.contains(where: { $0.thumbprint == leaf.thumbprint }) {
            return isKnown ? nil : "a path to a certificate that nobody issued"
        }
        return "a path under a list or an answer that nobody gave"
    }

    /// The list stands before the first zero byte, its signature behind it.
    private func listViolation(_ bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let document = TrustListDocument(
            bytes: Array(parts.first ?? []),
            signature: parts.count > 1 ? Array(parts[1]) : [],
            origin: "input"
        )
        guard (try? document.verified(by: pinned)) != nil else { return nil }
        return "believed a trust list that nobody signed"
    }

    /// The first certificate of a vector's file.
    private static func certificate(_ name: String) throws -> Certificate {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
        guard let found = Certificate.certificates(pem: String(decoding: data, as: UTF8.self))?.first else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return found
    }
}
