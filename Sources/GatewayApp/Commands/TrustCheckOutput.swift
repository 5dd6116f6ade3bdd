import Core
import Trust

/// Prints what `hutong trust check` found.
struct TrustCheckOutput {
    let console: Console

    /// The answer about the first certificate of `file` against given anchors.
    func print(_ file: String, _ question: PathQuestion, _ answer: PathAnswer) {
        switch console.format {
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("file", file)
            writer.member("verdict", answer.verdict)
            writer.member("reason", answer.reason(in: .en))
            writer.member("depth", answer.refusal?.depth ?? 0)
            writer.member("at", question.time.rfc3339)
            writer.member("purpose", question.purpose.rawValue)
            writer.member("revocation", question.revocation.rawValue)
            if let refusal = answer.refusal {
                writer.key("message")
                writer.bilingual(refusal.message)
            }
            writer.key("path")
            writer.beginArray()
            for certificate in answer.path { write(certificate, to: &writer) }
            writer.endArray()
            writer.endObject()
            console.print(bytes: writer.bytes)
        case .text:
            let reason = answer.reason(in: console.language)
            console.print("\(file): \(answer.verdict)" + (reason.isEmpty ? "" : ": \(reason)"))
            for (depth, certificate) in answer.path.enumerated() { console.print("  \(depth) \(line(certificate))") }
        }
    }

    /// The verdicts on `certificate` by a trust list, then and now.
    func print(
        _ file: String,
        _ certificate: Certificate,
        _ then: (instant: Instant, verdict: ChainVerdict),
        _ now: (instant: Instant, verdict: ChainVerdict),
        _ book: RevocationBook
    ) {
        switch console.format {
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("file", file)
            writer.key("certificate")
            write(certificate, to: &writer)
            writer.key("then")
            write(then.instant, then.verdict, to: &writer)
            writer.key("now")
            write(now.instant, now.verdict, to: &writer)
            writer.key("data")
            writer.beginArray()
            for item in book.items { write(item, to: &writer) }
            writer.endArray()
            writer.endObject()
            console.print(bytes: writer.bytes)
        case .text:
            console.print("\(file): \(line(certificate))")
            let titles = [
                BilingualText(zh: "当时", en: "then"), BilingualText(zh: "现在", en: "now"),
            ]
            for (title, (instant, verdict)) in zip(titles, [then, now]) {
                console.print("  \(console.say(title)) \(instant.rfc3339): \(summary(verdict))")
                for problem in problems(verdict) {
                    console.print("    \(problem.code.rawValue) \(problem.rule): \(console.say(problem.message))")
                }
            }
        }
    }

    private func summary(_ verdict: ChainVerdict) -> String {
        switch verdict {
        case .verified(let chain):
            "accept, \(console.say(chain.authority.name)) (\(chain.authority.id))"
                + (chain.organisation.map { ", \($0)" } ?? "")
        case .refused: "reject"
        }
    }

    private func problems(_ verdict: ChainVerdict) -> [Problem] {
        switch verdict {
        case .verified(let chain): chain.warnings
        case .refused(let problems): problems
        }
    }

    private func line(_ certificate: Certificate) -> String {
        "\(certificate.subject), \(certificate.serial), \(certificate.publicKey.name), "
            + "\(certificate.notBefore.rfc3339) – \(certificate.notAfter.rfc3339)"
    }

    private func write(_ instant: Instant, _ verdict: ChainVerdict, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("at", instant.rfc3339)
        switch verdict {
        case .verified(let chain):
            writer.member("verdict", "accept")
            writer.member("authority", chain.authority.id)
            writer.member("organisation", chain.organisation)
            writer.key("path")
            writer.beginArray()
            for certificate in [chain.leaf] + chain.issuers { write(certificate, to: &writer) }
            writer.endArray()
        case .refused: writer.member("verdict", "reject")
        }
        writer.key("problems")
        writer.beginArray()
        for problem in problems(verdict) { writer.problem(problem) }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ certificate: Certificate, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("subject", certificate.subject)
        writer.member("issuer", certificate.issuer)
        writer.member("serial", certificate.serial)
        writer.member("thumbprint", certificate.thumbprint.keyID)
        writer.member("key", certificate.publicKey.name)
        writer.member("notBefore", certificate.notBefore.rfc3339)
        writer.member("notAfter", certificate.notAfter.rfc3339)
        writer.endObject()
    }

    private func write(_ item: RevocationItem, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("kind", item.kind.rawValue)
        writer.member("authority", item.authority)
        writer.member("issuer", item.issuerName)
        if let number = item.number { writer.member("number", number.description) }
        if let serial = item.serial { writer.member("serial", serial) }
        writer.member("thisUpdate", item.thisUpdate.rfc3339)
        if let next = item.nextUpdate { writer.member("nextUpdate", next.rfc3339) }
        writer.member("usableUntil", item.usableUntil.rfc3339)
        writer.member("digest", "sha-256:\(item.digest)")
        writer.endObject()
    }
}
