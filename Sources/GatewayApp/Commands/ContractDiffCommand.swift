import ContractEngine
import Core

/// `hutong contract diff`: what differs between two contracts, and what that means for records.
package enum ContractDiffCommand: Command {
    static let failOnBreaking = OptionDeclaration(
        "fail-on-breaking",
        .flag,
        zh: "A 下有效的记录在 B 下可能无效时退出码为 65",
        en: "end with 65 when a record valid under A can be invalid under B"
    )

    package static let declaration = CommandDeclaration(
        "contract",
        "diff",
        zh: "比较两个数据规范",
        en: "compare two contracts",
        discussion: BilingualText(
            zh: "A 与 B 写作 名称[@版本][+概要]，例如 PROJECT@1.0 与 PROJECT、TENDER_PROJECT 与 TENDER_PROJECT+fujian。"
                + "结论只会偏严：标为“会”的附有一条记录为证，标为“可能”的无法确定。",
            en: "A and B are NAME[@VERSION][+PROFILE], for example PROJECT@1.0 and PROJECT, or TENDER_PROJECT and "
                + "TENDER_PROJECT+fujian. The verdict errs on the safe side: what 'breaks' is shown by a record, what 'may "
                + "break' could not be decided."
        ),
        operands: OperandDeclaration(
            BilingualText(zh: "A B", en: "A B"),
            count: 2...2,
            zh: "两个数据集，名称[@版本][+概要]",
            en: "two data sets, NAME[@VERSION][+PROFILE]"
        ),
        options: [failOnBreaking, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let catalog = try LoadedContracts.catalog(arguments, on: console)
        let suite = SampleSuite(directory: try LoadedContracts.directory(arguments, on: console), catalog: catalog)
        let names = arguments.operands
        let first = try program(names[0], in: catalog)
        let second = try program(names[1], in: catalog)
        let records = [first, second].flatMap { suite.samples(of: $0) }
            .filter { $0.isAccepted && $0.operation == .add }.map(\.payload)
        let comparison = ContractComparison(first, second, records: records)
        switch console.format {
        case .json: console.print(bytes: ContractDiffOutput.json(comparison, names))
        case .text: for line in ContractDiffOutput.lines(comparison, names, on: console) { console.print(line) }
        }
        return arguments.has(failOnBreaking) && !comparison.forward.isEmpty ? .dataRefused : .success
    }

    /// The contract called `NAME[@VERSION][+PROFILE]`.
    private static func program(_ name: String, in catalog: ContractCatalog) throws(CommandFailure) -> ContractProgram {
        let parts = name.split(separator: "+", maxSplits: 1).map(String.init)
        return try LoadedContracts.program(parts.first ?? name, profile: parts.count > 1 ? parts[1] : nil, in: catalog)
    }
}
