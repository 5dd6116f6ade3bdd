import Core
import GatewayApp
import Pipeline
import Testing

@Suite struct TrustBundleTests {
    static let now = Instant(milliseconds: 1_760_000_000_000)

    static func bundle() -> TrustBundle {
        let parts = [(kind: "list", bytes: Array("{}".utf8)), ("crl", [0x30, 0x00]), ("ocsp", [])].map { kind, bytes in
            TrustBundle.Part(
                kind: kind,
                manifest: TrustManifest(
                    of: bytes,
                    fetched: now,
                    source: "http://ca.example/",
                    signature: kind == "list" ? [1, 2] : nil
                ),
                bytes: bytes
            )
        }
        return TrustBundle(parts, made: now)
    }

    @Test func aBundleIsReadAsItWasWritten() throws {
        let bundle = Self.bundle().sealed(with: [9, 9, 9])
        let read = try #require(TrustBundle.parse(bundle.file))
        #expect(read.made == Self.now)
        #expect(read.parts == bundle.parts)
        #expect(read.signed == bundle.signed)
        #expect(read.signature == [9, 9, 9])
        #expect(String(decoding: bundle.file.prefix(22), as: UTF8.self) == "hutong-trust-bundle 1\n")
    }

    @Test func whatIsCutOrChangedIsNoBundle() throws {
        let bundle = Self.bundle()
        for length in 0..<bundle.signed.count { #expect(TrustBundle.parse(Array(bundle.signed[..<length])) == nil) }
        // Contents stand at the end; a changed byte has another digest.
        for index in (bundle.signed.count - 4)..<bundle.signed.count {
            var changed = bundle.signed
            changed[index] ^= 1
            #expect(TrustBundle.parse(changed) == nil)
        }
    }
}
