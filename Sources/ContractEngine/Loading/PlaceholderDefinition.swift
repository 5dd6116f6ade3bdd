internal import Core

/// `placeholders.json`, as written: what stands where a value should.
struct PlaceholderDefinition {
    /// Texts, compared without the blanks around them.
    var texts: [String]
    /// Dates.
    var dates: [String]
    /// `off`: placeholders are values like any other; `warn`: they pass for a value that is required; `reject`: they
    /// do not.
    var policy: Policy

    /// Reads the file; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        texts = reader.strings("texts", isRequired: true, mayBeEmpty: true)
        dates = reader.strings("dates", isRequired: true, mayBeEmpty: true)
        let policy = reader.word("policy", Policy.self)
        _ = reader.string("source")
        _ = reader.optionalString("notes")
        reader.finish()
        guard let policy else { return nil }
        self.policy = policy
        for text in texts where !PlaceholderPlan.takes(text) {
            reader.report(
                "texts",
                item: text,
                zh: "\(text) 首尾不得有空白，且不得超过 \(PlaceholderPlan.maximumLength) 个字符",
                en: "\(text) must have no blanks around it and at most \(PlaceholderPlan.maximumLength) characters"
            )
        }
        for date in dates
        where ![8, 12, 14].contains(date.utf8.count) || date.contains(where: { !$0.isNumber || !$0.isASCII }) {
            reader.report(
                "dates",
                item: date,
                zh: "\(date) 须为 8、12 或 14 位数字",
                en: "\(date) must have 8, 12 or 14 digits"
            )
        }
    }
}
