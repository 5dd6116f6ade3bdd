package import Core
package import Trust

/// A certificate that came with a record and whose authority answers by OCSP: whoever fetches shall keep an answer at hand.
///
/// Read from the topic it is a wish of nobody in particular: the fetcher asks only the addresses of the trust list, and
/// only about certificates that a listed certificate issued.
package struct TrustWant: Sendable {
    /// The certificate.
    package let certificate: Certificate
    /// When it was last met.
    package let at: Instant

    /// A wish for `certificate`, met at `at`.
    package init(_ certificate: Certificate, at: Instant) {
        self.certificate = certificate
        self.at = at
    }

    /// Reads the value of a record; nil unless it holds the certificate with `thumbprint`.
    package init?(_ value: [UInt8], thumbprint: CertificateThumbprint) {
        guard value.count <= 64 << 10, let node = try? JSONNode.parse(value),
            let text = node["certificate"]?.text,
            let der = Base64.decode(Array(text.utf8), limit: Certificate.maximumLength),
            let certificate = Certificate(der: der), certificate.thumbprint == thumbprint,
            let at = node["at"]?.text.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(certificate, at: at)
    }

    /// The record of the topic `trust`.
    package var record: OutboundRecord {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("certificate", Base64.encode(certificate.der))
        writer.member("at", at.rfc3339)
        writer.endObject()
        return TrustRecords.record(.want(certificate.thumbprint), writer.bytes)
    }
}
