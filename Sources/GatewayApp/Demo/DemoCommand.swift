import Core

/// `hutong demo`: the main job on the embedded broker, with real signatures, and its books.
package enum DemoCommand: Command {
    private static let records = OptionDeclaration(
        "records",
        .integer(placeholder: "N", 1...20_000),
        default: "500",
        zh: "发送多少条记录",
        en: "how many records to send"
    )

    package static let declaration = CommandDeclaration(
        "demo",
        zh: "在内置消息代理上演示主要工作并核对账目",
        en: "run the main job on the embedded broker and balance the books",
        discussion: BilingualText(
            zh: "两个交易平台（SM2 与 RSA 证书）、市级与省级公共服务平台、两个行政监督平台；先发送完整生命周期和每种错误数据，再重复生命周期直至"
                + "达到条数。每条记录的预期结论见 Contracts/demo/manifest.ndjson；账目不符时退出码为 70。",
            en:
                "Two trading platforms (SM2 and RSA certificates), a city and a provincial public-service platform, two "
                + "supervision platforms: complete life cycles, one of every kind of bad input, then life cycles up to "
                + "the number of records. Contracts/demo/manifest.ndjson says what must become of every record; ends "
                + "with 70 when the books do not balance."
        ),
        options: [records]
    )

    package static func run(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> ExitCode {
        guard let contracts = ContractsLocator(console).find() else {
            throw CommandFailure(
                .configuration,
                zh: "找不到 Contracts 目录；请在仓库内运行或设置 HUTONG_CONTRACTS",
                en: "there is no Contracts directory; run inside the repository or set HUTONG_CONTRACTS"
            )
        }
        let report: DemoReport
        do {
            report = try DemoRun(contracts: contracts, console: console).run(records: arguments.integer(records) ?? 0)
        } catch let failure as CommandFailure {
            throw failure
        } catch let failure as BusFailure {
            throw CommandFailure(failure)
        } catch {
            throw CommandFailure(.internalError, zh: "演示失败：\(error)", en: "the demonstration failed: \(error)")
        }
        switch console.format {
        case .json: console.print(bytes: report.json)
        case .text: DemoTable(report, on: console).print()
        }
        return report.isBalanced ? .success : .internalError
    }
}
