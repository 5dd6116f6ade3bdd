/// An identity as the broker knows it, in Kafka's text: `User:trade`, `User:CN=trade,O=…`.
package struct Principal: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// What a principal of a configuration looks like, for messages.
    package static let rule = (
        zh: "须为 类型:名称，例如 User:trade，名称不得为 *",
        en: "must be type:name, for example User:trade, and the name not *"
    )

    /// Type and name, separated by a colon.
    package let text: String

    /// The principal `text` of a configuration: letters, a colon, and a name of 1 to 1,000 bytes without control characters.
    ///
    /// - Returns: nil for anything else, and for `*`, which is everybody.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
        let isLetters = text[..<colon].utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) }
        let name = text[text.index(after: colon)...]
        let isName = (1...1000).contains(name.utf8.count) && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        guard isLetters, isName, name != "*", name.first != " ", name.last != " " else { return nil }
        self.text = text
    }

    /// The principal that a broker names, whatever its form.
    package init(reported text: String) {
        self.text = text
    }

    /// The principal of type `User` whose name is `name`, which is well formed.
    package init(user name: String) {
        text = "User:\(name)"
    }

    /// True for everybody: `User:*`.
    package var isEverybody: Bool { text.hasSuffix(":*") }

    /// The name behind the type.
    package var name: String {
        text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
    }

    /// Kafka's text.
    package var description: String { text }

    /// True when `other` is this principal, or this is everybody.
    package func covers(_ other: Principal) -> Bool { self == other || isEverybody }

    /// The order of the texts.
    package static func < (one: Principal, other: Principal) -> Bool { one.text < other.text }
}
