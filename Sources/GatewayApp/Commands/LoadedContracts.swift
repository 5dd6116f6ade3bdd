import ContractEngine
import Core

/// The contracts for the verbs that work without a configuration.
enum LoadedContracts {
    /// The directory named by `--contracts`, else the one that ``ContractsLocator`` finds.
    ///
    /// - Throws: ``CommandFailure`` with code 66 when there is none.
    static func directory(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> String {
        if let named = arguments[CommonOptions.contracts] { return console.resolve(named) }
        if let found = ContractsLocator(console).find() { return found }
        throw CommandFailure(
            .inputMissing,
            zh: "未找到 Contracts 目录；请用 --contracts 或 HUTONG_CONTRACTS 指明",
            en: "no Contracts directory was found; name it with --contracts or HUTONG_CONTRACTS"
        )
    }

    /// The contracts, which must be without fault.
    ///
    /// - Throws: ``CommandFailure`` with code 78 after the faults were told on standard error.
    static func catalog(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> ContractCatalog {
        try load(from: try directory(arguments, on: console), on: console)
    }

    /// The contracts below `directory`.
    ///
    /// - Throws: as ``catalog(_:on:)``.
    static func load(from directory: String, on console: Console) throws(CommandFailure) -> ContractCatalog {
        do throws(ContractLoadFailure) {
            return try ContractCatalog.load(from: directory)
        } catch {
            for problem in error.problems {
                console.note("\(problem.site(in: directory)): \(console.say(problem.message))")
            }
            throw CommandFailure(
                .configuration,
                zh: "数据规范有 \(error.problems.count) 个问题",
                en: "the contracts have \(error.problems.count) problem(s)"
            )
        }
    }

    /// The contract called `name`, which may be `NAME` or `NAME@VERSION`, as `profile` has it.
    ///
    /// - Throws: ``CommandFailure`` with code 64 and the nearest name.
    static func program(
        _ name: String,
        profile: String? = nil,
        in catalog: ContractCatalog
    ) throws(CommandFailure) -> ContractProgram {
        let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
        let wireName = parts.first ?? name
        let version = parts.count > 1 ? parts[1] : nil
        if let profile { try checkProfile(profile, in: catalog) }
        if let program = catalog.program(named: wireName, version: version, profile: profile) { return program }
        if let version, catalog.program(named: wireName, version: nil) != nil {
            throw CommandFailure(
                .usage,
                zh: "数据规范 \(wireName) 没有版本 \(version)",
                en: "contract \(wireName) has no version \(version)"
            )
        }
        let near = Spelling.nearest(to: wireName, among: catalog.programs.map(\.name))
        throw CommandFailure(
            .usage,
            zh: "没有数据规范 \(wireName)" + (near.map { "；是否想用 \($0)？" } ?? ""),
            en: "there is no contract \(wireName)" + (near.map { "; did you mean \($0)?" } ?? "")
        )
    }

    /// Sees to it that there is a profile `id`.
    ///
    /// - Throws: ``CommandFailure`` with code 64 and the nearest id.
    static func checkProfile(_ id: String, in catalog: ContractCatalog) throws(CommandFailure) {
        guard catalog.profile(id) == nil else { return }
        let near = Spelling.nearest(to: id, among: catalog.profiles.map(\.id))
        throw CommandFailure(
            .usage,
            zh: "没有概要 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
            en: "there is no profile \(id)" + (near.map { "; did you mean \($0)?" } ?? "")
        )
    }
}
