import Foundation
import RoutingPolicy

/// Mutations of what adjacent systems send and get.
extension PolicyMutations {
    /// What an adjacent system has no business with, by who would send it, to whom, and what.
    private struct Stray {
        let from: String
        let to: String
        let datasets: [String]
        let basis: [String]
    }

    static func ofAdjacentSystems(_ policy: ProvincePolicy) -> [PolicyMutation] {
        let stating = Set(
            (policy.flows["facts"] as? [[String: Any]] ?? []).compactMap { policy.dataset($0["dataset"]) }
        )
        let transactions = policy.datasets(of: "other-trades-to-service").filter { !stating.contains($0) }
        let subjects = Array(policy.datasets(of: "subjects-to-service").prefix(4))
        let items = ["ADMIN_SUPER_ITEM_INFO", "PROJECT_ALERTING_INFO", "COMPLAINT_INFO"]
        // Sealed until their fact, and still nothing for a project's approval or an archive.
        let secret = ["TENDER_INVITATION", "TENDER_LIST", "EVALUATION_REPORT", "BIDDER_MARGIN_INFO"]
        let strays = [
            Stray(from: "supervision", to: "credit", datasets: items, basis: ["R14"]),
            Stray(from: "trading", to: "credit", datasets: Array(transactions.prefix(5)), basis: ["R14"]),
            Stray(from: "trading", to: "certification", datasets: Array(transactions.prefix(3)), basis: ["R14"]),
            Stray(from: "trading", to: "investment", datasets: subjects + secret, basis: ["R14"]),
            Stray(from: "trading", to: "archive", datasets: subjects + secret, basis: ["R11"]),
            Stray(from: "trading", to: "experts", datasets: Array(transactions.prefix(5)), basis: ["R14"]),
            // Supervision does not see them either.
            Stray(from: "trading", to: "inspection", datasets: ["PROJECT", "ZJ_PROJECT"] + subjects, basis: ["R3"]),
            Stray(from: "supervision", to: "inspection", datasets: ["BLACK_LIST", "AWARD_INFO"], basis: ["R3"]),
            Stray(from: "credit", to: "service", datasets: items + subjects, basis: ["R14"]),
            Stray(from: "archive", to: "service", datasets: Array(transactions.suffix(5)), basis: ["R14"]),
            Stray(from: "inspection", to: "service", datasets: items, basis: ["R14"]),
            Stray(from: "experts", to: "service", datasets: subjects, basis: ["R14"]),
            Stray(from: "certification", to: "service", datasets: subjects, basis: ["R14"]),
        ]
        let carrying = strays.flatMap { stray in
            stray.datasets.map { dataset in
                PolicyMutation(
                    .adjacentKeepToTheirFunction,
                    "\(dataset) from \(stray.from) to \(stray.to)"
                ) {
                    $0.addFlow(
                        "beside",
                        dataset,
                        from: stray.from,
                        to: stray.to,
                        view: stray.to == "service" ? "service" : "beside",
                        copying: stray.to == "service" ? nil : "service",
                        basis: stray.basis,
                        via: stray.from == "trading" ? "service" : nil
                    )
                }
            }
        }
        // The others of these have no second platform that would show it.
        let undirected = [
            "trading-to-inspection", "other-trades-to-inspection", "supervision-to-inspection", "trading-to-archive",
            "other-trades-to-archive",
        ]
        return carrying
            + undirected.map { flow in
                PolicyMutation(.adjacentKeepToTheirFunction, "\(flow) any region") {
                    $0.changeFlow(flow) { flow in
                        var condition = flow["condition"] as? [String: Any] ?? [:]
                        condition["region"] = "any"
                        flow["condition"] = condition
                    }
                }
            }
    }

    /// Fields that an inspection body would see and a supervisor does not.
    static func ofInspection() -> [PolicyMutation] {
        [
            ("TENDER_PROJECT", "TENDER_SELF_CODE"), ("TENDER_PROJECT", "TENDERER_ROLE"),
            ("TENDER_PROJECT", "REPORT_DUTY"), ("WIN_RESULT_ANNO", "BIDDER_ROLE"), ("WIN_RESULT_ANNO", "EXAMINER_NAME"),
            ("BID_DEAL_ANNOUNCE", "URL"), ("BID_DEAL_ANNOUNCE", "CREATOR"), ("PURCHASE_CONTRACT", "URL"),
        ].map { dataset, field in
            PolicyMutation(.recipientsSeeTheirView, "inspection/\(dataset) shows \(field)") {
                $0.show(field, in: "inspection", of: dataset)
            }
        }
    }

    /// One body in two roles that the table keeps apart, and a certificate for two platforms.
    static func ofAdjacentBodies() -> [PolicyMutation] {
        [
            ("fuzhou-trade", "fujian-credit"), ("fuzhou-trade", "fujian-investment"),
            ("fuzhou-trade", "fujian-inspection"), ("xiamen-trade", "xiamen-inspection"),
            ("fujian-trade", "fujian-certification"), ("fujian-housing", "fujian-certification"),
        ].flatMap { one, other in
            [
                PolicyMutation(.bodiesAreSeparate, "\(other) run by the body of \(one)") { policy in
                    let platforms = policy.registry["platforms"] as? [[String: Any]] ?? []
                    let body = platforms.first { $0["id"] as? String == one }?["body"]
                    policy.changePlatform(other) { $0["body"] = body }
                },
                PolicyMutation(.identitiesAreSeparate, "one certificate for \(one) and \(other)") {
                    for id in [one, other] { $0.changePlatform(id) { $0["certificates"] = ["shared.pem"] } }
                },
            ]
        }
    }
}
