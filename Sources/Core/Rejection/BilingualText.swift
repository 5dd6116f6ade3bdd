/// One message in the two languages that every refusal speaks.
package struct BilingualText: Sendable, Hashable {
    /// Chinese.
    package let zh: String
    /// English.
    package let en: String

    /// The same statement in both languages.
    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}
