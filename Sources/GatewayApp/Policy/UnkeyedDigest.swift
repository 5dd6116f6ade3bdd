import Core

/// What an explanation shows in place of a digest when it has no key: that there would be one.
struct UnkeyedDigest: ValueDigest {
    func text(of value: String, in domain: String) -> String? { "<digest(\(domain)): masking.key>" }
}
