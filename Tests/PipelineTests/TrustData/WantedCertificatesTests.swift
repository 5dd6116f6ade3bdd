import Core
import Testing
import Trust

@testable import Pipeline

@Suite struct WantedCertificatesTests {
    private static func certificates(_ count: Int) throws -> [Certificate] {
        let from = Instant(milliseconds: 1_760_000_000_000)
        let until = from.advanced(byMilliseconds: 86_400_000)
        let issuer = try CertificateIssuer.root(
            .authority("CA", notBefore: from, notAfter: until),
            key: .generate(.p256)
        )
        let key = try SigningKey.generate(.p256)
        return try (0..<count).map { number in
            try issuer.issue(.platform("P\(number)", code: nil, notBefore: from, notAfter: until), for: key)
        }
    }

    @Test func eachOnceADayAndSixtyFourAMinute() throws {
        let all = try Self.certificates(70)
        let start = Instant(milliseconds: 1_760_000_000_000)
        var wanted = WantedCertificates()
        #expect(wanted.records(for: [all[0], all[0]], at: start).count == 1)
        #expect(wanted.records(for: [all[0]], at: start.advanced(byMilliseconds: 86_399_999)).isEmpty)
        #expect(wanted.records(for: [all[0]], at: start.advanced(byMilliseconds: 86_400_000)).count == 1)
        var other = WantedCertificates()
        #expect(other.records(for: all, at: start).count == 64)
        #expect(other.records(for: all, at: start.advanced(byMilliseconds: 59_999)).isEmpty)
        #expect(other.records(for: all, at: start.advanced(byMilliseconds: 60_000)).count == 6)
    }

    @Test func whatCameToNothingMayBeAskedAgain() throws {
        let all = try Self.certificates(1)
        let start = Instant(milliseconds: 1_760_000_000_000)
        var wanted = WantedCertificates()
        let records = wanted.records(for: all, at: start)
        wanted.forget(all)
        #expect(wanted.records(for: all, at: start).map(\.value) == records.map(\.value))
        let record = try #require(records.first)
        let want = try #require(TrustWant(record.value ?? [], thumbprint: all[0].thumbprint))
        #expect(want.certificate.der == all[0].der)
        #expect(want.at == start)
    }
}
