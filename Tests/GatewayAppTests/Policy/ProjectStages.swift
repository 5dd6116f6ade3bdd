/// The course of one project in stages, one after another: what is said in each, and which secret sets the law lets its
/// owner send from then on (DATA-SPEC §7.3). Written from the law, not from the flow table.
enum ProjectStages {
    /// One record: data set, its sender, or nil for the owner, and the members that are not as in the sample.
    typealias Step = (dataset: String, sender: String?, changes: [String: String])

    private static let opening: Set = ["TENDER_INVITATION", "TENDER_LIST", "BIDDER_MARGIN_INFO"]
    private static let purchase: Set = ["PURCHASE_TENDER_LIST"]
    private static let evaluation: Set = ["EVALUATION_REPORT"]
    private static let experts: Set = ["BID_EVALUATION_EXPERT"]
    /// The sets that are secret for a time.
    static let secret = opening.union(purchase).union(evaluation).union(experts)

    private static func own(_ dataset: String, _ changes: [String: String] = [:]) -> Step { (dataset, nil, changes) }
    private static func order(_ words: String, _ supervisor: String) -> Step {
        ("ADMIN_SUPER_ITEM_INFO", supervisor, ["APPROVAL_PROJECT": words])
    }

    /// What befalls the tender does not touch the purchase, which is another case. A postponement moves the opening alone.
    static let all: [(name: String, steps: [Step], released: Set<String>)] = {
        let opened = opening.union(purchase)
        let stop = "暂停招标投标活动"
        let go = "恢复招标投标活动"
        return [
            ("nothing", [], []),
            ("registered", [own("TENDER_PROJECT"), own("SECTION"), own("PURCHASE_PROJECT")], []),
            ("announced", [own("TENDER_ANN_QUA_INQUERY_ANN"), own("PURCHASE_QUALI_INQUERY_ANN")], []),
            ("suspended before the opening", [order(stop, "fuzhou-housing")], []),
            (
                "opened while suspended",
                [own("BID_OPENING_RECORD"), own("PURCHASE_BIDDING_RECORD")], purchase
            ),
            ("opened", [order(go, "fuzhou-housing")], opened),
            ("evaluated", [own("TENDER_CANDIDATE"), own("TENDER_EVALUATION")], opened),
            ("publicised", [own("TENDER_CANDIDATE_ANNOUNCE")], opened.union(evaluation)),
            ("awarded", [own("WIN_RESULT_ANNO")], secret), ("contracted", [own("CONTRACT_PERFORMANCE")], secret),
            ("performed", [own("PERFORMANCE")], secret),
            ("suspended", [order(stop, "fuzhou-housing")], purchase),
            ("suspended by two", [order(stop, "fuzhou-water")], purchase),
            ("lifted by one of two", [order(go, "fuzhou-housing")], purchase),
            ("resumed", [order(go, "fuzhou-water")], secret),
            (
                "postponed by a notice", [own("TENDER_ANN_QUA_INQUERY_ANN", ["IS_POSTPONE": "1"])],
                secret.subtracting(opening)
            ),
            ("opened again", [own("BID_OPENING_RECORD")], secret),
            (
                "postponed by a clarification", [own("TENDER_FILE_CLARI_MODI", ["IS_POSTPONE": "1"])],
                secret.subtracting(opening)
            ),
            ("opened a third time", [own("BID_OPENING_RECORD")], secret),
            ("failed", [own("TENDER_ABNORMITY_REPORT", ["EXCEPITON_TYPE": "1"])], purchase),
            ("opened anew", [own("BID_OPENING_RECORD")], opened),
            ("broken off", [own("EXCEPTION_REPORT", ["EXCEPITON_TYPE": "2"])], purchase),
        ]
    }()
}
