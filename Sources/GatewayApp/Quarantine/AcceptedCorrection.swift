import Core
package import Pipeline

/// What the receipt of an accepted correction says (docs/specs/topics.md §4a, Corrections).
package struct AcceptedCorrection: Sendable, Hashable {
    /// The submission that was corrected: ids are the sender's own, and count within a case.
    struct Target: Sendable, Hashable {
        let platform: String
        let caseKey: String
        let id: String
    }

    let target: Target
    /// `ce_id` of the correction.
    package let id: String
    /// Where its receipt stands.
    package let receipt: RecordPlace

    /// Reads a record of `receipt.<platform>`; nil for anything but the acceptance of a correction.
    init?(_ record: InboundRecord, of platform: String) {
        // Most receipts name no earlier submission: they are not read any further.
        guard let value = record.value, let key = record.key, value.firstRange(of: Self.name) != nil,
            case .object(let members)? = try? JSONNode.parse(value, limits: JSONLimits(size: 4 << 20))
        else { return nil }
        let body = JSONNode.object(members)
        guard body["verdict"]?.text == "accepted", let corrected = body["corrects"]?.text, let id = body["id"]?.text
        else { return nil }
        target = Target(platform: platform, caseKey: String(decoding: key, as: UTF8.self), id: corrected)
        self.id = id
        receipt = RecordPlace(of: record)
    }

    private static let name = Array(#""corrects""#.utf8)
}
