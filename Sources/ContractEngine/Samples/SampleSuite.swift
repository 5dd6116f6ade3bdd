internal import Core

/// The golden samples of a catalog: records that must pass and records that must fail with exactly these problems.
package struct SampleSuite: Sendable {
    /// Accepted samples that every contract needs.
    private static let minimumAccepted = 2

    private let directory: String
    private let catalog: ContractCatalog

    /// The samples beneath `directory`, from which `catalog` was loaded.
    package init(directory: String, catalog: ContractCatalog) {
        self.directory = directory
        self.catalog = catalog
    }

    /// The samples beside `program`; empty when there is no readable file of them.
    package func samples(of program: ContractProgram) -> [GoldenSample] {
        read(program, ProblemCollector())
    }

    /// Runs all samples of all versions of all contracts and of all overlays, and checks that every rule of every
    /// contract, and every rule that an overlay changes, is shown by one of them.
    ///
    /// - Parameter profile: id of the one profile to run, without its edition; nil for everything.
    package func run(profile: String? = nil) -> ContractReport {
        let collector = ProblemCollector()
        var report = ContractReport()
        var validator = RecordValidator()
        for program in programs(profile) {
            report.count(program)
            let samples = read(program, collector)
            report.samples += samples.count
            var shown: Set<String> = []
            for sample in samples {
                var problems = ProblemList(limit: 1000)
                let isAccepted = validator.validate(
                    sample.payload,
                    against: program,
                    operation: sample.operation,
                    problems: &problems
                )
                shown.formUnion(problems.problems.map(\.rule))
                compare(sample, isAccepted, problems, file: file(program), collector)
            }
            if samples.filter(\.isAccepted).count < Self.minimumAccepted {
                collector.report(
                    file(program),
                    "accept",
                    zh: "至少须有 \(Self.minimumAccepted) 个接受样例",
                    en: "needs at least \(Self.minimumAccepted) samples"
                )
            }
            for rule in program.ownRuleIDs where !shown.contains(rule) {
                collector.report(
                    file(program),
                    "reject",
                    zh: "没有样例触发规则 \(rule)",
                    en: "no sample shows rule \(rule)"
                )
            }
        }
        report.problems = collector.located(beneath: directory)
        return report
    }

    private func programs(_ profile: String?) -> [ContractProgram] {
        if let profile { return catalog.profile(profile)?.programs.filter(\.isOverlaid) ?? [] }
        return catalog.programs + catalog.versions + catalog.profiles.flatMap { $0.programs.filter(\.isOverlaid) }
    }

    private func file(_ program: ContractProgram) -> String { "\(program.directory)/samples.json" }

    private func read(_ program: ContractProgram, _ collector: ProblemCollector) -> [GoldenSample] {
        SampleFile(path: "\(directory)/\(file(program))", file: file(program), collector).samples
    }

    private func compare(
        _ sample: GoldenSample,
        _ isAccepted: Bool,
        _ problems: ProblemList,
        file: String,
        _ collector: ProblemCollector
    ) {
        if isAccepted != sample.isAccepted {
            collector.report(
                file,
                sample.path,
                zh: "样例 \(sample.name) 的结论不符",
                en: "sample \(sample.name) is \(isAccepted ? "accepted" : "refused")"
            )
        }
        var missing = sample.expected
        for found in problems.problems.map(GoldenSample.Expectation.init) {
            if let place = missing.firstIndex(of: found) {
                missing.remove(at: place)
            } else {
                collector.report(
                    file,
                    sample.path,
                    zh: "样例 \(sample.name) 多出问题 \(found.text)",
                    en: "sample \(sample.name) has the unexpected problem \(found.text)"
                )
            }
        }
        for expectation in missing {
            let place = sample.expected.firstIndex(of: expectation).map { ".problems[\($0)]" } ?? ""
            collector.report(
                file,
                sample.path + place,
                zh: "样例 \(sample.name) 缺少问题 \(expectation.text)",
                en: "sample \(sample.name) lacks the problem \(expectation.text)"
            )
        }
    }
}
