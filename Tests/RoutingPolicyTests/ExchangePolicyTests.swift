import Core
import Testing

@testable import RoutingPolicy

/// The decisions of the shipped flow table over a small province (DATA-SPEC 7.2 and 7.3).
@Suite struct ExchangePolicyTests {
    /// The sets that only supervision states: items, alerts, complaints, credit (DATA-SPEC 7.2).
    static let ofSupervision: Set<String> = [
        "ADMIN_SUPER_ITEM_INFO", "PROJECT_ALERTING_INFO", "COMPLAINT_INFO", "SUPERVISION_ATTACHMENTS",
        "EXPERT_CREDIT_RECORD", "VIOLATING_LAWS_RULES_INFO", "BLACK_LIST", "WITHDRAW_BLACK_LIST", "AWARD_INFO",
        "PERFORMANCE_INFO", "SOCIAL_CREDIT_INFO", "CREDIT_ATTACHMENTS",
    ]

    let policy: ExchangePolicy

    init() throws {
        policy = ExchangePolicy(registry: try provinceRegistry(), flows: try nationalFlows())
    }

    func recipients(
        _ dataset: String,
        from sender: String,
        sector: String? = nil,
        region: String? = nil
    ) throws -> [String] {
        let platform = try #require(policy.registry[sender])
        return policy.recipients(dataset: dataset, sender: platform, sector: sector, region: region, at: today)
            .map(\.platform.id)
    }

    @Test func transactionSetsReachCityThenProvince() throws {
        #expect(
            try recipients("TENDER_PROJECT", from: "trade", sector: "A08", region: "350182")
                == ["city-service", "province-service", "nation-all"]
        )
    }

    @Test func supervisorsAreChosenBySectorAndRegion() throws {
        #expect(
            try recipients("TENDER_PROJECT", from: "trade", sector: "A02", region: "350182")
                == ["city-service", "province-service", "city-roads", "nation-all"]
        )
        #expect(
            try recipients("SECTION", from: "trade", sector: "A07", region: "350200")
                == ["other-city-service", "province-service", "province-water", "nation-all"]
        )
        #expect(
            try recipients("SECTION", from: "trade", sector: "A07", region: "360700") == [
                "other-province-service", "nation-all",
            ]
        )
    }

    /// No certified hub covers the region, so nothing passes between trading and supervision.
    @Test func withoutAHubNothingReachesSupervision() throws {
        #expect(try recipients("SECTION", from: "trade", sector: "A07", region: "440100") == [])
    }

    @Test func withoutRoutingAttributesNobodyReceives() throws {
        #expect(try recipients("SECTION", from: "trade", sector: "A02") == [])
        #expect(
            try recipients("SECTION", from: "trade", region: "350100") == ["city-service", "province-service"]
        )
    }

    @Test func expertsNeverReachThePublicService() throws {
        #expect(
            try recipients("BID_EVALUATION_EXPERT", from: "trade", sector: "A02", region: "350100")
                == ["city-roads", "nation-all"]
        )
        let experts: Set = [
            "BID_EVALUATION_EXPERT", "EXPERT_BID_EVALUATION", "EXPERT_EVALUATION", "EXPERT_CREDIT_RECORD",
        ]
        for flow in policy.flows.flows where flow.to == .service {
            #expect(flow.datasets.isDisjoint(with: experts))
        }
        for dataset in ["EXPERT_BID_EVALUATION", "EXPERT_EVALUATION"] {
            #expect(try recipients(dataset, from: "trade") == ["nation-all"])
        }
        #expect(
            try recipients("EXPERT_CREDIT_RECORD", from: "city-roads", region: "350100")
                == ["province-water", "nation-all"]
        )
    }

    /// A complaint reaches the public service without the complainant; a violation reaches it as it is.
    @Test func creditAndComplaintsReachTheServicePlatforms() throws {
        for dataset in ["COMPLAINT_INFO", "PROJECT_ALERTING_INFO", "BLACK_LIST"] {
            #expect(try recipients(dataset, from: "city-roads") == ["city-service", "province-service"])
        }
        let view = try #require(policy.flows.view("service", of: "COMPLAINT_INFO"))
        let telling = ["COMPLAINT_NAME", "COMPLAINT_PHONE", "COMPLAINT_MAIL", "COMPLAINT_CONTENT", "DISSENT_REASON"]
        #expect(Set(view.fields.map(\.name)).isDisjoint(with: telling))
    }

    /// The other trades go by region; a supervisor of some sectors gets only what carries its class.
    @Test func otherTradesGoByRegion() throws {
        #expect(
            try recipients("PURCHASE_PROJECT", from: "trade", region: "350182")
                == ["city-service", "province-service", "nation-all"]
        )
        #expect(
            try recipients("DEAL_LAND_INFO", from: "trade", sector: "A02", region: "350182")
                == ["city-service", "province-service", "city-roads", "nation-all"]
        )
        #expect(
            try recipients("DEA_MEDI_TENDER_ANNO", from: "trade", region: "350182")
                == ["city-service", "province-service"]
        )
        #expect(try recipients("LEGAL_PERSON_BASE", from: "trade") == ["city-service", "province-service"])
    }

    @Test func projectsGoToNoSupervisor() throws {
        #expect(
            try recipients("PROJECT", from: "trade", sector: "A02", region: "350100")
                == ["city-service", "province-service"]
        )
    }

    @Test func supervisionItemsGoToTheServicePlatformsOnly() throws {
        #expect(
            try recipients("ADMIN_SUPER_ITEM_INFO", from: "city-roads") == ["city-service", "province-service"]
        )
        #expect(
            try recipients("ADMIN_SUPER_ITEM_INFO", from: "province-water", region: "350200")
                == ["other-city-service", "province-service"]
        )
    }

    /// Deny by default: whatever no flow names does not go, from any plane.
    @Test func everyOtherCombinationIsDenied() throws {
        let allowed: [Plane: (String) -> Bool] = [
            .trading: { !Self.ofSupervision.contains($0) }, .supervision: { Self.ofSupervision.contains($0) },
            .service: { _ in false },
        ]
        for platform in policy.registry.platforms where platform.id != "suspended" {
            for dataset in policy.flows.datasets.map(\.name) + ["NO_SUCH_SET", ""] {
                let known = policy.flows.declares(dataset)
                let isAllowed = known && allowed[platform.plane]?(dataset) == true
                let codes = policy.admission(of: dataset, from: platform, at: today).map(\.code)
                #expect(
                    codes == (isAllowed ? [] : [known ? .flowForbidden : .datasetUnknown]),
                    "\(platform.id) \(dataset)"
                )
                if !isAllowed {
                    let reached = policy.recipients(
                        dataset: dataset,
                        sender: platform,
                        sector: "A02",
                        region: "350100",
                        at: today
                    )
                    #expect(reached.isEmpty, "\(platform.id) \(dataset)")
                }
            }
        }
    }

    @Test func uncertifiedSendersAndRecipientsAreOut() throws {
        let suspended = try #require(policy.registry["suspended"])
        #expect(
            policy.admission(of: "ADMIN_SUPER_ITEM_INFO", from: suspended, at: today).map(\.code)
                == [.platformNotCertified]
        )
        #expect(policy.admission(of: nil, from: suspended, at: today).map(\.code) == [.platformNotCertified])
        #expect(
            policy.admission(of: "PROJECT", from: suspended, at: today).map(\.code)
                == [.platformNotCertified, .flowForbidden]
        )
        let trade = try #require(policy.registry["trade"])
        let expired = try #require(Instant(rfc3339: "2030-01-01T00:00:00Z"))
        #expect(policy.admission(of: "PROJECT", from: trade, at: expired).map(\.code) == [.platformNotCertified])
        #expect(
            policy.recipients(dataset: "PROJECT", sender: trade, sector: nil, region: "350100", at: expired).isEmpty
        )
    }

    @Test func deliveryAgreesWithRecipients() throws {
        for sender in policy.registry.platforms {
            for dataset in policy.flows.datasets.map(\.name) {
                for (sector, region) in [("A02", "350182"), ("A07", "350200"), (nil, "350100"), ("A02", nil)] {
                    let all = policy.recipients(
                        dataset: dataset,
                        sender: sender,
                        sector: sector,
                        region: region,
                        at: today
                    )
                    let each = policy.registry.platforms.compactMap {
                        policy.delivery(
                            of: dataset,
                            sender: sender,
                            sector: sector,
                            region: region,
                            to: $0,
                            at: today
                        )
                    }
                    #expect(Set(all) == Set(each))
                }
            }
        }
    }

    @Test func supervisionFlowsNameTheHub() throws {
        let trade = try #require(policy.registry["trade"])
        let recipients = policy.recipients(
            dataset: "SECTION",
            sender: trade,
            sector: "A02",
            region: "350182",
            at: today
        )
        let supervision = recipients.filter { $0.platform.plane == .supervision }
        #expect(supervision.map(\.via) == ["city-service", "city-service"])
        #expect(recipients.filter { $0.platform.plane == .service }.map(\.via) == [nil, nil])
    }

    @Test func routingAttributesAreRequiredWhereFlowsNeedThem() {
        #expect(policy.requiredAttributes(of: "TENDER_PROJECT", from: .trading) == [.sector, .region])
        #expect(policy.requiredAttributes(of: "PROJECT", from: .trading) == [.region])
        #expect(policy.requiredAttributes(of: "ADMIN_SUPER_ITEM_INFO", from: .supervision) == [])
        #expect(policy.requiredAttributes(of: "TENDER_PROJECT", from: .supervision) == [])
    }

    /// DATA-SPEC 7.3: no identity numbers, telephones, mail addresses or contact persons for supervision; of identity
    /// numbers a digest (docs/specs/masking.md).
    @Test func supervisionSeesNoPersonalData() {
        let personal = [
            "ID_CARD", "PHONE", "EMAIL", "CONTACT", "PM_CODE", "LEAD_ID", "OPERATION_PERSON", "BID_MANAGER", "_DUTY",
            "EXAMINER", "PROPOSER", "SIGNATURE", "OPERATION_NAME", "PROJECT_LEAD", "OPEN_COMPERE", "AGENCY_PERSON",
            "TENDERER_PERSON", "CERTIFICATES", "OTHER_CONTENT",
        ]
        for view in policy.flows.views where view.id == "supervision" {
            for field in view.fields where field.mask != .digest || field.name != "ID_CARD" {
                #expect(!personal.contains { field.name.contains($0) }, "\(view.label) \(field.name)")
            }
        }
    }

    /// DATA-SPEC 7.3: the public-service platform gets identity numbers and telephones masked or not at all.
    @Test func serviceSeesPersonalDataMasked() {
        let masked = ["ID_CARD", "PHONE", "EMAIL", "CONTACT", "PM_CODE", "LEAD_ID", "_DUTY", "EXAMINER"]
        for view in policy.flows.views where view.id == "service" {
            for field in view.fields where masked.contains(where: { field.name.contains($0) }) {
                #expect(field.mask != .whole, "\(view.label) \(field.name)")
            }
        }
    }

    @Test func sealsAndFactsAreThoseOfTheLaw() {
        let seals = Dictionary(uniqueKeysWithValues: policy.flows.seals.map { ($0.dataset, $0.until) })
        #expect(
            seals == [
                "TENDER_INVITATION": .opened, "TENDER_LIST": .opened, "BID_EVALUATION_EXPERT": .settled,
                "EVALUATION_REPORT": .publicised, "PURCHASE_TENDER_LIST": .opened, "BIDDER_MARGIN_INFO": .opened,
            ]
        )
        let facts = Dictionary(
            uniqueKeysWithValues: policy.flows.facts.compactMap { rule in rule.fact.map { (rule.dataset, $0) } }
        )
        // What supervision suspends, and who goes on, stands in its own records.
        let resting = policy.flows.facts.filter { $0.dataset == "ADMIN_SUPER_ITEM_INFO" }
        #expect(resting.map(\.fact) == [.suspended, nil])
        #expect(resting.map(\.ends) == [[], [.suspended]])
        #expect(resting.allSatisfy { $0.when?.field == "APPROVAL_PROJECT" })
        #expect(
            facts == [
                "BID_OPENING_RECORD": .opened, "TENDER_CANDIDATE_ANNOUNCE": .publicised, "WIN_RESULT_ANNO": .settled,
                "PURCHASE_BIDDING_RECORD": .opened, "ADMIN_SUPER_ITEM_INFO": .suspended,
                "INSTRUCTION_ACKNOWLEDGEMENT": .acknowledged,
            ]
        )
        // A postponement and an exception take back what was stated, under their conditions only.
        let ended = policy.flows.facts.filter { !$0.ends.isEmpty && $0.ends != [.suspended] }
        #expect(
            Set(ended.map(\.dataset)) == [
                "TENDER_ANN_QUA_INQUERY_ANN", "TENDER_FILE_CLARI_MODI", "TENDER_ABNORMITY_REPORT", "EXCEPTION_REPORT",
            ]
        )
        #expect(ended.allSatisfy { $0.when != nil && $0.fact == nil })
    }
}
