internal import Core

/// What must hold for translation on any bytes; checked by fuzzing and on the committed corpus.
package struct TranslationLaws {
    private let catalog: DialectCatalog
    private let signature: DialectSignature
    private var translator = Translator()
    private var tape = JSONTape()

    /// Laws over the dialects of `catalog`.
    package init(catalog: DialectCatalog) {
        self.catalog = catalog
        signature = catalog.signature
    }

    /// Checks the laws on an input: the first byte selects the dialect, the second the data set, the third direction
    /// and operation, the rest is the record or document.
    ///
    /// - Returns: the law that is broken, or nil.
    package mutating func violation(by input: [UInt8]) -> String? {
        let dialects = catalog.dialects.filter { !$0.translations.isEmpty }
        guard input.count >= 3, !dialects.isEmpty else { return nil }
        let dialect = dialects[Int(input[0]) % dialects.count]
        let translation = dialect.translations[Int(input[1]) % dialect.translations.count]
        let operation = RecordOperation.allCases[Int(input[2] >> 1) % RecordOperation.allCases.count]
        let payload = Array(input.dropFirst(3))
        if let id = signature.dialect(of: payload), catalog[id] == nil { return "a dialect that is not there" }
        return input[2] & 1 == 0
            ? write(payload, translation, operation) : read(payload, dialect, translation, operation)
    }

    private mutating func write(
        _ record: [UInt8],
        _ translation: Translation,
        _ operation: RecordOperation
    ) -> String? {
        var first = ProblemList()
        var second = ProblemList()
        let output = translator.write(record, to: translation, operation: operation, problems: &first)
        let again = translator.write(record, to: translation, operation: operation, problems: &second)
        guard output == again, first == second else { return "a second look sees something else" }
        guard (output == nil) == first.refuses else { return "output and problems disagree" }
        guard first.problems.count <= ProblemList.defaultLimit else { return "the problems are unbounded" }
        guard let output else { return nil }
        guard translation.format == .xml else { return json(output) }
        var problems = ProblemList()
        var reader = XMLDocumentReader(translation.form, limits: JSONLimits(size: 64 << 20))
        guard let tree = reader.read(output, &problems) else {
            return "the XML is not read: \(problems.problems.first?.message.en ?? "")"
        }
        return json(tree.tree)
    }

    private mutating func read(
        _ document: [UInt8],
        _ dialect: Dialect,
        _ translation: Translation,
        _ operation: RecordOperation
    ) -> String? {
        var first = ProblemList()
        var second = ProblemList()
        let program = translation.program
        let output = translator.read(document, of: dialect, contract: program, operation: operation, problems: &first)
        let again = translator.read(document, of: dialect, contract: program, operation: operation, problems: &second)
        guard output?.record == again?.record, first == second else { return "a second look sees something else" }
        guard (output == nil) == first.refuses else { return "output and problems disagree" }
        guard let output else { return nil }
        if output.operation == .delete { return output.record.isEmpty ? nil : "a deleted record has a body" }
        if let broken = json(output.record) { return broken }
        var index = 1
        while index < Int(tape[0].link) {
            if tape[index + 1].isContainer { return "the national record is not flat" }
            index = tape.indexAfter(index + 1)
        }
        return nil
    }

    private mutating func json(_ text: [UInt8]) -> String? {
        let limits = JSONLimits(size: 64 << 20, numberLength: 4096)
        if let failure = tape.scan(text.span, limits: limits) { return "no JSON: \(failure.problem.message.en)" }
        return tape[0].kind == .object ? nil : "no object"
    }
}
