import Core
import RoutingPolicy
import Trust

/// Signs the submissions of the load as their platforms would, many with one signature where the form is `batch`.
struct OracleSigners {
    private let signers: [String: EventSigner]
    private let batches: [String: BatchSigner]

    /// The signers of `platforms`, with the keys of `configuration`.
    ///
    /// - Parameter form: `raw`, `cms` or `batch`.
    /// - Throws: ``CommandFailure`` with code 78 naming the platform without a usable key.
    init(
        _ platforms: [RegisteredPlatform],
        _ configuration: GatewayConfiguration,
        form: String
    ) throws(CommandFailure) {
        var signers: [String: EventSigner] = [:]
        var batches: [String: BatchSigner] = [:]
        for platform in platforms {
            guard var settings = configuration.keys[platform.id] else {
                throw CommandFailure(
                    .configuration,
                    zh: "配置的 keys 中没有平台 \(platform.id) 的密钥",
                    en: "there is no key for \(platform.id) under 'keys'"
                )
            }
            settings.form = form
            do throws(TrustFailure) {
                let signer = try SigningKeys.signer(settings)
                signers[platform.id] = signer
                batches[platform.id] = try signer.batchSigner()
            } catch {
                throw CommandFailure(.configuration, zh: error.message.zh, en: error.message.en)
            }
        }
        self.signers = signers
        self.batches = batches
    }

    /// The records of `drafts`, in their order.
    ///
    /// - Throws: ``CommandFailure`` with code 70 when OpenSSL does not sign.
    func records(of drafts: [OracleStream.Draft], at now: Instant) throws(CommandFailure) -> [OutboundRecord] {
        var headers: [[RecordHeader]] = Array(repeating: [], count: drafts.count)
        do throws(TrustFailure) {
            for (platform, places) in Dictionary(grouping: drafts.indices, by: { drafts[$0].platform.id }) {
                if let batch = batches[platform] {
                    let events = places.map {
                        BatchSigner.Event(drafts[$0].envelope, payload: drafts[$0].payload ?? [])
                    }
                    for (place, signed) in zip(places, try batch.headers(for: events, created: now)) {
                        headers[place] = signed
                    }
                } else if let signer = signers[platform] {
                    for place in places {
                        headers[place] = try signer.headers(
                            for: drafts[place].envelope,
                            payload: drafts[place].payload ?? []
                        )
                    }
                }
            }
        } catch {
            throw CommandFailure(.internalError, zh: error.message.zh, en: error.message.en)
        }
        return drafts.indices.map { index in
            let draft = drafts[index]
            var payload = draft.payload
            if draft.isFlipped, let last = payload?.indices.last { payload?[last - 1] ^= 0x01 }
            return OutboundRecord(
                topic: TopicName.submit(draft.platform.id),
                key: Array(draft.envelope.partitionKey.utf8),
                value: payload,
                headers: headers[index]
            )
        }
    }
}
