import Core
import RoutingPolicy

/// One fact about one section of a case, as it stands in `facts.<plane>` (docs/specs/topics.md §6).
struct FactEntry: Hashable {
    /// Separates case, fact, section and platform in the key. An attribute holds no control characters, so no case can
    /// imitate another one's key.
    static let separator: Character = "\u{1f}"

    let caseKey: String
    let fact: CaseFact
    let section: String
    let at: Instant
    /// Registry id of the platform whose record states it.
    let by: String

    var key: String { FactEntry.key(caseKey: caseKey, fact: fact, section: section, by: by) }

    /// The platform is part of the key: what one platform states neither replaces nor keeps out another's statement.
    static func key(caseKey: String, fact: CaseFact, section: String, by platform: String) -> String {
        "\(caseKey)\(separator)\(fact.rawValue)\(separator)\(section)\(separator)\(platform)"
    }

    /// The record for `topic` of `partitions` partitions; all facts of a case lie in one.
    ///
    /// - Parameter holds: false for the tombstone that takes the fact back.
    func outbound(topic: String, partitions: Int32, holds: Bool = true) -> OutboundRecord {
        let partition = Murmur2.partition(of: caseKey.utf8Span.span, count: partitions)
        return OutboundRecord(topic: topic, partition: partition, key: Array(key.utf8), value: holds ? value : nil)
    }

    private var value: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("fact", fact.rawValue)
        writer.member("case", caseKey)
        writer.member("section", section)
        writer.member("at", at.rfc3339)
        writer.member("by", by)
        writer.endObject()
        return writer.bytes
    }
}
