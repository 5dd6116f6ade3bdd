extension JSONWriter {
    /// A problem in its wire form `{"code","pointer","rule","severity","message":{"zh","en"}}`.
    package mutating func problem(_ problem: Problem) {
        beginObject()
        member("code", problem.code.rawValue)
        member("pointer", problem.pointer)
        member("rule", problem.rule)
        member("severity", problem.severity.rawValue)
        key("message")
        bilingual(problem.message)
        endObject()
    }

    /// An array of problems.
    package mutating func problems(_ problems: [Problem]) {
        beginArray()
        for problem in problems { self.problem(problem) }
        endArray()
    }

    /// A message in both languages, `{"zh","en"}`.
    package mutating func bilingual(_ text: BilingualText) {
        beginObject()
        member("zh", text.zh)
        member("en", text.en)
        endObject()
    }
}
