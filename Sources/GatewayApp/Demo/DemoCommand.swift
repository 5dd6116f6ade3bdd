import ContractEngine
import Core
import Foundation
import Platform

/// `hutong demo`: the main job on the embedded broker, with real signatures, and its books.
package enum DemoCommand: Command {
    private static let records = OptionDeclaration(
        "records",
        .integer(placeholder: "N", 1...20_000),
        default: "500",
        zh: "发送多少条记录",
        en: "how many records to send"
    )

    private static let lifecycles = OptionDeclaration(
        "write-lifecycles",
        .text(placeholder: "FILE"),
        zh: "只把完整生命周期的记录(每行一条，带信封字段)写入文件，- 为标准输出，不发送",
        en: "only write the records of the complete life cycles, with title fields, one per line; - for standard output"
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
        options: [records, lifecycles]
    )

    package static func run(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> ExitCode {
        guard let contracts = ContractsLocator(console).find() else {
            throw CommandFailure(
                .configuration,
                zh: "找不到 Contracts 目录；请在仓库内运行或设置 HUTONG_CONTRACTS",
                en: "there is no Contracts directory; run inside the repository or set HUTONG_CONTRACTS"
            )
        }
        if let file = arguments[lifecycles] { return try write(contracts, to: file, on: console) }
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

    private static func write(
        _ contracts: String,
        to file: String,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let records: [[UInt8]]
        do {
            records = try DemoScenario(
                directory: URL(fileURLWithPath: contracts).appendingPathComponent("demo"),
                catalog: try ContractCatalog.load(from: contracts)
            ).lifecycleRecords(now: SystemClock.now())
        } catch {
            throw CommandFailure.demoData("\(error)")
        }
        if file == "-" {
            for record in records { console.print(bytes: record) }
            return .success
        }
        do {
            try Data(records.flatMap { $0 + [0x0a] }).write(to: URL(fileURLWithPath: file))
        } catch {
            throw CommandFailure(.cannotCreate, zh: "无法写入 \(file)", en: "cannot write \(file)")
        }
        return .success
    }
}
