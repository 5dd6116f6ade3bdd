internal import Core

/// One condition of a `when`, as written.
struct MappingCondition {
    /// What the field must be.
    enum Test {
        case among([String])
        case notAmong([String])
        case present(Bool)
        case starts(String)
        /// An identifier check holds.
        case check(IdentifierKind)
    }

    var reference: String
    var test: Test

    /// Reads a condition; nil when it is broken, which is reported.
    init?(_ reader: DefinitionReader) {
        let reference = reader.string("field")
        let keys = ["in", "not-in", "present", "starts", "check"].filter { reader.has($0) }
        var test: Test?
        if keys.count == 1 {
            switch keys[0] {
            case "in": test = .among(reader.strings("in", isRequired: true))
            case "not-in": test = .notAmong(reader.strings("not-in", isRequired: true))
            case "check": test = reader.word("check", IdentifierKind.self).map { .check($0) }
            case "present": test = .present(reader.flag("present"))
            default: test = reader.string("starts").map { .starts($0) }
            }
        } else {
            for key in keys { _ = reader.node(key) }
            reader.report(
                "",
                zh: "须恰有 in、not-in、present、starts、check 之一",
                en: "needs exactly one of in, not-in, present, starts, check"
            )
        }
        reader.finish()
        guard let reference, let test else { return nil }
        self.reference = reference
        self.test = test
    }
}
