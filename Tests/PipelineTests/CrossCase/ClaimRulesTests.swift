import ContractEngine
import RoutingPolicy
import Testing

@testable import Pipeline

/// What the national contracts say of values that reach beyond a case; expected values read off the contracts by hand.
@Suite struct ClaimRulesTests {
    private func claims(_ dataset: String, _ catalog: ContractCatalog? = nil) throws -> [String] {
        let contracts = try catalog ?? Repository.contracts.get()
        let rules = RelationRules(contracts, flows: try Repository.flows())
        let program = try #require(contracts.program(named: dataset, version: nil))
        return rules.rule(of: program).claims.map { rule in
            "\(rule.origin.rawValue) \(rule.dataset)/\(rule.fieldsThere.joined(separator: ","))"
                + " by \(rule.fields.joined(separator: ",")) \(rule.policy.rawValue)"
        }
    }

    @Test func aProjectIsNamedByItsTenderProjects() throws {
        #expect(try claims("PROJECT") == ["founds PROJECT/PROJECT_CODE by PROJECT_CODE warn"])
        #expect(try claims("TENDER_PROJECT") == ["parent PROJECT/PROJECT_CODE by PROJECT_CODE warn"])
    }

    @Test func codesThatNameTheirCaseAreUniqueInIt() throws {
        // BID_SECTION_CODE begins with TENDER_PROJECT_CODE, the case.
        #expect(try claims("SECTION") == [])
        // DOC_NO likewise, and its rule is off.
        #expect(try claims("TENDER_FILE_CLARI_MODI") == [])
        #expect(
            try claims("LETTER_OF_GUARANTEE") == ["unique LETTER_OF_GUARANTEE/GUARANTEE_NO by GUARANTEE_NO warn"]
        )
    }

    /// The reference calls their numbers keys by meaning alone (INFERRED), and its rule engine checks none of them: they are
    /// counted anew in each case. The rule still holds within the case.
    @Test(arguments: [
        ("QUALI_INQUERY_CLARI", "DOC_CODE"), ("T_ASKANSWER", "ANN_CODE"), ("DEAL_LAND_INFO", "DEAL_LAND_CODE"),
        ("DEA_MEDI_TENDER_LIST", "CATAID"), ("DEA_MEDI_WIN_BID_LIST", "CATAID"),
        ("DEA_MEDI_NET_PURCHASE_LIST", "CATAID"), ("DEA_MEDI_FIXED_PURCHASE_LIST", "CATAID"),
        ("DEA_MEDI_NEGO_PURCHASE_LIST", "CATAID"), ("DEA_MEDI_PURCHASE_ORDER", "ORDERDETAILID"),
    ])
    func whatIsCountedInEachCaseClaimsNothing(dataset: String, field: String) throws {
        #expect(try claims(dataset).filter { $0.hasPrefix("unique") } == [])
        let program = try #require(try Repository.contracts.get().program(named: dataset, version: nil))
        let rule = try #require(program.registration.first { $0.kind == .unique && $0.fields == [field] })
        #expect(rule.policy == .warn)
        #expect(rule.scope == .withinCase)
    }

    /// Two platforms may report the same person: each has records of its own.
    @Test func whatSeveralPlatformsReportAboutClaimsNoCodes() throws {
        #expect(try claims("INDIVIDUAL_BASE") == [])
        #expect(try claims("EXPERT_EVALUATION") == [])
    }

    @Test func aParentInTheSameCaseIsNoClaim() throws {
        for dataset in ["BID_OPENING_RECORD", "WIN_RESULT_ANNO", "TENDER_EX_INFO"] {
            #expect(try claims(dataset) == [], "\(dataset)")
        }
    }

    /// A code within a case is odd and a claim even, so one list of the register holds both.
    @Test func codesTellTheirKindAndTheirSort() throws {
        let name = RelationName(caseKey: "A", sender: "trade", dataset: "D")
        for value in 0..<50 {
            #expect(ClaimCode(rawValue: name.code(["\(value)"], of: "D")) == nil)
            for kind in ClaimKind.allCases {
                let code = ClaimCode(kind, dataset: "D", fields: ["F"], values: ["\(value)"])
                #expect(ClaimCode(rawValue: code.rawValue) == code)
                #expect(code.kind == kind)
                #expect(code.rawValue & 1 == 0)
            }
        }
        let need = ClaimCode(.needs, dataset: "P", fields: ["F"], values: ["1"])
        #expect(need.said(as: .founds) == ClaimCode(.founds, dataset: "P", fields: ["F"], values: ["1"]))
        #expect(need != ClaimCode(.needs, dataset: "P", fields: ["F"], values: ["2"]))
        #expect(need != ClaimCode(.needs, dataset: "P", fields: ["G"], values: ["1"]))
        // "1" and "2:34" are not "12" and "3:4".
        let left = ClaimCode(.code, dataset: "P", fields: ["F", "G"], values: ["1", "2:34"])
        #expect(left != ClaimCode(.code, dataset: "P", fields: ["F", "G"], values: ["12", "3:4"]))
    }

    @Test func theWordOfAClaimIsReadAsItWasWritten() throws {
        let code = ClaimCode(.needs, dataset: "PROJECT", fields: ["PROJECT_CODE"], values: ["E1"])
        let demand = ClaimDemand(
            code: code,
            origin: .parent,
            policy: .warn,
            fields: ["PROJECT_CODE"],
            dataset: "PROJECT"
        )
        let hex = code.text
        #expect(demand.word == "x:\(hex):parent:warn:PROJECT_CODE:PROJECT")
        func read(_ text: String) -> ClaimDemand? {
            var parts = WordReader(Array(text.utf8)[...], separator: UInt8(ascii: ":"))
            _ = parts.next()
            return ClaimDemand(&parts)
        }
        #expect(read(demand.word) == demand)
        #expect(read("x:0000000000000000:unique:warn:F,G:D")?.fields == ["F", "G"])
        #expect(read("x:\(hex):unique:warn:F:D") == nil, "the code is of another kind")
        #expect(read("x:0000000000000000:unknown:warn:F:D") == nil)
        #expect(read("x:0000000000000000:unique:warn:F") == nil)
    }
}
