import Core
import Foundation
import Testing

@testable import GatewayApp
@testable import RoutingPolicy

/// The plan of a small exchange against lists written by hand from docs/specs/topics.md §1 and configuration.md §8.
@Suite struct ExchangeAccessTests {
    /// One trading, one public-service and one supervision platform; trade records go to both others.
    static func policy() throws -> ExchangePolicy {
        func platform(_ id: String, _ code: String, _ plane: String) -> [String: Any] {
            [
                "id": id, "code": code, "name": ["zh": "平台", "en": "Platform"], "body": code, "plane": plane,
                "level": "city", "region": "350100", "sectors": ["*"], "certification": ["state": "suspended"],
            ]
        }
        let entries = [
            platform("trade", "12350100000000001A", "trading"), platform("hub", "12350100000000002A", "service"),
            platform("roads", "12350100000000003A", "supervision"),
        ]
        let data = try JSONSerialization.data(withJSONObject: ["platforms": entries])
        let registry = try #require(Registry.load(data, name: "registry.json").registry)
        let flows = try #require(FlowTable.load(file: Checkout.contracts + "/flows/national.json").table)
        return ExchangePolicy(registry: registry, flows: flows)
    }

    static func access(_ settings: AccessSettings = AccessSettings()) throws -> ExchangeAccess {
        ExchangeAccess(try policy(), configuration(settings))
    }

    static func configuration(_ settings: AccessSettings = AccessSettings()) -> GatewayConfiguration {
        GatewayConfiguration(
            file: "hutong.json",
            brokers: "localhost:9092",
            servicePlatform: "hub",
            contracts: "",
            flows: "",
            registry: "registry.json",
            trustList: "",
            trustAuthority: "",
            keys: [:],
            topics: TopicSettings(),
            worker: WorkerSettings(),
            kafka: [:],
            log: LogSettings(),
            access: settings
        )
    }

    private func texts(_ name: String, in plan: AccessPlan) -> [String] {
        let principal = Principal(user: name)
        return plan.rights(of: principal).map { $0.text.replacing("\(principal.text) ", with: "", maxReplacements: 1) }
    }

    @Test func aPlatformHasFourThings() throws {
        let plan = try Self.access().plan
        for id in ["trade", "hub", "roads"] {
            #expect(
                texts(id, in: plan) == [
                    "Read group platform.\(id).*", "Describe topic deliver.\(id)", "Read topic deliver.\(id)",
                    "Describe topic receipt.\(id)", "Read topic receipt.\(id)", "Describe topic submit.\(id)",
                    "Write topic submit.\(id)",
                ]
            )
        }
    }

    @Test func admissionOfAPlane() throws {
        let plan = try Self.access().plan
        #expect(
            texts("hutong.admission.trading", in: plan) == [
                "Describe cluster", "Read group hutong.admission.trading",
                "Describe topic admitted.trading", "DescribeConfigs topic admitted.trading",
                "Write topic admitted.trading",
                "Describe topic alert.trading", "DescribeConfigs topic alert.trading", "Write topic alert.trading",
                "Describe topic cert-usage", "DescribeConfigs topic cert-usage", "Write topic cert-usage",
                "DescribeConfigs topic facts.supervision", "Read topic facts.supervision",
                "DescribeConfigs topic facts.trading", "Read topic facts.trading",
                "Describe topic position.admission.trading", "DescribeConfigs topic position.admission.trading",
                "Read topic position.admission.trading", "Write topic position.admission.trading",
                "Describe topic quarantine.trade", "DescribeConfigs topic quarantine.trade",
                "Write topic quarantine.trade",
                "Describe topic receipt.trade", "DescribeConfigs topic receipt.trade", "Write topic receipt.trade",
                "DescribeConfigs topic redrive.trading", "Read topic redrive.trading",
                "DescribeConfigs topic submit.trade", "Read topic submit.trade",
                "Describe topic trust", "DescribeConfigs topic trust", "Read topic trust", "Write topic trust",
                "Describe transactional-id hutong.admission.trading.*",
                "Write transactional-id hutong.admission.trading.*",
            ]
        )
    }

    @Test func deliveryOfAPlaneReadsLedgersAndWritesToItsRecipients() throws {
        let plan = try Self.access().plan
        let rights = texts("hutong.delivery.supervision", in: plan)
        #expect(rights.filter { $0.hasPrefix("Read group") } == ["Read group hutong.delivery.roads"])
        let origins = try Self.policy().flows.flows.filter { $0.to == .supervision }.map(\.from)
        #expect(
            Set(rights.filter { $0.hasPrefix("Read topic") })
                == Set(
                    origins.map { "Read topic ledger.\($0.plane.rawValue)" }
                        + ["Read topic alert.trading", "Read topic alert.supervision"]
                        + ["Read topic position.delivery.roads", "Read topic trust", "Read topic view-usage.roads"]
                )
        )
        #expect(!rights.contains { $0.contains("submit.") || $0.contains("deliver.hub") || $0.contains("case.") })
    }

    /// Of every topic: who writes it and who reads it, as the table of topics.md §1 says.
    @Test func eachTopicIsWrittenAndReadByWhomTheDocumentNames() throws {
        let plan = try Self.access().plan
        func names(_ operation: AccessOperation, _ topic: String) -> Set<String> {
            Set(plan.rights.filter { $0.operation == operation && $0.resource == .topic(topic) }.map(\.principal.name))
        }
        let judges = ["hutong.admission.trading", "hutong.registration.trading", "hutong.index.trading"]
        let deliveries = ["hutong.delivery.service", "hutong.delivery.supervision"]
        #expect(names(.write, "submit.trade") == ["trade"])
        #expect(names(.read, "submit.trade") == ["hutong.admission.trading", "hutong-operator"])
        #expect(names(.write, "receipt.trade") == Set(judges + deliveries))
        #expect(names(.read, "receipt.trade") == ["trade", "hutong-operator"])
        #expect(names(.write, "deliver.roads") == ["hutong.delivery.supervision"])
        #expect(names(.read, "deliver.roads") == ["roads"])
        #expect(names(.write, "view-usage.roads") == ["hutong.delivery.supervision"])
        // Delivery goes on behind the accounts that are there.
        #expect(names(.read, "view-usage.roads") == ["hutong-operator", "hutong.delivery.supervision"])
        #expect(names(.write, "ledger.trading") == ["hutong.registration.trading"])
        #expect(names(.read, "ledger.trading") == Set(deliveries))
        #expect(names(.write, "case.trading") == ["hutong.registration.trading"])
        #expect(names(.read, "case.trading") == ["hutong.registration.trading"])
        #expect(names(.read, "claims.trading") == ["hutong.index.trading"])
        #expect(names(.write, "redrive.trading") == ["hutong-operator"])
        #expect(names(.read, "quarantine.trade") == ["hutong-operator"])
        // Whose a case is, and what was acknowledged, supervision's stages have to know.
        #expect(
            names(.read, "facts.trading")
                == ["hutong.admission.trading", "hutong.admission.supervision", "hutong.index.supervision"]
        )
        #expect(names(.read, "facts.supervision") == ["hutong.admission.trading", "hutong.admission.supervision"])
        #expect(names(.write, "alert.trading") == ["hutong.admission.trading"])
        #expect(names(.write, "alert.supervision") == ["hutong.index.supervision"])
        #expect(names(.read, "alert.trading") == ["hutong.delivery.supervision", "hutong-operator"])
    }

    /// No right of one platform reaches what is another's, whatever the names: a prefix ends where a name does.
    @Test func noRightReachesAnotherPlatform() throws {
        let plan = try Self.access().plan
        #expect(!plan.rights.contains { $0.resource.name == "*" || $0.principal.isEverybody })
        #expect(!plan.rights.contains { $0.resource.kind == .topic && $0.resource.pattern == .prefixed })
        let groups = AccessResource(.group, ExchangeAccess.groupPrefix(of: "a"), .prefixed)
        #expect(!groups.meets(AccessResource(.group, ExchangeAccess.groupPrefix(of: "a-b"), .prefixed)))
        #expect(!groups.meets(.group("hutong.delivery.a")))
        let cluster = plan.rights.filter { $0.resource.kind == .cluster && $0.operation != .describe }
        #expect(cluster.map(\.text) == ["User:hutong-operator Alter cluster"])
    }

    @Test func aWorkersOwnPrincipalCountsBeforeThatOfItsPlane() throws {
        let settings = AccessSettings(workers: [
            "delivery.supervision": Principal(user: "d"), "delivery.roads": Principal(user: "r"),
            "delivery.service": Principal(user: "s"),
        ])
        let access = try Self.access(settings)
        let named = Dictionary(uniqueKeysWithValues: access.workers.map { ($0.name, access.principal(of: $0).name) })
        #expect(named["delivery.roads"] == "r")
        #expect(named["delivery.hub"] == "s")
        #expect(named["index.trading"] == "hutong.index.trading")
        #expect(access.role(of: Principal(user: "s")) == "delivery.hub")
        #expect(access.role(of: Principal(user: "trade")) == "platform trade")
        #expect(access.role(of: Principal(user: "spy")) == nil)
    }

    /// Who has left, and who was never there.
    @Test func rightsOnTopicsOfAPlatformThatHasLeftAreSurplus() throws {
        let plan = try Self.access().plan
        let old = [
            AccessRight(Principal(user: "gone"), .write, .topic("submit.gone")),
            AccessRight(Principal(user: "gone"), .read, AccessResource(.group, "platform.gone.", .prefixed)),
            AccessRight(Principal(user: "gone"), .read, .topic("weather")),
        ]
        let found = plan.difference(to: AccessList(allowed: Set(plan.rights + old)))
        #expect(found.surplus == [old[1], old[0]])
    }
}
