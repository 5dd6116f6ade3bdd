import Core
import Foundation
import Testing

@testable import RoutingPolicy

@Suite struct RegistryTests {
    @Test func wellFormedEntryLoads() throws {
        let (registry, mistakes) = try load([
            entry("fuzhou-trade", ["code11": "E3501000001", "certificates": ["a.pem"]])
        ])
        #expect(mistakes == [])
        let platform = try #require(registry?["fuzhou-trade"])
        #expect(platform.code11 == "E3501000001")
        #expect(platform.certificates == ["a.pem"])
        #expect(platform.certification.from == Instant(rfc3339: "2020-01-01T00:00:00Z"))
        #expect(registry?.platform(code: "12350100000000019K")?.id == "fuzhou-trade")
        #expect(registry?["nobody"] == nil)
    }

    @Test func personsAreBoundByCertificate() throws {
        let thumbprint = "sha-256:" + String(repeating: "0a", count: 32)
        let persons: [[String: Any]] = [
            ["certificate": "persons/a.pem", "name": "审批员"],
            ["certificate": thumbprint, "scenes": ["signature", "messageSignature"]],
        ]
        let (registry, mistakes) = try load([entry("a", ["persons": persons, "approverSignature": "require"])])
        #expect(mistakes == [])
        let platform = try #require(registry?["a"])
        #expect(platform.approverSignature == .require)
        #expect(
            platform.persons == [
                RegisteredPerson(certificate: .file("persons/a.pem"), name: "审批员", scenes: [.signature]),
                RegisteredPerson(certificate: .keyID(thumbprint), name: nil, scenes: [.signature, .messageSignature]),
            ]
        )
        let (plain, _) = try load([entry("a")])
        #expect(plain?["a"]?.persons == [] && plain?["a"]?.approverSignature == .warn)
        // The closed list of the source (DATA-SPEC.md §4).
        #expect(
            UsageScene.allCases.map(\.rawValue)
                == ["login", "messageSignature", "signature", "revokeSignature", "encrypt", "decrypt"]
        )
    }

    @Test func aPlatformComesToTheBrokerAsItselfAlone() throws {
        let (registry, mistakes) = try load([
            entry("a", ["principal": "User:CN=a,O=甲,C=CN"]),
            entry("b", ["code": "12350100000000018K", "code11": nil]),
        ])
        #expect(mistakes == [])
        #expect(registry?["a"]?.principal.text == "User:CN=a,O=甲,C=CN")
        #expect(registry?["b"]?.principal.text == "User:b")
        // The second has by default what the first has taken.
        let (none, taken) = try load([
            entry("a", ["principal": "User:b"]), entry("b", ["code": "12350100000000018K"]),
        ])
        #expect(none == nil)
        #expect(taken.map(\.code) == [.duplicate] && taken.map(\.key) == ["platforms[1].principal"])
    }

    /// One entry with one thing wrong leads to exactly this mistake; values as JSON, empty for an absent key.
    @Test(arguments: [
        ("id", #""Fuzzy Trade""#, ConfigurationProblem.Code.invalid, "platforms[0].id"),
        ("id", #""aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""#, .invalid, "platforms[0].id"),
        ("id", "", .missing, "platforms[0].id"),
        ("code", #""123""#, .invalid, "platforms[0].code"),
        ("code", "7", .wrongType, "platforms[0].code"),
        ("principal", #""trade""#, .invalid, "platforms[0].principal"),
        ("principal", #""User:*""#, .invalid, "platforms[0].principal"),
        ("principal", #""User:""#, .invalid, "platforms[0].principal"),
        ("code11", #""3501000001E""#, .invalid, "platforms[0].code11"),
        ("name", "", .missing, "platforms[0].name"),
        ("name", #"{"zh": "平台"}"#, .missing, "platforms[0].name.en"),
        ("body", #""1235010000000001IK""#, .invalid, "platforms[0].body"),
        ("plane", #""market""#, .invalid, "platforms[0].plane"),
        ("level", #""county""#, .invalid, "platforms[0].level"),
        ("region", #""35010""#, .invalid, "platforms[0].region"),
        ("region", #""350000""#, .invalid, "platforms[0].region"),
        ("sectors", "[]", .invalid, "platforms[0].sectors"),
        ("sectors", #"["A08", "*"]"#, .invalid, "platforms[0].sectors[1]"),
        ("sectors", #"["A08", "A08"]"#, .duplicate, "platforms[0].sectors[1]"),
        ("certification", "", .missing, "platforms[0].certification"),
        ("certification", #"{"state": "maybe"}"#, .invalid, "platforms[0].certification.state"),
        (
            "certification", #"{"state": "certified", "from": "2020-01-01T00:00:00Z"}"#, .missing,
            "platforms[0].certification.until"
        ),
        (
            "certification", #"{"state": "certified", "from": "2020-01-01", "until": "2030-01-01T00:00:00Z"}"#,
            .invalid, "platforms[0].certification.from"
        ),
        (
            "certification",
            #"{"state": "certified", "from": "2030-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z"}"#,
            .invalid, "platforms[0].certification.until"
        ),
        ("planes", #""trading""#, .unknownKey, "platforms[0].planes"),
        ("persons", #"{}"#, .wrongType, "platforms[0].persons"),
        ("persons", #"[{"scenes": ["signature"]}]"#, .missing, "platforms[0].persons[0].certificate"),
        ("persons", #"[{"certificate": "sha-256:08F8"}]"#, .invalid, "platforms[0].persons[0].certificate"),
        ("persons", #"[{"certificate": "a.pem", "scenes": ["sign"]}]"#, .invalid, "platforms[0].persons[0].scenes[0]"),
        ("persons", #"[{"certificate": "a.pem", "scenes": []}]"#, .invalid, "platforms[0].persons[0].scenes"),
        ("persons", #"[{"certificate": "a.pem", "role": "x"}]"#, .unknownKey, "platforms[0].persons[0].role"),
        (
            "persons", #"[{"certificate": "a.pem"}, {"certificate": "a.pem"}]"#, .duplicate,
            "platforms[0].persons[1].certificate"
        ),
        ("approverSignature", #""maybe""#, .invalid, "platforms[0].approverSignature"),
    ])
    func oneMistake(key: String, value: String, code: ConfigurationProblem.Code, place: String) throws {
        let (registry, mistakes) = try load([entry("a", [key: try json(value)])])
        #expect(registry == nil)
        #expect(mistakes.map(\.code) == [code])
        #expect(mistakes.map(\.key) == [place])
        #expect(
            mistakes.allSatisfy { $0.file == "registry.json" && !$0.message.zh.isEmpty && !$0.message.en.isEmpty }
        )
    }

    @Test func allMistakesComeAtOnce() throws {
        let (_, mistakes) = try load([entry("a", ["plane": "x", "level": "y"]), entry("B", ["region": "z"])])
        #expect(
            mistakes.map(\.key) == [
                "platforms[0].plane", "platforms[0].level", "platforms[1].id", "platforms[1].region",
            ]
        )
    }

    @Test func idsAndCodesAreUnique() throws {
        let (registry, mistakes) = try load([
            entry("a", ["code11": "E3501000001"]), entry("a", ["code11": "E3501000001"]),
        ])
        #expect(registry == nil)
        #expect(mistakes.map(\.key) == ["platforms[1].id", "platforms[1].code", "platforms[1].code11"])
        #expect(Set(mistakes.map(\.code)) == [.duplicate])
    }

    @Test func oneBodyMayNotTradeAndSupervise() throws {
        let (registry, mistakes) = try load([
            entry("a"), entry("b", ["code": "123501000000000359", "plane": "supervision"]),
        ])
        #expect(registry == nil)
        #expect(mistakes.map(\.code) == [.separation])
        #expect(mistakes.map(\.key) == ["platforms[1].body"])
    }

    @Test func oneBodyMayRunServiceAndTrading() throws {
        let (registry, _) = try load([entry("a"), entry("b", ["code": "123501000000000359", "plane": "service"])])
        #expect(registry != nil)
    }

    /// `system` says what an adjacent platform is; it is needed there and refused elsewhere.
    @Test(
        arguments: [
            ("adjacent", "credit", []), ("adjacent", nil, ["missing platforms[0].system"]),
            ("adjacent", "weather", ["invalid platforms[0].system"]),
            ("trading", "credit", ["invalid platforms[0].system"]),
            ("supervision", nil, []),
        ] as [(String, String?, [String])]
    )
    func anAdjacentPlatformNamesItsSystem(plane: String, system: String?, expected: [String]) throws {
        let (registry, mistakes) = try load([entry("a", ["plane": plane, "system": system])])
        #expect(mistakes.map { "\($0.code.rawValue) \($0.key)" } == expected)
        #expect((registry == nil) == !expected.isEmpty)
        if expected.isEmpty { #expect(registry?["a"]?.role.rawValue == system ?? plane) }
    }

    /// The departments for which a supervision platform stands: its own body's unless it says others, or `*` beside all.
    @Test(
        arguments: [
            ("supervision", nil, []), ("supervision", ["D1", "D2"], []), ("supervision", ["*"], []),
            ("supervision", [], ["invalid platforms[0].departments"]),
            ("supervision", ["D1", "*"], ["invalid platforms[0].departments[1]"]),
            ("supervision", ["D1;D2"], ["invalid platforms[0].departments[0]"]),
            ("supervision", ["D1", "D1"], ["duplicate platforms[0].departments[1]"]),
            ("trading", ["D1"], ["invalid platforms[0].departments"]),
        ] as [(String, [String]?, [String])]
    )
    func departmentsOfASupervisor(plane: String, departments: [String]?, expected: [String]) throws {
        let (registry, mistakes) = try load([entry("a", ["plane": plane, "departments": departments])])
        #expect(mistakes.map { "\($0.code.rawValue) \($0.key)" } == expected)
        guard expected.isEmpty else { return }
        let own: DepartmentSelection =
            departments == ["*"] ? .beside : .only(Set(departments ?? ["12350100000000019K"]))
        #expect(registry?["a"]?.departments == own)
    }

    /// What the flow table keeps apart no body holds both; either alone it may, and several of one.
    @Test func rolesThatAreKeptApart() throws {
        let code = "123501000000000359"
        let (registry, _) = try load([
            entry("a"), entry("b", ["code": code, "plane": "adjacent", "system": "credit"]),
        ])
        let both = try #require(registry)
        let rule = RoleSeparation(.trading, .credit, source: "R6")
        let mistakes = both.mistakes(against: [rule, RoleSeparation(.trading, .archive, source: "R6")], file: "r")
        #expect(mistakes.map { "\($0.code.rawValue) \($0.key)" } == ["separation platforms[1].body"])
        let (other, _) = try load([
            entry("a"), entry("b", ["code": code, "body": code, "plane": "adjacent", "system": "credit"]),
            entry("c", ["code": "12350100000000036X"]),
        ])
        #expect(try #require(other).mistakes(against: [rule], file: "r") == [])
    }

    @Test func oneCertificateMayNotServeTradingAndSupervision() throws {
        let other = "123501000000000359"
        let (registry, mistakes) = try load([
            entry("a", ["certificates": ["x.pem"]]),
            entry("b", ["code": other, "body": other, "plane": "supervision", "certificates": ["x.pem"]]),
        ])
        #expect(registry == nil)
        #expect(mistakes.map(\.key) == ["platforms[1].certificates"])
    }

    @Test func garbageIsReportedNotThrown() {
        #expect(Registry.load(Data("{".utf8), name: "r").mistakes.map(\.code) == [.notJSON])
        #expect(Registry.load(Data("[]".utf8), name: "r").mistakes.map(\.code) == [.wrongType])
        #expect(Registry.load(Data("{}".utf8), name: "r").mistakes.map(\.code) == [.missing])
        #expect(Registry.load(file: "/nonexistent/registry.json").mistakes.map(\.code) == [.fileUnreadable])
    }

    @Test(arguments: [
        ("city", "350100", "350182", true), ("city", "350100", "350200", false), ("city", "350100", "350000", false),
        ("province", "350000", "350182", true), ("province", "350000", "360100", false),
        ("nation", "100000", "360100", true), ("nation", "100000", "36", false),
    ])
    func regions(level: String, region: String, other: String, covered: Bool) throws {
        let (registry, mistakes) = try load([entry("a", ["level": level, "region": region])])
        #expect(mistakes == [])
        #expect(registry?["a"]?.covers(region: other) == covered)
    }

    @Test func certificationHoldsFromItsFirstToBeforeItsLastInstant() throws {
        let from = Instant(milliseconds: 1000)
        let until = Instant(milliseconds: 2000)
        let certification = Certification(state: .certified, from: from, until: until)
        #expect(!certification.holds(at: Instant(milliseconds: 999)))
        #expect(certification.holds(at: from))
        #expect(certification.holds(at: Instant(milliseconds: 1999)))
        #expect(!certification.holds(at: until))
        #expect(!Certification(state: .suspended, from: from, until: until).holds(at: from))
        #expect(!Certification(state: .none, from: from, until: until).holds(at: from))
        #expect(!Certification(state: .certified, from: nil, until: until).holds(at: from))
    }
}
