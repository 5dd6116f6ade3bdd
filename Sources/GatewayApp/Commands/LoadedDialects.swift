import ContractEngine
import Core

/// The dialects for the verbs that translate.
enum LoadedDialects {
    /// The dialects, which must be without fault.
    ///
    /// - Throws: ``CommandFailure`` with code 78 after the faults were told on standard error.
    static func catalog(
        _ arguments: ParsedArguments,
        contracts: ContractCatalog,
        on console: Console
    ) throws(CommandFailure) -> DialectCatalog {
        let directory = try LoadedContracts.directory(arguments, on: console)
        do throws(ContractLoadFailure) {
            return try DialectCatalog.load(from: directory, contracts: contracts)
        } catch {
            for problem in error.problems {
                console.note("\(problem.site(in: directory)): \(console.say(problem.message))")
            }
            throw CommandFailure(
                .configuration,
                zh: "方言文件有 \(error.problems.count) 个问题",
                en: "the dialects have \(error.problems.count) problem(s)"
            )
        }
    }

    /// The dialect called `id`.
    ///
    /// - Throws: ``CommandFailure`` with code 64 and the nearest name.
    static func dialect(_ id: String, in catalog: DialectCatalog) throws(CommandFailure) -> Dialect {
        if let dialect = catalog[id] { return dialect }
        let near = Spelling.nearest(to: id, among: catalog.dialects.map(\.id))
        throw CommandFailure(
            .usage,
            zh: "没有方言 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
            en: "there is no dialect \(id)" + (near.map { "; did you mean \($0)?" } ?? "")
        )
    }
}
