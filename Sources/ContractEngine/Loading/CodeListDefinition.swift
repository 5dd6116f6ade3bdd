internal import Core

/// A code list file, as written.
struct CodeListDefinition {
    /// One code.
    struct Value {
        var code: String
        var title: String
        /// Nil where the list says it for all.
        var grade: SourceGrade?

        /// A value.
        init(code: String, title: String) {
            self.code = code
            self.title = title
        }

        /// Reads a value; nil when it is broken, which is reported.
        init?(_ reader: DefinitionReader) {
            let code = reader.string("code")
            let title = reader.string("title")
            grade = reader.has("grade") ? reader.word("grade", SourceGrade.self) : nil
            _ = reader.optionalString("notes")
            reader.finish()
            guard let code, let title else { return nil }
            self.code = code
            self.title = title
        }
    }

    /// What a value outside the list does.
    enum Strictness: String, CaseIterable {
        case reject
        case warn
        case absent
    }

    var id: String
    var name: String
    var values: [Value]
    var strictness: Strictness
    /// Grade of every value without one of its own.
    var grade: SourceGrade?
    /// Where the values come from.
    var source: String?
    var file: String

    /// Reads a list; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let id = reader.string("id")
        let name = reader.string("name")
        let values: [Value]?
        if reader.node("values") == .null {
            values = nil
        } else {
            values = reader.objects("values", isRequired: true)?.compactMap { Value($0) }
        }
        let isComplete = reader.flag("complete")
        let status = reader.optionalString("status")
        let strictness = reader.word("policy", Strictness.self)
        grade = reader.has("grade") ? reader.word("grade", SourceGrade.self) : nil
        source = reader.optionalString("source")
        _ = reader.optionalString("notes")
        file = reader.file
        reader.finish()
        guard let id, let name, let strictness else {
            reader.markBroken(id)
            return nil
        }
        self.id = id
        self.name = name
        self.values = values ?? []
        self.strictness = strictness
        checkConsistency(reader, hasValues: values != nil, isComplete, status)
    }

    private func checkConsistency(_ reader: DefinitionReader, hasValues: Bool, _ isComplete: Bool, _ status: String?) {
        if (strictness == .absent) == hasValues {
            reader.report(
                "policy",
                zh: "values 为 null 时且仅在此时须为 absent",
                en: "is absent exactly when values is null"
            )
        }
        if hasValues && values.isEmpty { reader.report("values", zh: "不得为空", en: "must not be empty") }
        if strictness == .reject, !isComplete || !["confirmed", "corroborated"].contains(status) {
            reader.report(
                "policy",
                zh: "只有完整且已确认或佐证的代码表才能 reject",
                en: "rejects only when the list is complete and confirmed or corroborated"
            )
        }
        var seen: Set<String> = []
        guard case .array(let rows)? = reader.node("values") else { return }
        for (index, row) in rows.enumerated() {
            guard let code = row["code"]?.text, !seen.insert(code).inserted else { continue }
            reader.report("values[\(index)].code", zh: "重复的代码 \(code)", en: "repeated code \(code)")
        }
    }
}
