import Core
import Testing
import Trust

/// DER by hand, for documents that neither Hutong nor the `openssl` command writes.
enum TestDER {
    /// An element with the shortest definite length.
    static func element(_ tag: UInt8, _ content: [UInt8]...) -> [UInt8] {
        let body = Array(content.joined())
        if body.count < 0x80 { return [tag, UInt8(body.count)] + body }
        if body.count < 0x100 { return [tag, 0x81, UInt8(body.count)] + body }
        return [tag, 0x82, UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
    }

    static func sequence(_ content: [UInt8]...) -> [UInt8] { element(0x30, Array(content.joined())) }
    static func set(_ content: [UInt8]...) -> [UInt8] { element(0x31, Array(content.joined())) }
    static func octets(_ content: [UInt8]) -> [UInt8] { element(0x04, content) }
    static func integer(_ value: UInt8) -> [UInt8] { [0x02, 0x01, value] }

    /// An OBJECT IDENTIFIER; arcs from the dotted form.
    static func oid(_ dotted: String) -> [UInt8] {
        let arcs = dotted.split(separator: ".").compactMap { Int($0) }
        var content: [UInt8] = []
        for arc in [arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2) {
            var groups = [UInt8(arc & 0x7f)]
            var rest = arc >> 7
            while rest > 0 {
                groups.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
                rest >>= 7
            }
            content += groups
        }
        return element(0x06, content)
    }

    /// The content of the element at the beginning of `bytes`, and the number of bytes that the whole element has.
    static func open(_ bytes: ArraySlice<UInt8>) -> (content: ArraySlice<UInt8>, length: Int) {
        let start = bytes.startIndex
        let first = Int(bytes[start + 1])
        if first < 0x80 { return (bytes[(start + 2)..<(start + 2 + first)], 2 + first) }
        let octets = first & 0x7f
        let length = bytes[(start + 2)..<(start + 2 + octets)].reduce(0) { $0 << 8 | Int($1) }
        return (bytes[(start + 2 + octets)..<(start + 2 + octets + length)], 2 + octets + length)
    }

    /// The elements of a constructed element, each encoded as it stands.
    static func children(_ bytes: [UInt8]) -> [[UInt8]] {
        var rest = open(bytes[...]).content
        var children: [[UInt8]] = []
        while !rest.isEmpty {
            let length = open(rest).length
            children.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return children
    }

    /// IssuerAndSerialNumber of a certificate (RFC 5652 §10.2.4): its own bytes.
    static func issuerAndSerial(_ certificate: [UInt8]) -> [UInt8] {
        let body = children(children(certificate)[0])
        return sequence(body[3], body[1])
    }
}

/// A SignedData put together by hand (RFC 5652 §5).
struct TestSignedData {
    /// One SignerInfo.
    struct Signer {
        var identifier: [UInt8]
        var version: UInt8 = 1
        var digest: [UInt8]
        var attributes: [UInt8]?
        var algorithm: [UInt8]
        var signature: [UInt8]
        var unsigned: [UInt8] = []

        var encoded: [UInt8] {
            TestDER.sequence(
                TestDER.integer(version),
                identifier,
                digest,
                attributes.map { TestDER.element(0xa0, $0) } ?? [],
                algorithm,
                TestDER.octets(signature),
                unsigned
            )
        }
    }

    static let sm3 = TestDER.sequence(TestDER.oid("1.2.156.10197.1.401"))
    static let sha256 = TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.2.1"))

    var outer = "1.2.840.113549.1.7.2"
    var inner = "1.2.840.113549.1.7.1"
    var content: [UInt8]?
    var certificates: [[UInt8]] = []
    var signers: [Signer] = []

    var encoded: [UInt8] {
        let body = TestDER.sequence(
            TestDER.integer(signers.contains { $0.version == 3 } ? 3 : 1),
            TestDER.element(0x31, Array(Set(signers.map(\.digest)).joined())),
            TestDER.sequence(
                TestDER.oid(inner),
                content.map { TestDER.element(0xa0, TestDER.octets($0)) } ?? []
            ),
            certificates.isEmpty ? [] : TestDER.element(0xa0, Array(certificates.joined())),
            TestDER.element(0x31, Array(signers.map(\.encoded).joined()))
        )
        return TestDER.sequence(TestDER.oid(outer), TestDER.element(0xa0, body))
    }

    /// The content of signed attributes: contentType and messageDigest.
    static func attributes(type: String, digest: [UInt8], _ more: [UInt8]...) -> [UInt8] {
        TestDER.sequence(TestDER.oid("1.2.840.113549.1.9.3"), TestDER.set(TestDER.oid(type)))
            + TestDER.sequence(TestDER.oid("1.2.840.113549.1.9.4"), TestDER.set(TestDER.octets(digest)))
            + Array(more.joined())
    }

    /// The headers of the test event with this document.
    var headers: [RecordHeader] {
        TestEvent.envelope.headers + [
            RecordHeader(SignatureHeader.form, "cms"),
            RecordHeader(SignatureHeader.signature, Base64.encode(encoded)),
        ]
    }
}
