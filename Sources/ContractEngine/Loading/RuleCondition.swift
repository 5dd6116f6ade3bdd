/// One condition of a record rule, as written: a field and what is asked of it.
struct RuleCondition {
    /// What is asked of the field.
    enum Test {
        /// `in`: an item is one of the values.
        case isOneOf([String])
        /// `not-in`: no item is one of the values.
        case isNoneOf([String])
        /// `present`: the field has a value, or has none.
        case isPresent(Bool)
        /// `starts`: an item begins with this text.
        case starts(String)
    }

    var field: String
    var test: Test
    /// Path of the condition in its file.
    var path: String

    /// The values that the field is compared with as a whole.
    var values: [String] {
        switch test {
        case .isOneOf(let values), .isNoneOf(let values): values
        case .isPresent, .starts: []
        }
    }

    /// Reads a condition; nil when it is broken, which is reported.
    init?(_ reader: DefinitionReader) {
        let field = reader.string("field")
        let test = RuleCondition.test(reader)
        reader.finish()
        guard let field, let test else { return nil }
        self.field = field
        self.test = test
        path = reader.path
    }

    private static func test(_ reader: DefinitionReader) -> Test? {
        let given = ["in", "not-in", "present", "starts"].filter { reader.has($0) }
        guard given.count < 2 else {
            reader.report(
                given[1],
                zh: "不得与 \(given[0]) 同时使用",
                en: "cannot stand beside \(given[0])"
            )
            for key in given { _ = reader.node(key) }
            return nil
        }
        switch given.first {
        case "not-in": return .isNoneOf(reader.strings("not-in", isRequired: true))
        case "present": return .isPresent(reader.flag("present"))
        case "starts": return reader.string("starts").map(Test.starts)
        default: return .isOneOf(reader.strings("in", isRequired: true))
        }
    }
}
