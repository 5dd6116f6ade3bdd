import Core
import Foundation
import Trust

/// Certificates for encryption, and ciphertext for them that the `openssl` command makes.
final class TestEnvelope {
    static let content = Array("{\"BIDDER_NAME\":\"邀请单位甲\",\"BID_SECTION_CODE\":\"E3501000001000001001001\"}".utf8)

    let openssl: CommandLineOpenSSL
    let key: SigningKey
    let certificate: Certificate
    /// Of somebody else, under the same authority.
    let stranger: Certificate

    init(_ kind: KeyKind) throws {
        openssl = try CommandLineOpenSSL()
        let issuer = try TestPKI.of(kind).issuing
        var template = TestPKI.template()
        template.keyUsage = [.keyEncipherment]
        key = try SigningKey.generate(kind)
        certificate = try issuer.issue(template, for: key)
        stranger = try issuer.issue(template, for: SigningKey.generate(kind))
        try openssl.write(certificate.pem, to: "recipient.pem")
        try openssl.write(stranger.pem, to: "stranger.pem")
        try openssl.write(try key.pem(), to: "recipient.key")
        try openssl.write(Self.content, to: "content")
    }

    /// The content encrypted by the command with `options`; the recipient is among them.
    func encrypted(_ options: String...) throws -> [UInt8] {
        let arguments =
            ["cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "envelope"] + options
        try openssl.run(arguments: arguments)
        return try openssl.read("envelope")
    }

    /// What the command finds in `document` with the recipient's key.
    func decrypted(_ document: [UInt8]) throws -> [UInt8] {
        try openssl.write(document, to: "document")
        try openssl.run(
            "cms",
            "-decrypt",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "document",
            "-recip",
            "recipient.pem",
            "-inkey",
            "recipient.key",
            "-out",
            "plain"
        )
        return try openssl.read("plain")
    }
}

/// An EnvelopedData put together by hand (RFC 5652 §6, GM/T 0010).
struct TestEnvelopedData {
    static let rsa = TestDER.sequence(TestDER.oid("1.2.840.113549.1.1.1"), [0x05, 0x00])
    static let sm2 = TestDER.sequence(TestDER.oid("1.2.156.10197.1.301.3"))
    static let aes = TestDER.sequence(
        TestDER.oid("2.16.840.1.101.3.4.1.42"),
        TestDER.octets([UInt8](repeating: 7, count: 16))
    )
    static let sm4 = TestDER.sequence(
        TestDER.oid("1.2.156.10197.1.104.2"),
        TestDER.octets([UInt8](repeating: 7, count: 16))
    )

    var outer = "1.2.840.113549.1.7.3"
    var inner = "1.2.840.113549.1.7.1"
    var originator: [UInt8] = []
    var recipients: [[UInt8]]
    var cipher = aes
    var ciphertext = TestDER.element(0x80, [UInt8](repeating: 9, count: 32))
    var attributes: [UInt8] = []

    init(_ recipients: [UInt8]...) {
        self.recipients = recipients
    }

    /// A recipient whose key itself encrypts, named by issuer and serial number.
    static func transport(_ certificate: Certificate, _ algorithm: [UInt8] = rsa) -> [UInt8] {
        TestDER.sequence(
            TestDER.integer(0),
            TestDER.issuerAndSerial(certificate.der),
            algorithm,
            TestDER.octets([UInt8](repeating: 5, count: 256))
        )
    }

    var encoded: [UInt8] {
        TestDER.sequence(
            TestDER.oid(outer),
            TestDER.element(
                0xa0,
                TestDER.sequence(
                    TestDER.integer(0),
                    originator,
                    TestDER.element(0x31, Array(recipients.joined())),
                    TestDER.sequence(TestDER.oid(inner), cipher, ciphertext),
                    attributes
                )
            )
        )
    }
}
