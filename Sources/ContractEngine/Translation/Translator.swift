package import Core

/// Translates records between the national form and dialects, one after the other.
///
/// One worker owns a translator; its workspace is reused from record to record.
package struct Translator: Sendable {
    private var run: TranslationRun
    private var tape = JSONTape()
    private let limits: JSONLimits

    /// A translator that refuses documents beyond `limits`.
    ///
    /// - Parameter traces: true to note which parts of the mappings are used.
    package init(limits: JSONLimits = JSONLimits(), traces: Bool = false) {
        self.limits = limits
        run = TranslationRun(limits: limits, traces: traces)
    }

    /// What has been used so far; nil unless the translator traces.
    package var trace: TranslationTrace? { run.trace }

    /// The document of `record`, a national record as JSON (empty for a delete), in the dialect of `translation`.
    ///
    /// - Returns: nil when something is wrong, which is added to `problems`.
    package mutating func write(
        _ record: [UInt8],
        to translation: Translation,
        title: RecordTitle = RecordTitle(),
        operation: RecordOperation,
        problems: inout ProblemList
    ) -> [UInt8]? {
        guard let plan = translation.writing else {
            problems.append(Self.noDirection(translation.dialect, .write))
            return nil
        }
        var title = title
        title.complete(with: translation.program, operation: operation)
        let document = run.run(plan, record, title: title, operation: operation, problems: &problems)
        guard let document, translation.format == .xml else { return document }
        return XMLDocumentWriter.write(document, translation.form, dialect: translation.dialect, &problems)
    }

    /// The national record of `document`.
    ///
    /// - Parameters:
    ///   - contract: the data set, in the version that the record is to have; without it the document says which, and
    ///     the version is the current one.
    ///   - operation: what the record asks for, where the document does not say it itself.
    /// - Returns: nil when something is wrong, which is added to `problems`.
    package mutating func read(
        _ document: [UInt8],
        of dialect: Dialect,
        contract: ContractProgram? = nil,
        operation: RecordOperation = .add,
        problems: inout ProblemList
    ) -> TranslatedRecord? {
        var tree = document
        var root: String?
        if dialect.format == .xml {
            var reader = XMLDocumentReader(dialect.form, limits: limits)
            guard let read = reader.read(document, &problems) else { return nil }
            tree = read.tree
            root = read.root
        }
        guard let translation = translation(tree, of: dialect, contract, root: root, &problems) else {
            if problems.refuses { return nil }
            problems.append(
                Problem(
                    .datasetUnknown,
                    rule: "\(dialect.id).dataset",
                    zh: "无法判断文档所属的数据集，或方言 \(dialect.id) 未收录该数据集",
                    en: "the document's data set cannot be told, or dialect \(dialect.id) does not have it"
                )
            )
            return nil
        }
        guard let plan = translation.reading else {
            problems.append(Self.noDirection(dialect.id, .read))
            return nil
        }
        guard
            let record = run.run(plan, tree, title: RecordTitle(), operation: operation, problems: &problems)
        else { return nil }
        var title = run.title
        title.complete(with: translation.program, operation: run.lastOperation)
        return TranslatedRecord(
            translation: translation,
            record: run.lastOperation == .delete ? [] : record,
            title: title,
            operation: run.lastOperation
        )
    }

    /// The translation of the contract that the caller named, or else of the data set that the document says.
    private mutating func translation(
        _ tree: [UInt8],
        of dialect: Dialect,
        _ contract: ContractProgram?,
        root: String?,
        _ problems: inout ProblemList
    ) -> Translation? {
        if let contract { return dialect.translation(of: contract) }
        if let failure = tape.scan(tree.span, limits: limits) {
            problems.append(failure.problem)
            return nil
        }
        return dialect.translation(of: tree, tape, root: root)
    }

    private static func noDirection(_ dialect: String, _ direction: DialectDirection) -> Problem {
        Problem(
            .translationFailed,
            rule: "\(dialect).\(direction.rawValue)",
            zh: direction == .write ? "方言 \(dialect) 只能读入" : "方言 \(dialect) 只能写出",
            en: direction == .write
                ? "dialect \(dialect) can only be read" : "dialect \(dialect) can only be written"
        )
    }
}
