import Core
import Trust

/// How `trust list` shows a list.
enum TrustListOutput {
    /// The list as lines of a table.
    static func lines(_ list: TrustList, at instant: Instant, on console: Console) -> [String] {
        var rows = [
            console.language == .zh
                ? ["标识", "名称", "状态", "自", "下一变更", "用途", "吊销", "密钥", "证书有效至"]
                : ["ID", "NAME", "STATUS", "SINCE", "NEXT", "USES", "REVOCATION", "KEYS", "VALID UNTIL"]
        ]
        for authority in list.authorities {
            let period = authority.period(at: instant)
            let next = authority.history.first { $0.from > instant }
            rows.append([
                authority.id,
                console.say(authority.name),
                console.say(authority.status(at: instant).title),
                period.map { day($0.from) } ?? "-",
                next.map { "\(day($0.from)) \(console.say($0.status.title))" } ?? "-",
                authority.uses.map(\.rawValue).sorted().joined(separator: ","),
                authority.revocation.check.rawValue,
                keys(authority).joined(separator: ","),
                authority.certificates.map(\.notAfter).min().map(day) ?? "-",
            ])
        }
        for gateway in list.gateways {
            let isRecognised = gateway.isRecognised(at: instant)
            rows.append([
                gateway.id,
                console.say(gateway.name),
                console.say(zh: isRecognised ? "网关" : "网关，无效", en: isRecognised ? "gateway" : "gateway, not valid"),
                day(gateway.from),
                gateway.until.map(day) ?? "-",
                "seal",
                "-",
                gateway.certificates.map(\.publicKey.name).joined(separator: ","),
                gateway.certificates.map(\.notAfter).min().map(day) ?? "-",
            ])
        }
        // Only a draft may be without a number.
        if list.serial == 0 {
            let head = console.say(zh: "草稿，\(list.publisher.zh)", en: "draft, \(list.publisher.en)")
            return [head] + TextTable.lines(rows)
        }
        let head = console.say(
            zh: "第 \(list.serial) 号名单，\(list.publisher.zh)，签发于 \(list.issued.rfc3339)，\(list.digest.text)",
            en: "list \(list.serial), \(list.publisher.en), issued \(list.issued.rfc3339), \(list.digest.text)"
        )
        return [head] + TextTable.lines(rows)
    }

    private static func day(_ instant: Instant) -> String { String(instant.rfc3339.prefix(10)) }

    private static func keys(_ authority: TrustAuthority) -> [String] {
        Set(authority.certificates.map(\.publicKey.name)).sorted()
    }

    /// The list as one JSON object (docs/specs/trust-list.md §6).
    static func json(_ list: TrustList, isVerified: Bool, at instant: Instant) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("serial", list.serial)
        writer.member("issued", list.issued.rfc3339)
        writer.key("publisher")
        writer.bilingual(list.publisher)
        writer.member("digest", list.digest.text)
        writer.member("verified", isVerified)
        writer.member("at", instant.rfc3339)
        writer.key("authorities")
        writer.beginArray()
        for authority in list.authorities { write(authority, at: instant, to: &writer) }
        writer.endArray()
        writer.key("gateways")
        writer.beginArray()
        for gateway in list.gateways {
            writer.beginObject()
            writer.member("id", gateway.id)
            writer.key("name")
            writer.bilingual(gateway.name)
            writer.member("recognised", gateway.isRecognised(at: instant))
            writer.member("from", gateway.from.rfc3339)
            writer.member("until", gateway.until?.rfc3339)
            write(gateway.certificates, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ authority: TrustAuthority, at instant: Instant, to writer: inout JSONWriter) {
        let period = authority.period(at: instant)
        writer.beginObject()
        writer.member("id", authority.id)
        writer.key("name")
        writer.bilingual(authority.name)
        writer.member("licence", authority.licence)
        writer.member("status", authority.status(at: instant).rawValue)
        writer.member("since", period?.from.rfc3339)
        writer.key("reason")
        if let reason = period?.reason { writer.bilingual(reason) } else { writer.null() }
        writer.key("next")
        if let next = authority.history.first(where: { $0.from > instant }) {
            writer.beginObject()
            writer.member("status", next.status.rawValue)
            writer.member("from", next.from.rfc3339)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.key("uses")
        writer.beginArray()
        for use in authority.uses.map(\.rawValue).sorted() { writer.string(use) }
        writer.endArray()
        writer.member("check", authority.revocation.check.rawValue)
        write(authority.certificates, to: &writer)
        writer.endObject()
    }

    private static func write(_ certificates: [Certificate], to writer: inout JSONWriter) {
        writer.key("certificates")
        writer.beginArray()
        for certificate in certificates {
            writer.beginObject()
            writer.member("subject", certificate.subject)
            writer.member("thumbprint", certificate.thumbprint.keyID)
            writer.member("key", certificate.publicKey.name)
            writer.member("notBefore", certificate.notBefore.rfc3339)
            writer.member("notAfter", certificate.notAfter.rfc3339)
            writer.endObject()
        }
        writer.endArray()
    }
}
