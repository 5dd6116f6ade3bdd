import Core
import Foundation
import Testing

@testable import RoutingPolicy

/// The decisions are those of the rule as the specification states it (docs/specs/topics.md §6, DATA-SPEC.md §7.2), over
/// random registries and flow tables.
struct RoutingPropertyTests {
    /// Draws registries, flow tables and records; small alphabets, so that much coincides.
    private struct Draw {
        var random: SeededRandom

        mutating func one<Element>(of elements: [Element]) throws -> Element {
            try #require(elements.randomElement(using: &random))
        }

        mutating func registry() throws -> Registry {
            let regions = ["350100", "350200", "360100"]
            var entries: [[String: Any]] = []
            for number in 1...Int.random(in: 1...25, using: &random) {
                let code = "1235010000000\(10000 + number)"
                let level = try one(of: AdministrativeLevel.allCases)
                let city = try one(of: regions)
                let region: String =
                    switch level {
                    case .nation: "000000"
                    case .province: "\(city.prefix(2))0000"
                    case .city: city
                    }
                let certification: [String: Any] =
                    switch Int.random(in: 0..<6, using: &random) {
                    case 0: ["state": "suspended"]
                    case 1: ["state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2021-01-01T00:00:00Z"]
                    default: ["state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z"]
                    }
                let plane = try one(of: Plane.allCases)
                let system = try one(of: AdjacentSystem.allCases).rawValue
                let departments = try one(of: [nil, ["*"], ["D1"], ["D1", "D2"], ["D3"]] as [[String]?])
                entries.append(
                    entry(
                        "p\(number)",
                        [
                            "code": code, "body": code, "plane": plane.rawValue,
                            "system": plane == .adjacent ? system : nil,
                            "departments": plane == .supervision ? departments : nil, "level": level.rawValue,
                            "region": region,
                            "certification": certification,
                            "authorised": try one(of: [[], ["A"], ["B-trading-service", "C"]]),
                            "sectors": try one(of: [["*"], ["A01"], ["A01", "G02"], ["A02", "A03"]]),
                        ]
                    )
                )
            }
            let (registry, mistakes) = try load(entries)
            #expect(mistakes == [])
            return try #require(registry)
        }

        mutating func flows() throws -> FlowTable {
            let datasets = ["A", "B", "C"]
            var flows: [[String: Any]] = []
            for dataset in datasets {
                for from in ExchangeRole.allCases {
                    for to in ExchangeRole.allCases where (from, to) != (.trading, .trading) {
                        // Every data set has a flow, or the table does not load.
                        let isNeeded = from == .trading && to == .service
                        guard isNeeded || Bool.random(using: &random) else { continue }
                        // Whatever leads from or to trading, but for the public service's own.
                        let isHubbed =
                            [from, to].contains(.trading) && ![from, to].contains(.service)
                            || Int.random(in: 0..<4, using: &random) == 0
                        var condition = [
                            "sector": try one(of: FlowCondition.Match.allCases).rawValue,
                            "region": try one(of: FlowCondition.Match.allCases).rawValue,
                        ]
                        // Everything to supervision alone, or the table does not load.
                        condition["opentype"] = try one(
                            of: to == .supervision ? ["open", "authorised", "all"] : ["open", "authorised"]
                        )
                        if to == .supervision {
                            condition["department"] = try one(of: FlowCondition.DepartmentMatch.allCases).rawValue
                        }
                        var flow: [String: Any] = [
                            "id": "\(dataset)-\(from.rawValue)-\(to.rawValue)", "datasets": [dataset],
                            "from": from.rawValue, "to": to.rawValue, "direction": "peer", "basis": ["R2"],
                            "condition": condition,
                            "view": try one(of: ["v", "w"]),
                        ]
                        if isHubbed { flow["via"] = "service" }
                        flows.append(flow)
                    }
                }
            }
            let document: [String: Any] = [
                "opentypes": [["opentype": "1", "datasets": ["C"], "source": "test"] as [String: Any]],
                "edition": "e", "version": "1", "sealed": [Any](), "facts": [Any](), "flows": flows,
                "groups": [["id": "g", "name": ["zh": "组", "en": "group"], "fields": ["F"]] as [String: Any]],
                "datasets": datasets.map { ["number": NSNull(), "name": $0] as [String: Any] },
                "views": datasets.flatMap { dataset in
                    ["v", "w"].map { ["id": $0, "contract": dataset, "fields": [["name": "F"]]] as [String: Any] }
                },
            ]
            let data = try JSONSerialization.data(withJSONObject: document)
            let (table, mistakes) = FlowTable.load(data, name: "flows.json")
            #expect(mistakes == [])
            return try #require(table)
        }
    }

    /// One record to be routed.
    private struct Question: CustomStringConvertible {
        let dataset: String
        let sender: RegisteredPlatform
        let sector: String?
        let region: String?
        let department: String?
        let openness: Openness

        var description: String {
            "\(dataset) of \(sender.id), \(sector ?? "-"), \(region ?? "-"), \(department ?? "-"), \(openness)"
        }
    }

    /// What a recipient gets, as a text.
    private static func text(_ recipient: Recipient) -> String {
        "\(recipient.platform.id) \(recipient.view.label) \(recipient.flow) \(recipient.via ?? "-")"
    }

    /// The rule, by looking at everything.
    private static func expected(_ question: Question, _ registry: Registry, _ table: FlowTable) -> [String] {
        func covers(_ platform: RegisteredPlatform, _ region: String) -> Bool {
            guard region.count == 6 else { return false }
            return switch platform.level {
            case .nation: true
            case .province: region.hasPrefix(String(platform.region.prefix(2)))
            case .city: region.hasPrefix(String(platform.region.prefix(4)))
            }
        }
        func near(_ platforms: [RegisteredPlatform], _ region: String) -> [RegisteredPlatform] {
            [AdministrativeLevel.city, .province, .nation].flatMap { level in
                platforms.filter { $0.level == level && covers($0, region) }
            }
        }
        let place = question.region ?? question.sender.region
        var found: [String] = []
        for flow in table.flows where flow.from == question.sender.role && flow.datasets.contains(question.dataset) {
            let plane = registry.platforms.filter { $0.role == flow.to }
            let candidates: [RegisteredPlatform] =
                switch flow.condition.region {
                case .any: plane
                case .match: question.region.map { near(plane, $0) } ?? []
                case .optional: near(plane, place)
                }
            func isCompetent(_ platform: RegisteredPlatform) -> Bool {
                switch (flow.condition.sector, platform.sectors, question.sector) {
                case (.any, _, _): true
                case (.match, _, nil): false
                case (_, .all, _): true
                case (_, .only(let classes), let sector?): classes.contains(sector)
                case (_, .only, nil): false
                }
            }
            let entitled = candidates.filter { platform in
                platform.id != question.sender.id && platform.certification.holds(at: today) && isCompetent(platform)
            }
            for platform in entitled {
                if flow.condition.department == .optional, let named = question.department?.components(separatedBy: ";")
                {
                    // docs/specs/policy.md §2.4: a level at which somebody stands for one of them, and this one does not.
                    func isNamed(_ platform: RegisteredPlatform) -> Bool {
                        guard case .only(let own) = platform.departments else { return false }
                        return !own.isDisjoint(with: named)
                    }
                    let level = entitled.filter { $0.level == platform.level }
                    guard !level.contains(where: isNamed) || isNamed(platform) || platform.departments == .beside
                    else { continue }
                }
                // The set C is for who is authorised where a record does not say.
                let type =
                    question.openness.classification == "national-security"
                    ? "2" : question.openness.opentype ?? (question.dataset == "C" ? "1" : "0")
                let isOpen =
                    switch (type, flow.condition.reach) {
                    case ("0", _), (_, .all): true
                    case ("1", .authorised):
                        flow.to == .supervision || platform.authorised.contains(question.dataset)
                            || platform.authorised.contains(flow.id)
                    default: false
                    }
                // All carries what needs authorisation too, and asks for it beyond supervision.
                guard isOpen else { continue }
                var via = "-"
                if let through = flow.via {
                    let hubs = near(registry.platforms.filter { $0.role == through }, place)
                    guard let hub = hubs.first(where: { $0.certification.holds(at: today) }) else { continue }
                    via = hub.id
                }
                found.append("\(platform.id) \(flow.view)/\(question.dataset) \(flow.id) \(via)")
            }
        }
        return found
    }

    @Test(arguments: 0..<60)
    func theDecisionsAreThoseOfTheRule(seed: Int) throws {
        var draw = Draw(random: SeededRandom(seed: UInt64(seed)))
        let registry = try draw.registry()
        let policy = ExchangePolicy(registry: registry, flows: try draw.flows())
        var (yes, no) = (0, 0)
        for sender in registry.platforms {
            for dataset in ["A", "B", "C", "D"] {
                let question = Question(
                    dataset: dataset,
                    sender: sender,
                    sector: try draw.one(of: ["A01", "G02", "A03", "Z", "A011", nil]),
                    region: try draw.one(of: ["350100", "350182", "350299", "370000", "3501", "3501001", nil]),
                    department: try draw.one(of: ["D1", "D2", "D2;D3", "D9", "D9;D1", nil]),
                    openness: try draw.one(of: [
                        Openness(), Openness(opentype: "0"), Openness(opentype: "1"), Openness(opentype: "2"),
                        Openness(opentype: "0", classification: "national-security"),
                        Openness(opentype: "1", classification: "none"),
                    ])
                )
                let expected = Self.expected(question, registry, policy.flows)
                let given = policy.recipients(
                    dataset: dataset,
                    sender: sender,
                    sector: question.sector,
                    region: question.region,
                    department: question.department,
                    openness: question.openness,
                    at: today
                )
                #expect(given.map(Self.text) == expected, "\(question)")
                for platform in registry.platforms {
                    let delivery = policy.delivery(
                        of: dataset,
                        sender: sender,
                        sector: question.sector,
                        region: question.region,
                        department: question.department,
                        openness: question.openness,
                        to: platform,
                        at: today
                    )
                    #expect(
                        delivery.map(Self.text) == expected.first { $0.hasPrefix(platform.id + " ") },
                        "\(question)"
                    )
                    if delivery == nil { no += 1 } else { yes += 1 }
                }
                let flows = policy.flows.flows.filter { $0.from == sender.role && $0.datasets == [dataset] }
                var codes = sender.certification.holds(at: today) ? [] : ["platform_not_certified"]
                if dataset == "D" {
                    codes.append("dataset_unknown")
                } else if flows.isEmpty {
                    codes.append("flow_forbidden")
                }
                #expect(policy.admission(of: dataset, from: sender, at: today).map(\.code.rawValue) == codes)
                var required: [AttributeName] = []
                if flows.contains(where: { $0.condition.sector == .match }) { required.append(.sector) }
                if flows.contains(where: { $0.condition.region == .match }) { required.append(.region) }
                #expect(policy.requiredAttributes(of: dataset, from: sender.role) == required)
            }
        }
        #expect(no > 0 && (yes > 0 || registry.platforms.count < 20), "seed \(seed)")
    }
}
