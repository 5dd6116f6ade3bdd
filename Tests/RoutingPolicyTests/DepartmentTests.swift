import Core
import Testing

@testable import RoutingPolicy

/// A record that names its supervising department, by hand from docs/specs/policy.md §2.4: two bureaus of one city for one
/// class, an auditor beside them, the province's department and overseer, the nation, and a bureau of another city.
struct DepartmentTests {
    private static func policy(stateOfB: String = "certified") throws -> ExchangePolicy {
        func platform(
            _ id: String,
            _ number: Int,
            _ plane: String,
            _ level: String,
            _ region: String,
            _ more: [String: Any?]
        )
            -> [String: Any]
        {
            let code = "1235010000000\(10000 + number)"
            let shape: [String: Any?] = ["code": code, "body": code, "plane": plane, "level": level, "region": region]
            return entry(id, shape.merging(more) { _, own in own })
        }
        let suspended: [String: Any?] = [
            "departments": ["BUREAU-B"], "sectors": ["A02"], "certification": ["state": stateOfB],
        ]
        let certified: [String: Any?] = ["departments": ["BUREAU-B"], "sectors": ["A02"]]
        let (registry, mistakes) = try load([
            platform("trade", 1, "trading", "city", "350100", [:]),
            platform("service", 2, "service", "city", "350100", [:]),
            platform(
                "a",
                3,
                "supervision",
                "city",
                "350100",
                ["sectors": ["A02"], "departments": ["BUREAU-A", "OFFICE-A"]]
            ),
            platform("b", 4, "supervision", "city", "350100", stateOfB == "certified" ? certified : suspended),
            platform("water", 5, "supervision", "city", "350100", ["sectors": ["A07"], "departments": ["BUREAU-W"]]),
            platform("audit", 6, "supervision", "city", "350100", ["departments": ["*"]]),
            platform(
                "elsewhere",
                7,
                "supervision",
                "city",
                "350200",
                ["sectors": ["A02"], "departments": ["BUREAU-E"]]
            ),
            platform(
                "province",
                8,
                "supervision",
                "province",
                "350000",
                ["sectors": ["A02"], "departments": ["DEPT-P"]]
            ),
            platform("overseer", 9, "supervision", "province", "350000", ["departments": ["DEPT-O"]]),
            platform("nation", 10, "supervision", "nation", "000000", [:]),
        ])
        #expect(mistakes == [])
        return ExchangePolicy(registry: try #require(registry), flows: try nationalFlows())
    }

    private static func supervisors(_ department: String?, _ policy: ExchangePolicy) throws -> [String] {
        policy.recipients(
            dataset: "SECTION",
            sender: try #require(policy.registry["trade"]),
            sector: "A02",
            region: "350102",
            department: department,
            at: today
        ).map(\.platform).filter { $0.plane == .supervision }.map(\.id).sorted()
    }

    @Test(
        arguments: [
            (nil, ["a", "audit", "b", "nation", "overseer", "province"]),
            // Bureaus that the record does not name are left out at their level; who stands beside all is not.
            ("BUREAU-A", ["a", "audit", "nation", "overseer", "province"]),
            ("OFFICE-A", ["a", "audit", "nation", "overseer", "province"]),
            ("BUREAU-B", ["audit", "b", "nation", "overseer", "province"]),
            ("BUREAU-A;BUREAU-B", ["a", "audit", "b", "nation", "overseer", "province"]),
            ("无;BUREAU-B", ["audit", "b", "nation", "overseer", "province"]),
            // The province's department leaves out others of the province, and nobody of the city.
            ("DEPT-P", ["a", "audit", "b", "nation", "province"]),
            ("DEPT-P;BUREAU-A", ["a", "audit", "nation", "province"]),
            // Not competent by class, not by region, known to nobody: as if it were not named.
            ("BUREAU-W", ["a", "audit", "b", "nation", "overseer", "province"]),
            ("BUREAU-E", ["a", "audit", "b", "nation", "overseer", "province"]),
            ("无", ["a", "audit", "b", "nation", "overseer", "province"]),
            (";", ["a", "audit", "b", "nation", "overseer", "province"]),
            // A star in the record is no selection.
            ("*", ["a", "audit", "b", "nation", "overseer", "province"]),
        ] as [(String?, [String])]
    )
    func aNamedDepartmentNarrowsItsLevel(department: String?, expected: [String]) throws {
        #expect(try Self.supervisors(department, Self.policy()) == expected, "\(department ?? "-")")
    }

    /// Who is suspended stands for nothing, or his records would go to nobody.
    @Test func onlyACertifiedPlatformStandsForADepartment() throws {
        #expect(
            try Self.supervisors("BUREAU-B", Self.policy(stateOfB: "suspended"))
                == ["a", "audit", "nation", "overseer", "province"]
        )
    }

    @Test func theObstacleAndWhatNarrowsNothingAreNamed() throws {
        let policy = try Self.policy()
        let (trade, b) = (try #require(policy.registry["trade"]), try #require(policy.registry["b"]))
        func ask(_ department: String) -> ([DeliveryObstacle], [String]) {
            (
                policy.obstacles(
                    of: "SECTION",
                    sender: trade,
                    sector: "A02",
                    region: "350102",
                    department: department,
                    to: b,
                    at: today
                ),
                policy.strangeDepartments(
                    of: "SECTION",
                    sender: trade,
                    sector: "A02",
                    region: "350102",
                    department: department,
                    to: b,
                    at: today
                )
            )
        }
        #expect(ask("BUREAU-A") == ([.department("BUREAU-A")], []))
        #expect(ask("BUREAU-W;BUREAU-B") == ([], ["BUREAU-W"]))
        #expect(ask("无") == ([], ["无"]))
    }
}
