package import Core
package import Telemetry
package import Trust

/// What the last attempt at a source came to, shared so that processes need not ask twice and `trust status` can tell.
package struct SourceReport: Sendable, Hashable {
    /// Id of the authority.
    package let authority: String
    /// `crl` or `ocsp`.
    package let kind: TrustItemKind
    /// The address, or the file.
    package let address: String
    /// Thumbprint of the certificate that an OCSP responder was asked about.
    package let certificate: CertificateThumbprint?
    /// When the attempt ended.
    package let at: Instant
    /// Instance name of the process that tried.
    package let by: String
    /// What it came to.
    package let outcome: TrustFetchOutcome
    /// Why nothing was taken; nil when something was, or nothing was new.
    package let reason: BilingualText?
    /// How long it took.
    package let milliseconds: Int

    /// A report of one attempt.
    package init(
        authority: String,
        kind: TrustItemKind,
        address: String,
        certificate: CertificateThumbprint?,
        at: Instant,
        by: String,
        outcome: TrustFetchOutcome,
        reason: BilingualText?,
        milliseconds: Int
    ) {
        self.authority = authority
        self.kind = kind
        self.address = address
        self.certificate = certificate
        self.at = at
        self.by = by
        self.outcome = outcome
        self.reason = reason
        self.milliseconds = milliseconds
    }

    /// What names the source among all others.
    package static func id(
        _ kind: TrustItemKind,
        _ address: String,
        _ certificate: CertificateThumbprint?
    ) -> PayloadDigest {
        PayloadDigest(.sha256, of: Array("\(kind.rawValue)\n\(address)\n\(certificate?.keyID ?? "")".utf8))
    }

    /// What names its source.
    package var id: PayloadDigest { SourceReport.id(kind, address, certificate) }

    /// Reads the value of a record; nil when it is none.
    package init?(_ value: [UInt8]) {
        guard value.count <= 16 << 10, let node = try? JSONNode.parse(value),
            let authority = node["authority"]?.text, let kind = node["kind"]?.text.flatMap(TrustItemKind.init),
            let address = node["address"]?.text, let at = node["at"]?.text.flatMap({ Instant(rfc3339: $0) }),
            let by = node["by"]?.text, let outcome = node["outcome"]?.text.flatMap(TrustFetchOutcome.init),
            case .number(let digits)? = node["milliseconds"], let milliseconds = Int(digits)
        else { return nil }
        var reason: BilingualText?
        if let zh = node["reason"]?["zh"]?.text, let en = node["reason"]?["en"]?.text {
            reason = BilingualText(zh: zh, en: en)
        }
        self.init(
            authority: authority,
            kind: kind,
            address: address,
            certificate: node["certificate"]?.text.flatMap { CertificateThumbprint(keyID: $0.utf8) },
            at: at,
            by: by,
            outcome: outcome,
            reason: reason,
            milliseconds: milliseconds
        )
    }

    /// The record of the topic `trust`.
    package var record: OutboundRecord {
        var writer = JSONWriter()
        write(to: &writer)
        return TrustRecords.record(.source(id), writer.bytes)
    }

    /// Writes it as a JSON object.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("authority", authority)
        writer.member("kind", kind.rawValue)
        writer.member("address", address)
        writer.member("certificate", certificate?.keyID)
        writer.member("at", at.rfc3339)
        writer.member("by", by)
        writer.member("outcome", outcome.rawValue)
        writer.key("reason")
        if let reason { writer.bilingual(reason) } else { writer.null() }
        writer.member("milliseconds", milliseconds)
        writer.endObject()
    }
}
