import Foundation
import RoutingPolicy

/// Mutations of rights: a principal that can read or write more than its own.
extension PolicyMutations {
    static func ofRights() -> [PolicyMutation] {
        readers() + writers() + workers() + principals()
    }

    private static func readers() -> [PolicyMutation] {
        let strange = [
            "ledger.trading", "admitted.trading", "claims.trading", "case.trading", "facts.trading", "finding.trading",
            "submit.xiamen-trade", "receipt.xiamen-trade", "deliver.fujian-housing", "deliver.fujian-service",
            "quarantine.xiamen-trade", "quarantine.fujian-housing",
        ]
        return strange.flatMap { topic in
            [
                PolicyMutation(.tradingSeesItsOwn, "fuzhou-trade reads \(topic)") {
                    $0.grant("fuzhou-trade", reads: [topic])
                },
                PolicyMutation(.recipientsSeeTheirView, "fuzhou-housing reads \(topic)") {
                    $0.grant("fuzhou-housing", reads: [topic])
                },
                PolicyMutation(.recipientsSeeTheirView, "fuzhou-service reads \(topic)") {
                    $0.grant("fuzhou-service", reads: [topic])
                },
                PolicyMutation(.adjacentKeepToTheirFunction, "fujian-inspection reads \(topic)") {
                    $0.grant("fujian-inspection", reads: [topic])
                },
            ]
        }
    }

    private static func writers() -> [PolicyMutation] {
        var all: [PolicyMutation] = []
        for topic in ["submit.fuzhou-trade", "submit.fujian-trade", "admitted.trading", "ledger.trading"] {
            all += [
                PolicyMutation(.supervisionWritesNoTrade, "fuzhou-housing writes \(topic)") {
                    $0.grant("fuzhou-housing", writes: [topic])
                },
                PolicyMutation(.serviceOriginatesNoTrade, "fuzhou-service writes \(topic)") {
                    $0.grant("fuzhou-service", writes: [topic])
                },
                PolicyMutation(.adjacentKeepToTheirFunction, "fujian-credit writes \(topic)") {
                    $0.grant("fujian-credit", writes: [topic])
                },
            ]
        }
        for topic in [
            "receipt.fuzhou-trade", "deliver.fuzhou-trade", "facts.trading", "case.trading", "claims.trading",
            "quarantine.fuzhou-trade", "redrive.trading", "trust", "cert-usage", "index.trading", "finding.trading",
            "ledger.supervision", "position.registration.trading", "view-usage.fuzhou-housing",
        ] {
            for platform in ["fuzhou-trade", "fuzhou-housing", "fuzhou-service", "fujian-certification"] {
                all.append(
                    PolicyMutation(.nobodyCertifiesItself, "\(platform) writes \(topic)") {
                        $0.grant(platform, writes: [topic])
                    }
                )
            }
        }
        for topic in ["submit.xiamen-trade", "admitted.trading", "ledger.trading"] {
            all.append(
                PolicyMutation(.nobodyCertifiesItself, "fuzhou-trade writes \(topic)") {
                    $0.grant("fuzhou-trade", writes: [topic])
                }
            )
        }
        for topic in [
            "ledger.trading", "facts.trading", "submit.fuzhou-trade", "deliver.fuzhou-housing", "case.trading",
        ] {
            all.append(
                PolicyMutation(.nobodyCertifiesItself, "the operator writes \(topic)") {
                    $0.grant("hutong-operator", writes: [topic])
                }
            )
        }
        return all
    }

    private static func workers() -> [PolicyMutation] {
        let beyondTheStage = [
            ("admission.trading", ["ledger.trading", "facts.trading", "case.trading", "submit.fuzhou-trade"]),
            ("registration.trading", ["admitted.trading", "finding.trading", "cert-usage", "view-usage.fuzhou-trade"]),
            ("index.trading", ["ledger.trading", "claims.trading", "facts.trading", "quarantine.fuzhou-trade"]),
        ]
        var all = beyondTheStage.flatMap { worker, topics in
            topics.map { topic in
                PolicyMutation(.nobodyCertifiesItself, "\(worker) writes \(topic)") {
                    $0.grant(worker, writes: [topic])
                }
            }
        }
        let beyondThePlane = [
            ("admission.trading", ["admitted.supervision", "receipt.fuzhou-housing", "quarantine.fuzhou-housing"]),
            ("registration.trading", ["ledger.supervision", "facts.service", "receipt.fuzhou-service"]),
            ("index.supervision", ["index.trading", "finding.trading", "receipt.fuzhou-trade"]),
            ("admission.adjacent", ["admitted.supervision", "receipt.fuzhou-trade"]),
        ]
        all += beyondThePlane.flatMap { worker, topics in
            topics.map { topic in
                PolicyMutation(.stagesKeepToTheirPlane, "\(worker) writes \(topic)") {
                    $0.grant(worker, writes: [topic])
                }
            }
        }
        let strange = [
            ("admission.trading", ["submit.fuzhou-housing", "facts.service", "ledger.service", "alert.supervision"]),
            ("registration.supervision", ["admitted.trading", "case.trading", "submit.fuzhou-trade", "facts.trading"]),
            ("index.trading", ["claims.supervision", "receipt.fuzhou-housing", "facts.supervision"]),
            ("admission.adjacent", ["submit.fuzhou-trade", "facts.trading"]),
        ]
        all += strange.flatMap { worker, topics in
            topics.map { topic in
                PolicyMutation(.stagesKeepToTheirPlane, "\(worker) reads \(topic)") { $0.grant(worker, reads: [topic]) }
            }
        }
        return all
    }

    /// One principal in two roles.
    private static func principals() -> [PolicyMutation] {
        [
            ("fuzhou-trade", "User:fuzhou-housing"), ("fuzhou-trade", "User:xiamen-trade"),
            ("fuzhou-service", "User:hutong.admission.trading"), ("fujian-trade", "User:hutong.registration.trading"),
            ("fuzhou-housing", "User:hutong-operator"), ("fujian-credit", "User:fuzhou-housing"),
        ].map { platform, principal in
            PolicyMutation(.identitiesAreSeparate, "\(platform) comes as \(principal)") { policy in
                let before = policy.clients
                policy.clients = { all in
                    before(all).map { client in
                        guard client.principal == "User:\(platform)" else { return client }
                        return ExchangeClient(
                            principal: principal,
                            role: client.role,
                            reads: client.reads,
                            writes: client.writes
                        )
                    }
                }
            }
        }
    }
}
