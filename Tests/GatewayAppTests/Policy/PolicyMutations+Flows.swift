import Foundation
import RoutingPolicy

/// Mutations of the flow table, from its parts: every flow, every data set, every seal, every fact, every view.
enum PolicyMutations {
    private static let betweenTradingAndSupervision = [
        "trading-to-supervision", "other-trades-to-supervision", "experts-to-supervision",
        "acknowledgements-to-supervision",
    ]

    private static let betweenTradingAndAdjacent = [
        "trading-to-investment", "trading-to-inspection", "other-trades-to-inspection", "trading-to-experts",
        "appraisals-to-experts", "trading-to-archive", "other-trades-to-archive",
    ]

    static func ofFlows(_ policy: ProvincePolicy) -> [PolicyMutation] {
        let flows = (policy.flows["flows"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        // What states facts breaks a seal too when another plane may send it; sealed sets and experts have rules besides.
        let stating = Set(
            (policy.flows["facts"] as? [[String: Any]] ?? []).compactMap { policy.dataset($0["dataset"]) }
        )
        let transactions = (policy.datasets(of: "trading-to-service") + policy.datasets(of: "other-trades-to-service"))
            .filter { !stating.contains($0) }
        var all: [PolicyMutation] = []
        for flow in betweenTradingAndSupervision + betweenTradingAndAdjacent {
            for via in [nil, "trading", "supervision"] {
                all.append(
                    PolicyMutation(.hubBetweenTradingAndSupervision, "\(flow) via \(via ?? "none")") {
                        $0.changeFlow(flow) { $0["via"] = via }
                    }
                )
            }
            for key in ["sector", "region", "department"] where betweenTradingAndSupervision.contains(flow) {
                all.append(
                    PolicyMutation(.supervisionIsCompetent, "\(flow) any \(key)") {
                        $0.changeFlow(flow) { flow in
                            var condition = flow["condition"] as? [String: Any] ?? [:]
                            condition[key] = "any"
                            flow["condition"] = condition
                        }
                    }
                )
            }
        }
        for via in [nil, "trading", "supervision"] {
            all.append(
                PolicyMutation(.hubBetweenTradingAndSupervision, "supervision-to-trading via \(via ?? "none")") {
                    $0.changeFlow("supervision-to-trading") { $0["via"] = via }
                }
            )
        }
        for ownership in [nil, "any"] {
            all.append(
                PolicyMutation(.tradingSeesItsOwn, "supervision-to-trading of \(ownership ?? "no declared") case") {
                    $0.changeFlow("supervision-to-trading") { flow in
                        var condition = flow["condition"] as? [String: Any] ?? [:]
                        condition["case"] = ownership
                        flow["condition"] = condition
                    }
                }
            )
        }
        // What is never published goes to supervision alone: DATA-SPEC §7.2 (R10), §7.3 (openType 2).
        for flow in policy.flows["flows"] as? [[String: Any]] ?? [] where flow["to"] as? String != "supervision" {
            let id = flow["id"] as? String ?? ""
            all.append(
                PolicyMutation(.classifiedIsNotPublished, "\(id) carries all") {
                    $0.changeFlow(id) { flow in
                        var condition = flow["condition"] as? [String: Any] ?? [:]
                        condition["opentype"] = "all"
                        flow["condition"] = condition
                    }
                }
            )
        }
        for dataset in policy.datasets(of: "subjects-to-service") {
            all.append(
                PolicyMutation(.tradingExchangesNothingDirectly, "\(dataset) from trading to trading") {
                    $0.addFlow("peer", dataset, from: "trading", to: "trading", view: "peer", copying: "service")
                }
            )
        }
        for dataset in policy.datasets(of: "supervision-to-service") + policy.datasets(of: "credit-to-service")
        where !dataset.hasSuffix("ATTACHMENTS") {
            all.append(
                PolicyMutation(.tradingHasNoPower, "\(dataset) from trading") {
                    $0.changeFlow("trading-to-service") { flow in
                        flow["datasets"] = (flow["datasets"] as? [Any] ?? []) + [dataset]
                    }
                }
            )
        }
        for dataset in transactions.prefix(25) {
            all.append(
                PolicyMutation(.supervisionWritesNoTrade, "\(dataset) from supervision") {
                    $0.changeFlow("supervision-to-service") { flow in
                        flow["datasets"] = (flow["datasets"] as? [Any] ?? []) + [dataset]
                    }
                }
            )
        }
        for dataset in transactions.dropFirst(5).prefix(25) {
            all.append(
                PolicyMutation(.serviceOriginatesNoTrade, "\(dataset) from the public service") {
                    $0.addFlow("own", dataset, from: "service", to: "service", view: "service", basis: ["R4"])
                }
            )
        }
        for dataset in policy.datasets(of: "other-trades-to-supervision") {
            all.append(
                PolicyMutation(.recipientsSeeTheirView, "\(dataset) to supervision as to the public service") {
                    policy in
                    let before = policy
                    policy.changeFlow("other-trades-to-supervision") { flow in
                        flow["datasets"] = (flow["datasets"] as? [Any] ?? []).filter { before.dataset($0) != dataset }
                    }
                    policy.addFlow(
                        "wide",
                        dataset,
                        from: "trading",
                        to: "supervision",
                        view: "service",
                        basis: ["R2"],
                        via: "service",
                        sector: "optional"
                    )
                }
            )
        }
        for flow in flows {
            // R20 is about paper; R13 forbids, and R99 is nothing.
            for basis in [[], ["R20"], ["R13"], ["R99"]] {
                all.append(
                    PolicyMutation(.flowsHaveABasis, "\(flow) by \(basis)") {
                        $0.changeFlow(flow) { $0["basis"] = basis }
                    }
                )
            }
        }
        return all
    }

    static func ofSeals(_ policy: ProvincePolicy) -> [PolicyMutation] {
        var all: [PolicyMutation] = []
        let sealed = (policy.flows["sealed"] as? [[String: Any]] ?? []).compactMap { policy.dataset($0["dataset"]) }
        for dataset in sealed {
            all.append(
                PolicyMutation(.sealsHoldUntilReleased, "\(dataset) not sealed") { policy in
                    let before = policy
                    policy.remove("sealed") { before.dataset($0["dataset"]) == dataset }
                }
            )
            all.append(
                PolicyMutation(.sealsHoldUntilReleased, "\(dataset) by a section that it does not name") { policy in
                    let before = policy
                    policy.change("sealed", where: { before.dataset($0["dataset"]) == dataset }) {
                        $0["section"] = "NO_SUCH_SECTION"
                    }
                }
            )
        }
        for dataset in sealed {
            for planes in [["trading"], ["supervision", "trading"], ["trading", "experts"]]
            where !planes.contains("experts") || dataset == "BID_EVALUATION_EXPERT" {
                all.append(
                    PolicyMutation(.sealsHoldUntilReleased, "\(dataset) encrypted for \(planes)") { policy in
                        let before = policy
                        policy.change("sealed", where: { before.dataset($0["dataset"]) == dataset }) {
                            $0["encrypted"] = planes
                        }
                    }
                )
            }
            // Nothing that is sealed goes to an archive, a project's approval or a credit system, and only who is told about
            // experts is named for their names.
            for roles in [["archive"], ["credit", "supervision"], ["investment"], ["certification"]] {
                all.append(
                    PolicyMutation(.recipientsSeeTheirView, "\(dataset) encrypted for \(roles) without a flow") {
                        policy in
                        let before = policy
                        policy.change("sealed", where: { before.dataset($0["dataset"]) == dataset }) {
                            $0["encrypted"] = roles
                        }
                    }
                )
            }
            all.append(
                PolicyMutation(.recipientsSeeTheirView, "\(dataset) encrypted where no flow brings it") { policy in
                    let before = policy
                    for flow in ["trading-to-service", "other-trades-to-service"] {
                        policy.changeFlow(flow) { flow in
                            flow["datasets"] = (flow["datasets"] as? [Any] ?? []).filter {
                                before.dataset($0) != dataset
                            }
                        }
                    }
                    policy.change("sealed", where: { before.dataset($0["dataset"]) == dataset }) {
                        $0["encrypted"] = ["service"]
                    }
                }
            )
        }
        for (dataset, fact) in [
            ("EVALUATION_REPORT", "opened"), ("BID_EVALUATION_EXPERT", "opened"),
            ("BID_EVALUATION_EXPERT", "publicised"),
        ] {
            all.append(
                PolicyMutation(.sealsHoldUntilReleased, "\(dataset) until \(fact)") { policy in
                    let before = policy
                    policy.change("sealed", where: { before.dataset($0["dataset"]) == dataset }) { $0["until"] = fact }
                }
            )
        }
        for dataset in [
            "TENDER_PROJECT", "SECTION", "TENDER_ANN_QUA_INQUERY_ANN", "TENDER_INVITATION", "TENDER_LIST",
            "CONTRACT_PERFORMANCE",
            "PROJECT_ALERTING_INFO",
        ] {
            for fact in ["opened", "publicised", "settled"] {
                all.append(
                    PolicyMutation(.sealsHoldUntilReleased, "\(dataset) states \(fact)") {
                        $0.add(["dataset": dataset, "fact": fact, "sections": "BID_SECTION_CODE"], to: "facts")
                    }
                )
            }
        }
        for dataset in [
            "TENDER_ANN_QUA_INQUERY_ANN", "TENDER_FILE_CLARI_MODI", "TENDER_ABNORMITY_REPORT", "EXCEPTION_REPORT",
        ] {
            all.append(
                PolicyMutation(.sealsHoldUntilReleased, "\(dataset) postpones nothing") { policy in
                    let before = policy
                    policy.remove("facts") { before.dataset($0["dataset"]) == dataset }
                }
            )
        }
        return all
    }
}

extension ProvincePolicy {
    /// Adds a flow of one data set; `copying` makes its view out of another one's.
    mutating func addFlow(
        _ id: String,
        _ dataset: String,
        from: String,
        to: String,
        view: String,
        copying original: String? = nil,
        basis: [String] = ["R2"],
        via: String? = nil,
        sector: String = "any"
    ) {
        var condition = ["sector": sector, "region": "match"]
        if to == "supervision" { condition["department"] = "optional" }
        var flow: [String: Any] = [
            "id": id, "datasets": [dataset], "from": from, "to": to, "direction": "peer", "condition": condition,
            "view": view, "basis": basis,
        ]
        if let via { flow["via"] = via }
        add(flow, to: "flows")
        guard let original else { return }
        let views = flows["views"] as? [[String: Any]] ?? []
        if var copy = views.first(where: { $0["id"] as? String == original && self.dataset($0["contract"]) == dataset })
        {
            copy["id"] = view
            add(copy, to: "views")
        }
    }
}
