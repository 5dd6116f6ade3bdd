import ContractEngine
import Core

/// Translates the records of one call of `translate`, through the national form.
struct TranslationSession {
    let source: Dialect
    let target: Dialect
    let dialects: DialectCatalog
    let contracts: ContractCatalog
    /// The data set that the caller named.
    let program: ContractProgram?
    /// The profile by which the national record is validated; nil for the baseline.
    let profile: ContractProfile?
    let operation: RecordOperation
    /// Title fields that the caller gave.
    let title: RecordTitle
    /// True when the national record is validated on the way.
    let checks: Bool
    /// True when national output carries the title fields.
    let writesTitle: Bool

    /// True when the last record was not translated because the target declares that it has no counterpart.
    private(set) var isWithoutCounterpart = false

    private var translator = Translator()
    private var validator = RecordValidator()

    init(
        source: Dialect,
        target: Dialect,
        dialects: DialectCatalog,
        contracts: ContractCatalog,
        program: ContractProgram?,
        profile: ContractProfile?,
        operation: RecordOperation,
        title: RecordTitle,
        checks: Bool,
        writesTitle: Bool
    ) {
        self.source = source
        self.target = target
        self.dialects = dialects
        self.contracts = contracts
        self.program = program
        self.profile = profile
        self.operation = operation
        self.title = title
        self.checks = checks
        self.writesTitle = writesTitle
    }

    /// A record in national form.
    private struct National {
        var program: ContractProgram
        var record: [UInt8]
        var title: RecordTitle
        var operation: RecordOperation
    }

    /// The document of the target dialect; nil when the record is refused.
    mutating func translate(_ document: InputDocument, _ problems: inout ProblemList) -> [UInt8]? {
        isWithoutCounterpart = false
        guard let bytes = document.bytes else {
            problems.append(
                Problem(.payloadTooLarge, rule: "json.size", zh: "超过 1 MiB", en: "is larger than 1 MiB")
            )
            return nil
        }
        if let output = translate(bytes, &problems) { return output }
        problems = dialects.signature.explained(problems, of: bytes, expected: source.id)
        return nil
    }

    private mutating func translate(_ bytes: [UInt8], _ problems: inout ProblemList) -> [UInt8]? {
        guard let national = national(bytes, &problems) else { return nil }
        if checks {
            let isAccepted = validator.validate(
                national.record,
                against: profile?.program(schema: national.program.schema) ?? national.program,
                operation: national.operation,
                problems: &problems
            )
            guard isAccepted else { return nil }
        }
        if target.id == Dialect.national { return output(national) }
        guard let translation = target.translation(of: national.program) else {
            isWithoutCounterpart = target.reasonWithout(national.program.name) != nil
            problems.append(target.refusal(of: national.program))
            return nil
        }
        return translator.write(
            national.record,
            to: translation,
            title: national.title,
            operation: national.operation,
            problems: &problems
        )
    }

    private mutating func national(_ bytes: [UInt8], _ problems: inout ProblemList) -> National? {
        if source.id != Dialect.national {
            let read = translator.read(
                bytes,
                of: source,
                contract: program,
                operation: operation,
                problems: &problems
            )
            guard let read else { return nil }
            var title = read.title
            for field in TitleField.allCases where self.title[field] != nil { title[field] = self.title[field] }
            return National(
                program: program ?? read.translation.program,
                record: read.record,
                title: title,
                operation: read.operation
            )
        }
        guard let record = NationalRecord(bytes, &problems) else { return nil }
        var title = record.title
        for field in TitleField.allCases where self.title[field] != nil { title[field] = self.title[field] }
        let named = program ?? title[.name].flatMap { contracts.program(named: $0, version: nil) }
        guard let named else {
            problems.append(
                Problem(
                    .datasetUnknown,
                    rule: "national.dataset",
                    zh: "无法判断数据集；请用 --contract 指明",
                    en: "the data set cannot be told; name it with --contract"
                )
            )
            return nil
        }
        let operation = title.operation ?? operation
        title.complete(with: named, operation: operation)
        return National(
            program: named,
            record: operation == .delete && record.isEmpty ? [] : record.body,
            title: title,
            operation: operation
        )
    }

    private func output(_ national: National) -> [UInt8] {
        guard writesTitle else { return national.record.isEmpty ? Array("null".utf8) : national.record }
        return NationalRecord.joined(national.title, national.record)
    }
}
