import Core
import Foundation
import Platform
import Trust

/// One authority with a platform's certificate, and the lists that it publishes.
struct TrustFixture {
    static let hour: Int64 = 3_600_000
    static let code = "91350100MA0000001B"

    let start: Instant
    let issuer: CertificateIssuer
    let leaf: Certificate
    let key: SigningKey

    /// An authority that begins an hour before `start` and ends a year after it.
    init(at start: Instant = SystemClock.now(), _ kind: KeyKind = .p256, name: String = "Fixture") throws {
        // Certificates know whole seconds.
        let start = Instant(milliseconds: start.milliseconds / 1000 * 1000)
        self.start = start
        let from = start.advanced(byMilliseconds: -TrustFixture.hour)
        let until = start.advanced(byMilliseconds: 365 * 24 * TrustFixture.hour)
        issuer = try CertificateIssuer.root(
            .authority(name, notBefore: from, notAfter: until),
            key: .generate(kind)
        )
        key = try SigningKey.generate(kind)
        leaf = try issuer.issue(.platform("Platform", code: Self.code, notBefore: from, notAfter: until), for: key)
    }

    /// The instant `seconds` after the start.
    func at(_ seconds: Int64) -> Instant { start.advanced(byMilliseconds: seconds * 1000) }

    /// Whole seconds from the start to `instant`.
    func seconds(_ instant: Instant) -> Int64 { (instant.milliseconds - start.milliseconds) / 1000 }

    func authority(
        id: String = "ca",
        _ revocation: RevocationPolicy = RevocationPolicy(check: .crl),
        history: [RecognitionPeriod]? = nil
    ) -> TrustAuthority {
        TrustAuthority(
            id: id,
            name: BilingualText(zh: "机构", en: "Authority"),
            history: history ?? [RecognitionPeriod(.recognised, from: at(-3600))],
            certificates: [issuer.certificate],
            identity: [.extension(oid: CertificateTemplate.identityExtension)],
            revocation: revocation
        )
    }

    func list(_ revocation: RevocationPolicy = RevocationPolicy(check: .crl), serial: UInt64 = 1) -> TrustList {
        TrustList(serial: serial, issued: start, authorities: [authority(revocation)])
    }

    /// A CRL issued `seconds` after the start and promised to be followed an hour later.
    func crl(
        _ number: Int,
        at seconds: Int64 = 0,
        lasting: Int64? = 3600,
        revoked: [(certificate: Certificate, at: Instant)] = []
    ) throws -> [UInt8] {
        try issuer.revocationList(
            RevocationTemplate(
                number: number,
                thisUpdate: at(seconds),
                nextUpdate: lasting.map { at(seconds + $0) },
                entries: revoked.map { RevocationTemplate.Entry($0.certificate, at: $0.at) }
            )
        )
    }
}
