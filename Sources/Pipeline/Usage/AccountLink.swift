import Core
import Trust

/// How one account of views names another (docs/specs/topics.md §12a).
package enum AccountLink {
    /// What stands for the account with the value `value`: `sha-256:<hex>`.
    package static func digest(of value: [UInt8]) -> String { "sha-256:\(PayloadDigest(.sha256, of: value).hex)" }

    /// The digests of the accounts that the account `value` stands behind; nil where it does not say.
    package static func previous(of value: [UInt8]) -> [String]? {
        guard let node = try? JSONNode.parse(value), case .array(let items)? = node["previous"] else { return nil }
        let digests = items.compactMap(\.text)
        return digests.count == items.count ? digests : nil
    }
}
