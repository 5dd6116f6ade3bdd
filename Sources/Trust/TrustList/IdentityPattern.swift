/// How an authority writes a code into a certificate: literal text around one `{code}`, for example `USCC:{code}` or
/// `{code}N` (values with prefixes and suffixes occur, DATA-SPEC.md §8.2).
package struct IdentityPattern: Sendable, Hashable {
    /// The code and nothing else.
    package static let bare = IdentityPattern(prefix: "", suffix: "")
    /// What stands for the code.
    package static let placeholder = "{code}"

    private let prefix: String
    private let suffix: String

    private init(prefix: String, suffix: String) {
        self.prefix = prefix
        self.suffix = suffix
    }

    /// Reads a pattern; nil when `{code}` does not stand in it exactly once.
    package init?(_ text: String) {
        let parts = text.split(separator: IdentityPattern.placeholder, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(prefix: String(parts[0]), suffix: String(parts[1]))
    }

    /// The pattern as the list writes it.
    package var text: String { prefix + IdentityPattern.placeholder + suffix }

    /// What stands in place of the code; nil when `value` does not have the text around it, byte for byte.
    func code(in value: [UInt8]) -> ArraySlice<UInt8>? {
        let (before, after) = (Array(prefix.utf8), Array(suffix.utf8))
        guard value.count >= before.count + after.count, value.starts(with: before),
            value.suffix(after.count).elementsEqual(after)
        else { return nil }
        return value[before.count..<(value.count - after.count)]
    }
}
