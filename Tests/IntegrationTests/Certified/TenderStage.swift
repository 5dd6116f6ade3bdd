/// A stage of a project 招标投标过程 (docs/glossary.md): what was said of its tender and its purchase up to then, and
/// which of the secret sets the law has released by it (DATA-SPEC §7.3). Written from the law, not from the flow table.
struct TenderStage {
    /// One record that brings the project on.
    struct Step {
        let dataset: String
        var changes: [String: String] = [:]
        /// The supervision platform that says it; nil for the platform whose project it is.
        var supervisor: String?
    }

    let name: String
    /// Records that are registered before those of the next group are sent.
    let course: [[Step]]
    /// The secret sets that the owner may send.
    let released: Set<String>

    /// The sets that are secret for a time.
    static let secret: Set = opening.union(purchase).union(["EVALUATION_REPORT", "BID_EVALUATION_EXPERT"])
    private static let opening: Set = ["TENDER_INVITATION", "TENDER_LIST", "BIDDER_MARGIN_INFO"]
    private static let purchase: Set = ["PURCHASE_TENDER_LIST"]

    /// What ordinary stages are made of. What an instruction to suspend says is INFERRED, as in the flow table.
    static let all: [TenderStage] = {
        let registered = [steps("PROJECT", "TENDER_PROJECT", "SECTION", "PURCHASE_PROJECT")]
        let announced =
            registered + [
                steps("TENDER_ANN_QUA_INQUERY_ANN", "TENDER_FILE_CLARI_MODI", "PURCHASE_QUALI_INQUERY_ANN")
            ]
        let opened =
            announced + [
                steps("BID_OPENING_RECORD", "PURCHASE_BIDDING_RECORD"),
                steps("TENDER_INVITATION", "TENDER_LIST", "BIDDER_MARGIN_INFO", "PURCHASE_TENDER_LIST"),
            ]
        let evaluated = opened + [steps("TENDER_CANDIDATE", "TENDER_EVALUATION")]
        let publicised = evaluated + [steps("TENDER_CANDIDATE_ANNOUNCE"), steps("EVALUATION_REPORT")]
        let awarded = publicised + [steps("WIN_RESULT_ANNO"), steps("BID_EVALUATION_EXPERT")]
        let contracted = awarded + [steps("CONTRACT_PERFORMANCE", "PURCHASE_CONTRACT")]
        let performed = contracted + [steps("PERFORMANCE")]
        let postponed = opened + [[Step(dataset: "TENDER_ANN_QUA_INQUERY_ANN", changes: ["IS_POSTPONE": "1"])]]
        let clarified = opened + [[Step(dataset: "TENDER_FILE_CLARI_MODI", changes: ["IS_POSTPONE": "1"])]]
        let suspended = awarded + [[order("暂停招标投标活动", by: "fuzhou-construction")]]
        let failed = awarded + [[Step(dataset: "TENDER_ABNORMITY_REPORT", changes: ["EXCEPITON_TYPE": "1"])]]
        let broken = awarded + [[Step(dataset: "EXCEPTION_REPORT", changes: ["EXCEPITON_TYPE": "2"])]]
        let after = opening.union(purchase)
        return [
            TenderStage(name: "registered", course: registered, released: []),
            TenderStage(name: "announced", course: announced, released: []),
            TenderStage(name: "opened", course: opened, released: after),
            TenderStage(name: "evaluated", course: evaluated, released: after),
            TenderStage(name: "publicised", course: publicised, released: after.union(["EVALUATION_REPORT"])),
            TenderStage(name: "awarded", course: awarded, released: secret),
            TenderStage(name: "contracted", course: contracted, released: secret),
            TenderStage(name: "performed", course: performed, released: secret),
            // The purchase is another case: what befalls the tender does not touch it.
            TenderStage(name: "postponed by a notice", course: postponed, released: purchase),
            TenderStage(name: "postponed by a clarification", course: clarified, released: purchase),
            TenderStage(name: "opened again", course: postponed + [steps("BID_OPENING_RECORD")], released: after),
            TenderStage(name: "suspended", course: suspended, released: purchase),
            // Each supervisor lifts what it ordered itself.
            TenderStage(
                name: "suspended, and lifted by another",
                course: suspended + [[order("恢复招标投标活动", by: "fujian-water")]],
                released: purchase
            ),
            TenderStage(
                name: "resumed",
                course: suspended + [[order("恢复招标投标活动", by: "fuzhou-construction")]],
                released: secret
            ),
            TenderStage(name: "failed", course: failed, released: purchase),
            TenderStage(name: "broken off", course: broken, released: purchase),
        ]
    }()

    private static func steps(_ datasets: String...) -> [Step] { datasets.map { Step(dataset: $0) } }

    private static func order(_ words: String, by supervisor: String) -> Step {
        Step(dataset: "ADMIN_SUPER_ITEM_INFO", changes: ["APPROVAL_PROJECT": words], supervisor: supervisor)
    }
}
