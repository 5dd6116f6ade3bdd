package import Core

/// Names the bytes of sealed submissions that came too early without telling them: whoever reads quarantine could try
/// payloads until a bare digest fits, for what is sealed is often a few words long (docs/specs/topics.md §5).
package struct SealedDigest {
    /// Stands where the exchange has no key: then nothing names the bytes, and they cannot be judged once more.
    static let withheld = "withheld"
    /// What the codes begin with (docs/specs/masking.md).
    private static let prefix = "hm1:"
    private static let domain = "sealed-payload"

    private let codes: (String) -> (any ValueDigest)?

    /// Names made by the codes of a key for readers.
    ///
    /// - Parameter codes: the codes for a reader, by name; nil where there is no key.
    package init(_ codes: @escaping (String) -> (any ValueDigest)? = { _ in nil }) {
        self.codes = codes
    }

    /// In place of `digest`, the bare one, of a submission of `platform`.
    ///
    /// The reader is `quarantine.<platform>`: no platform has such a name, so no delivery has the same codes.
    func text(of digest: String, from platform: String) -> String {
        codes("quarantine.\(platform)")?.text(of: digest, in: SealedDigest.domain) ?? SealedDigest.withheld
    }

    /// True when `named`, which stood in quarantine, names bytes of `platform` with the bare `digest`.
    func matches(_ named: String, _ digest: String, from platform: String) -> Bool {
        guard named.hasPrefix(SealedDigest.prefix) else { return named == digest }
        return named == text(of: digest, from: platform)
    }
}
