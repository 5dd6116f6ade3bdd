import Core
import GatewayApp
import Testing

struct ArgumentParserTests {
    static let count = OptionDeclaration("count", .integer(placeholder: "N", 1...9), default: "3", zh: "数", en: "count")
    static let name = OptionDeclaration("name", .text(placeholder: "NAME"), required: true, zh: "名", en: "name")
    static let tag = OptionDeclaration("tag", .text(placeholder: "T"), repeatable: true, zh: "标", en: "tag")
    static let dry = OptionDeclaration("dry-run", .flag, zh: "演练", en: "dry run")
    static let declaration = CommandDeclaration(
        "try",
        zh: "试",
        en: "try it",
        operands: OperandDeclaration(OperandDeclaration.file, count: 0...2, zh: "文件", en: "files"),
        options: [count, name, tag, dry]
    )

    @Test func readsOptionsInEitherSpellingAndOperands() throws {
        let parsed = try ArgumentParser.parse(
            ["--name=a=b", "one", "--count", "7", "--tag", "x", "--tag=y", "--dry-run", "--", "--two"],
            by: Self.declaration
        )
        #expect(parsed[Self.name] == "a=b")
        #expect(parsed.integer(Self.count) == 7)
        #expect(parsed.all(Self.tag) == ["x", "y"])
        #expect(parsed.has(Self.dry))
        #expect(parsed.operands == ["one", "--two"])
    }

    @Test func givesDefaultsAndTakesADashAsOperand() throws {
        let parsed = try ArgumentParser.parse(["--name", "n", "-"], by: Self.declaration)
        #expect(parsed.integer(Self.count) == 3)
        #expect(!parsed.has(Self.dry))
        #expect(parsed.operands == ["-"])
    }

    @Test(arguments: [
        (["--name", "n", "--cuont", "1"], "--count"), (["--name", "n", "--dry"], "--dry-run"),
        (["--name", "n", "--count", "0"], "1 to 9"), (["--name", "n", "--count", "x"], "1 to 9"),
        (["--name", "n", "--count"], "needs a value"), (["--name", "n", "--dry-run=1"], "takes no value"),
        (["--name", "n", "--name", "m"], "only once"), (["--name", ""], "empty"), ([], "--name NAME is missing"),
        (["--name", "n", "1", "2", "3"], "at most 2"), (["--name", "n", "--format", "xml"], "text|json"),
        (["--name", "n", "-x"], "no option -x"),
    ])
    func namesWhatDoesNotFit(line: [String], hint: String) {
        #expect {
            try ArgumentParser.parse(line, by: Self.declaration)
        } throws: { error in
            let failure = error as? CommandFailure
            return failure?.exitCode == .usage && failure?.message.en.contains(hint) == true
        }
    }

    @Test func helpDemandsNothingElse() throws {
        #expect(try ArgumentParser.parse(["--help"], by: Self.declaration).has(.showHelp))
        #expect(try ArgumentParser.parse(["-h"], by: Self.declaration).has(.showHelp))
    }

    @Test func suggestsOnlyWhatIsNear() {
        #expect(Spelling.nearest(to: "valdate", among: ["validate", "verify"]) == "validate")
        #expect(Spelling.nearest(to: "zzz", among: ["validate", "verify"]) == nil)
    }
}
