internal import Core
internal import Foundation

/// The samples and round trips of the dialects (docs/specs/dialect.md §9).
package struct DialectSuite {
    let directory: String
    let contracts: ContractCatalog
    let collector = ProblemCollector()
    var report = DialectReport()
    var translator = Translator(traces: true)

    private init(directory: String, contracts: ContractCatalog) {
        self.directory = directory
        self.contracts = contracts
    }

    /// Loads the dialects beneath `directory` and reports every mistake of their files and samples.
    ///
    /// - Parameter only: id of the one dialect to look at; nil for all.
    package static func lint(directory: String, contracts: ContractCatalog, only: String?) -> DialectReport {
        var suite = DialectSuite(directory: directory, contracts: contracts)
        for entry in suite.load(only) {
            for translation in entry.dialect.translations + entry.dialect.versions {
                suite.report.samples += suite.samples(entry.dialect, translation).count
            }
        }
        return suite.finished()
    }

    /// Runs all samples and round trips of the dialects beneath `directory`.
    ///
    /// - Parameter only: id of the one dialect to look at; nil for all.
    package static func test(directory: String, contracts: ContractCatalog, only: String?) -> DialectReport {
        var suite = DialectSuite(directory: directory, contracts: contracts)
        let loaded = suite.load(only)
        guard suite.collector.problems.isEmpty else { return suite.finished() }
        for entry in loaded { suite.run(entry.definition, entry.dialect) }
        return suite.finished()
    }

    /// What the mappings beneath `directory` leave out, cannot fill, and do without any sample to show it.
    ///
    /// - Parameter only: id of the one dialect to look at; nil for all.
    package static func coverage(directory: String, contracts: ContractCatalog, only: String?) -> CoverageReport {
        var suite = DialectSuite(directory: directory, contracts: contracts)
        var report = CoverageReport()
        let loaded = suite.load(only)
        guard suite.collector.problems.isEmpty else {
            report.problems = suite.collector.located(beneath: directory)
            return report
        }
        for entry in loaded {
            suite.translator = Translator(traces: true)
            suite.run(entry.definition, entry.dialect)
            let used = suite.translator.trace?.used ?? []
            let coverage = DialectCoverage(entry.definition, entry.dialect, used: used).report
            report.holes += coverage.holes
            report.losses += coverage.losses
        }
        return report
    }

    private mutating func run(_ definition: DialectDefinition, _ dialect: Dialect) {
        for translation in dialect.translations + dialect.versions {
            for sample in samples(dialect, translation) {
                report.samples += 1
                run(sample, dialect, translation)
            }
            roundTrip(definition, dialect, translation)
        }
    }

    private func finished() -> DialectReport {
        var report = report
        report.problems = collector.located(beneath: directory)
        return report
    }

    private mutating func load(_ only: String?) -> [(definition: DialectDefinition, dialect: Dialect)] {
        let loaded = DialectLoader(directory: directory, contracts: contracts, collector).dialects()
            .filter { only == nil || $0.dialect.id == only }
        report.dialects = loaded.count
        report.mappings = loaded.reduce(0) { $0 + $1.dialect.translations.count }
        return loaded
    }

    private func file(_ dialect: Dialect, _ translation: Translation) -> String {
        let program = translation.program
        return "dialects/\(dialect.id)/samples/\(program.name)\(program.isCurrent ? "" : "@\(program.version)").json"
    }

    func samples(_ dialect: Dialect, _ translation: Translation) -> [DialectSample] {
        let file = file(dialect, translation)
        return DialectSampleFile(path: "\(directory)/\(file)", file: file, collector).samples
    }

    private mutating func run(_ sample: DialectSample, _ dialect: Dialect, _ translation: Translation) {
        for direction in sample.directions.sorted(by: { $0.rawValue > $1.rawValue }) {
            var problems = ProblemList(limit: 1000)
            let result =
                direction == .write
                ? write(sample, translation, &problems) : read(sample, dialect, translation, &problems)
            compare(sample, problems, file(dialect, translation))
            guard !problems.refuses else { continue }
            let expected = direction == .write ? document(sample, dialect) : sample.national
            guard let result, let expected else { continue }
            if let place = TreeComparison.firstDifference(result, expected) {
                var writer = JSONWriter()
                result.write(to: &writer)
                report(
                    file(dialect, translation),
                    sample.path,
                    zh: "样例 \(sample.name)(\(direction.rawValue))的结果在 \(place) 处不符：\(writer.text)",
                    en: "sample \(sample.name) (\(direction.rawValue)) differs at \(place): \(writer.text)"
                )
            }
        }
    }

    private func report(_ file: String, _ key: String, zh: String, en: String) {
        collector.report(file, key, zh: zh, en: en)
    }

    func bytes(_ node: JSONNode) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        node.write(to: &writer)
        return writer.bytes
    }

    private mutating func write(
        _ sample: DialectSample,
        _ translation: Translation,
        _ problems: inout ProblemList
    ) -> JSONNode? {
        guard let national = sample.national else { return nil }
        let document = translator.write(
            bytes(national),
            to: translation,
            operation: sample.operation,
            problems: &problems
        )
        return document.flatMap { tree($0, translation.format, translation.form) }
    }

    private mutating func read(
        _ sample: DialectSample,
        _ dialect: Dialect,
        _ translation: Translation,
        _ problems: inout ProblemList
    ) -> JSONNode? {
        guard let node = sample.document else { return nil }
        let document = raw(node, dialect.format)
        let record = translator.read(
            document,
            of: dialect,
            contract: translation.program,
            operation: sample.operation,
            problems: &problems
        )
        guard let record else { return nil }
        var members: [JSONNode.Member] = []
        if !record.record.isEmpty, case .object(let fields)? = try? JSONNode.parse(record.record) { members = fields }
        // Only the title fields that the sample names are compared: the others come from the contract.
        for field in TitleField.allCases where sample.national?[field.rawValue] != nil {
            if let text = record.title[field] { members.append(.init(name: field.rawValue, value: .string(text))) }
        }
        return .object(members)
    }

    private func document(_ sample: DialectSample, _ dialect: Dialect) -> JSONNode? {
        guard let node = sample.document, dialect.format == .xml else { return sample.document }
        return tree(raw(node, .xml), .xml, dialect.form)
    }

    /// The bytes of a document: JSON, a string of XML, or `{"base64"}` for bytes in another encoding.
    private func raw(_ node: JSONNode, _ format: DialectFormat) -> [UInt8] {
        guard format == .xml else { return bytes(node) }
        if let text = node["base64"]?.text, let data = Data(base64Encoded: text) { return Array(data) }
        return Array((node.text ?? "").utf8)
    }

    private func tree(_ document: [UInt8], _ format: DialectFormat, _ form: XMLDocumentForm) -> JSONNode? {
        guard format == .xml else { return try? JSONNode.parse(document, limits: JSONLimits(size: 16 << 20)) }
        var problems = ProblemList()
        var reader = XMLDocumentReader(XMLDocumentForm(root: nil, lists: form.lists))
        guard let read = reader.read(document, &problems), let tree = try? JSONNode.parse(read.tree) else {
            return nil
        }
        return .object([.init(name: read.root, value: tree)])
    }

    private func compare(_ sample: DialectSample, _ problems: ProblemList, _ file: String) {
        var missing = sample.expected
        for found in problems.problems.map(GoldenSample.Expectation.init) {
            if let place = missing.firstIndex(of: found) {
                missing.remove(at: place)
            } else {
                report(
                    file,
                    sample.path,
                    zh: "样例 \(sample.name) 多出问题 \(found.text)",
                    en: "sample \(sample.name) has the unexpected problem \(found.text)"
                )
            }
        }
        for expectation in missing {
            report(
                file,
                sample.path,
                zh: "样例 \(sample.name) 缺少问题 \(expectation.text)",
                en: "sample \(sample.name) lacks the problem \(expectation.text)"
            )
        }
    }
}
