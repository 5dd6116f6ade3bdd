import Core
import Foundation
import GatewayApp
import Testing

/// `contract export`, `contract new` and `contract import` from the command line.
struct ContractExportCommandTests {
    @Test func exportingTwiceChangesNothing() throws {
        let directory = try TemporaryDirectory()
        let first = CapturedConsole(in: Checkout.root)
        let out = directory.path + "/deep/schemas"
        let line = [
            "contract", "export", "--as", "json-schema", "--out", out, "--contract", "PROJECT", "--format", "json",
        ]
        #expect(CommandLineProgram().run(line, on: first.console) == .success)
        let object = try #require(first.objects.first)
        #expect(object["files"] as? [String] == ["PROJECT.add.schema.json", "PROJECT.change.schema.json"])
        #expect(object["written"] as? Int == 2)
        let again = CapturedConsole(in: Checkout.root)
        #expect(CommandLineProgram().run(line, on: again.console) == .success)
        #expect(again.objects.first?["unchanged"] as? Int == 2)
        #expect(again.objects.first?["written"] as? Int == 0)
    }

    @Test func foreignFilesAreLeftAlone() throws {
        let directory = try TemporaryDirectory()
        try directory.write("index.html", "<p>mine</p>")
        let captured = CapturedConsole(in: Checkout.root)
        let line = ["contract", "export", "--as", "html", "--out", directory.path, "--contract", "PROJECT"]
        #expect(CommandLineProgram().run(line, on: captured.console) == .cannotCreate)
        #expect(captured.error.contains("index.html"))
        #expect(try String(contentsOfFile: directory.path + "/index.html", encoding: .utf8) == "<p>mine</p>")
        #expect(
            CommandLineProgram().run(line + ["--force"], on: CapturedConsole(in: Checkout.root).console) == .success
        )
        #expect(try String(contentsOfFile: directory.path + "/index.html", encoding: .utf8).contains("PROJECT.html"))
    }

    @Test func aDirectoryThatCannotBeMadeEndsWith73() throws {
        let directory = try TemporaryDirectory()
        try directory.write("file", "x")
        let captured = CapturedConsole(in: Checkout.root)
        #expect(
            captured.run("contract", "export", "--as", "html", "--out", directory.path + "/file/x") == .cannotCreate
        )
    }

    @Test func aNewContractPassesLintAndTest() throws {
        let directory = try TemporaryDirectory()
        let out = directory.path + "/Contracts"
        let made = CapturedConsole(in: directory.path)
        #expect(
            made.run("contract", "new", "LAND_SALE", "--number", "699", "--domain", "land", "--out", out) == .success
        )
        for verb in ["lint", "test"] {
            let captured = CapturedConsole(in: directory.path)
            #expect(captured.run("contract", verb, "--contracts", out) == .success, "\(captured.output)")
        }
        let again = CapturedConsole(in: directory.path)
        #expect(
            again.run("contract", "new", "LAND_SALE", "--number", "699", "--domain", "land", "--out", out)
                == .cannotCreate
        )
    }

    @Test func anImportedTablePassesLintAndTest() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            "table.csv",
            """
            字段名,名称,类型,长度,必填,值域,说明
            DEAL_CODE,交易编号,C,定长20,M,,
            KIND,类别,C2,,M,01-甲；02-乙,
            OWNER_CODES,各方代码,C..2000,,O,统一社会信用代码,多个以分号分隔
            AMOUNT,金额,"N14,6",,C,,成交时
            DAY,日期,D8,,M,,
            MINUTE,时刻,T12,,O,,
            """
        )
        let out = directory.path + "/Contracts"
        let made = CapturedConsole(in: directory.path)
        let line = [
            "contract", "import", file, "--contract", "DEAL", "--domain", "land", "--out", out, "--format", "json",
        ]
        #expect(CommandLineProgram().run(line, on: made.console) == .success, "\(made.output)")
        #expect((made.objects.first?["todo"] as? [[String: Any]])?.contains { $0["line"] as? Int == 5 } == true)
        for verb in ["lint", "test"] {
            let captured = CapturedConsole(in: directory.path)
            #expect(captured.run("contract", verb, "--contracts", out) == .success, "\(captured.output)")
        }
        // The imported rules hold: a code outside the list, and a good record.
        let good = #"{"DEAL_CODE":"ABCDEFGHIJ0123456789","KIND":"01","DAY":"20260810"}"#
        let judged = CapturedConsole(
            in: directory.path,
            input: good + "\n" + good.replacing("01\",\"DAY", with: "03\",\"DAY")
        )
        #expect(
            judged.run("validate", "--ndjson", "--contract", "DEAL", "--contracts", out, "--format", "json", "-")
                == .dataRefused
        )
        #expect(judged.objects.map { $0["verdict"] as? String } == ["accept", "reject"])
    }

    @Test func aTableWithBadRowsMakesNothing() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("table.csv", "字段名,类型,必填\nA,C..20,M\nB,??,M\nC,C..5,vielleicht\n")
        let out = directory.path + "/Contracts"
        let captured = CapturedConsole(in: directory.path)
        let line = ["contract", "import", file, "--contract", "DEAL", "--domain", "land", "--out", out]
        #expect(CommandLineProgram().run(line, on: captured.console) == .dataRefused)
        #expect(captured.output.contains("table.csv:3: "))
        #expect(captured.output.contains("table.csv:4: "))
        #expect(!FileManager.default.fileExists(atPath: out + "/national/v2/land"))
    }
}
