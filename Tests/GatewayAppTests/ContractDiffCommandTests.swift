import GatewayApp
import Testing

/// `contract diff` and what `contract show` says of versions and profiles.
struct ContractDiffCommandTests {
    @Test func saysInWordsWhatBreaks() {
        let captured = CapturedConsole(in: Checkout.root)
        let code = captured.run("contract", "diff", "TENDER_PROJECT", "TENDER_PROJECT+fujian", "--lang", "en")
        #expect(code == .success)
        // The overlay demands this field; the edition does not know it.
        #expect(captured.output.contains("TRADE_SYSTEM_NO"))
        #expect(captured.output.contains("TENDER_PROJECT+fujian"))
    }

    @Test func tellsProgramsTheSame() throws {
        let captured = CapturedConsole(in: Checkout.root)
        #expect(
            captured.run("contract", "diff", "TENDER_PROJECT", "TENDER_PROJECT+fujian", "--format", "json") == .success
        )
        let object = try #require(captured.objects.first)
        let keys: Set = ["from", "to", "breaking", "breakingBack", "changes", "reasons", "reasonsBack"]
        #expect(Set(object.keys) == keys)
        #expect(object["from"] as? String == "TENDER_PROJECT")
        #expect(object["breaking"] as? Bool == true)
        let reasons = try #require(object["reasons"] as? [[String: Any]])
        #expect(reasons.contains { $0["rule"] as? String == "501.TRADE_SYSTEM_NO.required" })
        for reason in reasons {
            #expect(Set(reason.keys).isSuperset(of: ["kind", "rule", "fields", "certain", "message"]))
        }
    }

    @Test func theExitCodeFollowsTheFlag() {
        for (first, second, code) in [
            ("TENDER_PROJECT", "TENDER_PROJECT+fujian", ExitCode.dataRefused),
            ("TENDER_PROJECT", "TENDER_PROJECT", .success), ("TENDER_PROJECT", "TENDER_PROJEKT", .usage),
            ("TENDER_PROJECT", "TENDER_PROJECT@9.9", .usage), ("TENDER_PROJECT", "TENDER_PROJECT+fujan", .usage),
        ] {
            let captured = CapturedConsole(in: Checkout.root)
            #expect(captured.run("contract", "diff", first, second, "--fail-on-breaking") == code, "\(first) \(second)")
        }
        let alone = CapturedConsole(in: Checkout.root)
        #expect(alone.run("contract", "diff", "TENDER_PROJECT") == .usage)
    }

    @Test func sameIsSaid() {
        let captured = CapturedConsole(in: Checkout.root)
        #expect(captured.run("contract", "diff", "PROJECT", "PROJECT", "--lang", "en") == .success)
        #expect(captured.output.hasPrefix("no difference\n"))
    }

    @Test func helpSaysHowToNameContracts() {
        let captured = CapturedConsole(in: Checkout.root)
        #expect(captured.run("contract", "diff", "--help", "--lang", "en") == .success)
        #expect(captured.output.contains("NAME[@VERSION][+PROFILE]"))
        #expect(captured.output.contains("--fail-on-breaking"))
    }

    @Test func showNamesOtherVersionsAndTheProfile() {
        let current = CapturedConsole(in: Checkout.root)
        #expect(current.run("contract", "show", "PROJECT", "--lang", "en") == .success)
        #expect(current.output.contains("other versions"))
        let old = CapturedConsole(in: Checkout.root)
        #expect(old.run("contract", "show", "PROJECT@1.0", "--lang", "en") == .success)
        #expect(old.output.contains("1.0"))
        let here = CapturedConsole(in: Checkout.root)
        #expect(here.run("contract", "show", "TENDER_PROJECT", "--profile", "fujian", "--lang", "en") == .success)
        #expect(here.output.contains("fujian") && here.output.contains("TRADE_SYSTEM_NO"))
        #expect(!current.output.contains("fujian"))
    }
}
