import Bus
import GatewayApp
import RoutingPolicy
import Testing

struct WorkerPlanTests {
    static func policy() throws -> ExchangePolicy {
        let registry = try #require(Registry.load(file: Checkout.contracts + "/demo/registry.json").registry)
        let flows = try #require(FlowTable.load(file: Checkout.contracts + "/flows/national.json").table)
        return ExchangePolicy(registry: registry, flows: flows)
    }

    @Test func oneAdmissionPerPlaneAndOneDeliveryPerRecipient() throws {
        let names = WorkerPlan.all(try Self.policy(), GatewayScope()).map(\.name)
        // The national flows lead to platforms of every plane: what supervision says goes to trading.
        #expect(
            names == [
                "admission.trading", "admission.service", "admission.supervision", "registration.trading",
                "registration.service", "registration.supervision", "index.trading", "index.service",
                "index.supervision", "delivery.fuzhou-trade", "delivery.xiamen-trade", "delivery.lapsed-trade",
                "delivery.fuzhou-service", "delivery.fujian-service",
                "delivery.fuzhou-construction", "delivery.fujian-water",
            ]
        )
    }

    @Test func aScopeRestrictsStagesAndPlanes() throws {
        let policy = try Self.policy()
        let trading = WorkerPlan.all(policy, GatewayScope(stages: [.admission], planes: [.trading]))
        #expect(trading.map(\.name) == ["admission.trading"])
        let supervision = WorkerPlan.all(policy, GatewayScope(stages: [.delivery], planes: [.supervision]))
        #expect(supervision.map(\.name) == ["delivery.fuzhou-construction", "delivery.fujian-water"])
    }

    /// Separation of the planes: of supervision admission of trading knows the facts alone, which have no content: what is
    /// suspended.
    @Test func admissionTouchesTopicsOfItsOwnPlaneOnly() throws {
        let policy = try Self.policy()
        let plan = try #require(
            WorkerPlan.all(policy, GatewayScope(stages: [.admission], planes: [.trading])).first
        )
        #expect(
            plan.topics == [
                "submit.fuzhou-trade", "submit.xiamen-trade", "submit.lapsed-trade", "receipt.fuzhou-trade",
                "receipt.xiamen-trade", "receipt.lapsed-trade", "quarantine.fuzhou-trade", "quarantine.xiamen-trade",
                "quarantine.lapsed-trade", "redrive.trading", "admitted.trading", "facts.trading", "trust",
                "cert-usage", "position.admission.trading", "alert.trading", "facts.supervision",
            ]
        )
        #expect(!plan.outputs.contains { $0.hasSuffix(".supervision") })
        #expect(plan.facts == ["facts.trading", "facts.supervision"])
        let registration = try #require(
            WorkerPlan.all(policy, GatewayScope(stages: [.registration], planes: [.trading])).first
        )
        #expect(
            registration.topics == [
                "admitted.trading", "case.trading", "ledger.trading", "facts.trading", "receipt.fuzhou-trade",
                "receipt.xiamen-trade", "receipt.lapsed-trade", "quarantine.fuzhou-trade", "quarantine.xiamen-trade",
                "quarantine.lapsed-trade", "claims.trading", "position.registration.trading",
            ]
        )
        let index = try #require(
            WorkerPlan.all(policy, GatewayScope(stages: [.index], planes: [.trading])).first
        )
        #expect(index.inputs == ["claims.trading"])
        #expect(
            index.topics == [
                "claims.trading", "index.trading", "finding.trading", "receipt.fuzhou-trade", "receipt.xiamen-trade",
                "receipt.lapsed-trade", "position.index.trading",
            ]
        )
    }

    @Test func theExchangeHasSixTopicsPerPlatformTwelvePerPlaneAndTwoForTrust() throws {
        let registry = try Self.policy().registry
        let topics = ExchangeTopics(registry, TopicSettings(partitions: 6, replication: 3, minInSyncReplicas: 2))
        #expect(topics.specifications.count == 6 * registry.platforms.count + 12 * 4 + 2)
        let submit = try #require(topics.specifications.first { $0.name == "submit.fuzhou-trade" })
        #expect(submit.partitions == 6)
        #expect(submit.replication == 3)
        #expect(submit.config["message.timestamp.type"] == "LogAppendTime")
        #expect(submit.config["min.insync.replicas"] == "2")
        let accounts = try #require(topics.specifications.first { $0.name == "view-usage.fujian-water" })
        #expect(accounts.partitions == 1 && accounts.config["retention.ms"] == "-1")
        let facts = try #require(topics.specifications.first { $0.name == "facts.trading" })
        #expect(facts.config["cleanup.policy"] == "compact")
        let ledger = try #require(topics.specifications.first { $0.name == "ledger.trading" })
        #expect(ledger.config["retention.ms"] == "-1")
        let claims = try #require(topics.specifications.first { $0.name == "claims.trading" })
        #expect(claims.partitions == 6)
        #expect(claims.config["cleanup.policy"] == "compact")
        // What the index refers to stays for a week, and so does what takes it back.
        #expect(claims.config["min.compaction.lag.ms"] == "604800000")
        #expect(claims.config["delete.retention.ms"] == "604800000")
        // Positions stand beside the inputs they are about, and are read whole: small segments.
        for name in ["position.admission.trading", "position.index.service", "position.delivery.fujian-service"] {
            let position = try #require(topics.specifications.first { $0.name == name })
            #expect(position.partitions == 6)
            #expect(position.config["cleanup.policy"] == "compact")
            #expect(position.config["segment.bytes"] == "4194304")
        }
        #expect(topics.specifications.first { $0.name == "index.trading" }?.config["cleanup.policy"] == "compact")
        #expect(topics.specifications.first { $0.name == "finding.trading" }?.config["cleanup.policy"] == "delete")
        #expect(Int(ledger.config["max.message.bytes"] ?? "") == 4 << 20)
    }
}
