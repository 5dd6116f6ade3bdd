package import Core
import Telemetry
package import Trust

extension TrustKeeper {
    /// Verifies a signed list and takes it when its number is higher than that of the list in force.
    ///
    /// - Returns: what changed; empty when the same list is in force already.
    package mutating func offer(
        _ offered: TrustListDocument,
        source: String,
        at now: Instant
    ) -> [TrustChange] {
        guard let signer else { return [] }
        if let document, document.bytes == offered.bytes { return [] }
        do throws(TrustListProblems) {
            let verified = try offered.verified(by: signer, after: list.mark)
            guard verified.serial > list.serial else { return [] }
            list = verified
            document = offered
            return [.list(verified, source: source)] + listChanged(at: now)
        } catch {
            let isOld = error.problems.contains { $0.code == .rollback }
            let zh = error.problems.map(\.message.zh).joined(separator: "；")
            let en = error.problems.map(\.message.en).joined(separator: "; ")
            return [.refused(isOld ? .listRollback : .list, source: source, BilingualText(zh: zh, en: en))]
        }
    }

    mutating func take(list content: TrustContent, at now: Instant) -> [TrustChange] {
        let document = TrustListDocument(
            bytes: content.bytes,
            signature: content.manifest.signature ?? [],
            origin: "topic trust"
        )
        judgeList(content.manifest.digest)
        return offer(document, source: content.manifest.source, at: now)
    }

    /// What the topic says of the list in force.
    func manifest(of document: TrustListDocument, at now: Instant) -> TrustManifest? {
        TrustManifest(of: document.bytes, fetched: now, source: document.origin, signature: document.signature)
    }
}
