import Core
import RoutingPolicy

/// The sealed submissions of one batch that came before their release: one alert for each sender, case and data set, so
/// that a sender who repeats himself floods nobody.
struct EarlyDisclosures {
    private struct Key: Hashable {
        let platform: String
        let caseKey: String
        let dataset: String
    }

    private struct Entry {
        let rule: SealRule
        let platform: RegisteredPlatform
        let submission: Submission
        var last: Instant
        var count = 1
    }

    private var places: [Key: Int] = [:]
    private var entries: [Entry] = []

    /// Notes that `submission` of `platform`, which may send the data set, came before the fact of `rule`.
    mutating func add(_ submission: Submission, of platform: RegisteredPlatform, _ rule: SealRule) {
        let key = Key(
            platform: platform.id,
            caseKey: submission.envelope.partitionKey,
            dataset: rule.dataset
        )
        guard let place = places[key] else {
            places[key] = entries.count
            return entries.append(
                Entry(rule: rule, platform: platform, submission: submission, last: submission.record.timestamp)
            )
        }
        entries[place].count += 1
        entries[place].last = max(entries[place].last, submission.record.timestamp)
    }

    /// Forgets everything.
    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// The alerts, in the order of the first submissions. Nothing of a payload is in them: not even the section that it
    /// is about, which is read there.
    ///
    /// Class and region are those that the sender states, as far as they can be such; else the region is the sender's.
    var alerts: [Alert] {
        entries.map { entry in
            let envelope = entry.submission.envelope
            let stated = envelope[.region].flatMap { $0.utf8.count == 6 ? $0 : nil }
            return Alert(
                kind: .sealedTooEarly,
                plane: entry.platform.plane,
                submission: RecordPlace(of: entry.submission.record),
                caseKey: envelope.partitionKey,
                sector: envelope[.sector],
                region: stated ?? entry.platform.region,
                concerned: nil,
                time: entry.last
            ) { writer in
                writer.member("platform", entry.platform.id)
                writer.member("dataset", entry.rule.dataset)
                writer.member("id", envelope.id)
                writer.member("until", entry.rule.until.rawValue)
                writer.member("count", entry.count)
                writer.member("first", entry.submission.record.timestamp.rfc3339)
                writer.member("last", entry.last.rfc3339)
                writer.member("source", entry.rule.source)
                writer.key("message")
                writer.beginObject()
                writer.member("zh", "\(entry.platform.name.zh)在发布条件成立前发送了封存数据 \(entry.rule.dataset)")
                writer.member(
                    "en",
                    "\(entry.platform.name.en) sent sealed data, \(entry.rule.dataset), before its release"
                )
                writer.endObject()
            }
        }
    }
}
