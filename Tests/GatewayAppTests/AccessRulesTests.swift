import Core
import Foundation
import Testing

@testable import GatewayApp
@testable import RoutingPolicy

/// One principal, one role: the rules of the section `access` (docs/specs/configuration.md §1, §3).
@Suite struct AccessRulesTests {
    private func problems(_ settings: AccessSettings, trade: String? = nil) throws -> [String] {
        var members: [String: Any] = [
            "id": "trade", "code": "12350100000000019K", "name": ["zh": "平台", "en": "Platform"],
            "body": "12350100000000019K", "plane": "trading", "level": "city", "region": "350100", "sectors": ["*"],
            "certification": ["state": "suspended"],
        ]
        if let trade { members["principal"] = trade }
        let data = try JSONSerialization.data(withJSONObject: ["platforms": [members]])
        let registry = try #require(Registry.load(data, name: "registry.json").registry)
        let rules = AccessRules(settings, registry, configuration: "hutong.json", registryFile: "registry.json")
        return rules.problems().map { "\($0.file) \($0.key) \($0.code.rawValue)" }
    }

    @Test func theDefaultsAreApart() throws {
        #expect(try problems(AccessSettings()) == [])
    }

    @Test func allMistakesAtOnce() throws {
        let settings = AccessSettings(
            workers: [
                "admission.trading": Principal(user: "trade"), "delivery.trade": Principal(user: "hutong-operator"),
                "delivery.nobody": Principal(user: "x"),
            ],
            administrators: [Principal(user: "trade")]
        )
        #expect(
            try problems(settings) == [
                "hutong.json access.workers.delivery.nobody dangling",
                "hutong.json access.workers.admission.trading separation",
                "hutong.json access.administrators[0] separation",
                "hutong.json access.operator separation",
                "hutong.json access.administrators[0] separation",
            ]
        )
    }

    @Test func aPlatformThatNamesAWorkersDefaultIsToldInTheRegistry() throws {
        #expect(
            try problems(AccessSettings(), trade: "User:hutong.index.service")
                == ["registry.json platforms[0].principal separation"]
        )
    }

    @Test func theSectionIsReadWithAllItsFaults() throws {
        let text = """
            {"access": {"workers": {"index.trading": "User:i", "index.service": "i"}, "operator": "User:*",
              "administrators": ["User:b", "b"], "quota": {"producerBytes": 1048576, "speed": 1}, "role": "x"}}
            """
        let document = try ConfigurationDocument.parse(Array(text.utf8), file: "hutong.json")
        var root = ConfigurationSection(document, file: "hutong.json")
        let settings = AccessSettings(from: &root)
        #expect(settings.workers == ["index.trading": Principal(user: "i")])
        #expect(settings.administrators == [Principal(user: "b")])
        #expect(settings.quota == QuotaSettings(producerBytes: 1_048_576))
        #expect(
            Set(root.problems.map { "\($0.key) \($0.code.rawValue)" }) == [
                "access.workers.index.service invalid", "access.operator invalid",
                "access.administrators[1] invalid", "access.quota.speed unknown_key", "access.role unknown_key",
            ]
        )
    }
}
