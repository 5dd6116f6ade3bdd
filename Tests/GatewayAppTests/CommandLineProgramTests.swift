import Core
import GatewayApp
import Testing

struct CommandLineProgramTests {
    @Test func everyVerbExplainsItselfInBothLanguages() {
        for declaration in CommandLineProgram().declarations {
            for language in Language.allCases {
                let captured = CapturedConsole()
                let line = declaration.path + ["--help", "--lang", language.rawValue]
                #expect(CommandLineProgram().run(line, on: captured.console) == .success)
                #expect(captured.output.contains("hutong \(declaration.name)"))
                #expect(captured.output.contains(declaration.summary.text(in: language)))
                for option in declaration.options { #expect(captured.output.contains("--\(option.name)")) }
                #expect(captured.error.isEmpty)
            }
        }
    }

    @Test func everyOptionIsDeclaredOncePerVerb() {
        for declaration in CommandLineProgram().declarations {
            let names = declaration.options.map(\.name)
            #expect(Set(names).count == names.count, "\(declaration.name)")
        }
    }

    @Test func theOverviewListsEveryVerb() {
        let captured = CapturedConsole()
        #expect(captured.run("--help") == .success)
        for declaration in CommandLineProgram().declarations { #expect(captured.output.contains(declaration.name)) }
    }

    @Test func withoutAVerbTheOverviewGoesToStandardError() {
        let captured = CapturedConsole()
        #expect(captured.run() == .usage)
        #expect(captured.output.isEmpty)
        #expect(captured.error.contains("hutong"))
    }

    @Test func suggestsTheVerbThatWasMeant() {
        let captured = CapturedConsole()
        #expect(captured.run("--lang", "en", "valdate") == .usage)
        #expect(captured.error.contains("did you mean validate"))
        // A family of verbs tells its members, each once.
        for (words, usage) in [
            (["keys", "nw"], "usage: hutong keys new|csr|show\n"),
            (["help", "keys", "nw"], "usage: hutong keys new|csr|show\n"),
            (["trust", "bundle"], "usage: hutong trust bundle export|import\n"),
            (["trust"], "usage: hutong trust list|add|diff|sign|check|status|fetch|bundle\n"),
        ] {
            let captured = CapturedConsole()
            #expect(captured.run(words + ["--lang", "en"]) == .usage)
            #expect(captured.error == "hutong: " + usage)
        }
    }

    @Test func speaksTheLanguageOfTheEnvironmentAndOfTheOption() {
        let chinese = CapturedConsole(environment: ["LANG": "zh_CN.UTF-8"])
        #expect(chinese.run("nothing-like-it") == .usage)
        #expect(chinese.error.contains("没有命令"))
        let english = CapturedConsole(environment: ["LANG": "zh_CN.UTF-8"])
        #expect(english.run("nothing-like-it", "--lang=en") == .usage)
        #expect(english.error.contains("there is no verb"))
    }

    @Test func aFamilyOfVerbsNamesItsMembers() {
        let captured = CapturedConsole()
        #expect(captured.run("contract") == .usage)
        #expect(captured.error.contains("lint|test|show"))
        let helped = CapturedConsole()
        #expect(helped.run("contract", "--help") == .success)
        for name in ["lint", "test", "show"] { #expect(helped.output.contains("hutong contract \(name)")) }
    }

    @Test func printsItsVersion() {
        let captured = CapturedConsole()
        #expect(captured.run("--version") == .success)
        #expect(captured.output == "hutong \(ProductVersion.current)\n")
    }

    @Test func completionNamesVerbsAndOptions() {
        let captured = CapturedConsole()
        #expect(captured.run("completion", "bash") == .success)
        #expect(captured.output.contains("--syntax-only"))
        #expect(captured.output.contains("complete "))
    }
}
