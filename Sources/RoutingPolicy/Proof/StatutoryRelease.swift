/// When sealed data may be released, by law (DATA-SPEC §7.3): what a flow table may make stricter and never looser.
enum StatutoryRelease {
    /// The earliest fact that may release a data set: no other than this one or a later one.
    static let earliest: [String: CaseFact] = [
        // 招标投标法 art. 22, 20号令 art. 21: who may bid stays secret before the opening.
        "TENDER_INVITATION": .opened,
        "BIDDER_MARGIN_INFO": .opened,
        // 招标投标法 art. 36: bids and prices are read out at the opening.
        "TENDER_LIST": .opened,
        "PURCHASE_TENDER_LIST": .opened,
        // 招标投标法 art. 38, 44: the evaluation is secret until its candidates are publicised.
        "EVALUATION_REPORT": .publicised,
        // 招标投标法 art. 37: the evaluators are secret until the award is settled.
        "BID_EVALUATION_EXPERT": .settled,
    ]

    /// The order in which facts about a section come true.
    static func isNoEarlier(_ fact: CaseFact, than other: CaseFact) -> Bool {
        let order = SealRule.releasing
        guard let left = order.firstIndex(of: fact), let right = order.firstIndex(of: other) else { return false }
        return left >= right
    }

    /// The records that may state a fact: the opening is stated by its record, never by a notice or the clock.
    static let statedBy: [CaseFact: Set<String>] = [
        .opened: ["BID_OPENING_RECORD", "PURCHASE_BIDDING_RECORD"],
        .publicised: ["TENDER_CANDIDATE_ANNOUNCE"],
        .settled: ["WIN_RESULT_ANNO"],
    ]

    /// The records that move or end an opening, after which what was released is sealed again.
    static let postponedBy: Set<String> = [
        "TENDER_ANN_QUA_INQUERY_ANN", "TENDER_FILE_CLARI_MODI", "TENDER_ABNORMITY_REPORT", "EXCEPTION_REPORT",
    ]
}
