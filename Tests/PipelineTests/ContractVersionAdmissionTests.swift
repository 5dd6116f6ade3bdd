import Core
import Foundation
import Pipeline
import Testing

/// `ce_dataschema` picks the version of the contract, and its period decides with the log-append time.
@Suite struct ContractVersionAdmissionTests {
    private static let path = "/contracts/national/v2/PROJECT"
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    private func codes(_ schema: String, at time: String, scale: Int? = nil) throws -> [String] {
        let moment = try #require(Instant(rfc3339: time))
        var event = try TestEvent("PROJECT", scale.map { ["PROJECT_SCALE": String(repeating: "x", count: $0)] } ?? [:])
        event.attributes[.dataschema] = schema
        event.attributes[.time] = moment.rfc3339
        return try gateway.admit(event, at: moment).receipt().problems.map(\.code)
    }

    @Test func eachVersionJudgesItsOwnRecords() throws {
        #expect(try codes(Self.path, at: "2025-12-01T00:00:00Z", scale: 4000) == [])
        #expect(try codes(Self.path + "/2.0", at: "2025-12-01T00:00:00Z", scale: 4000) == [])
        #expect(try codes(Self.path + "/1.0", at: "2025-12-01T00:00:00Z", scale: 1000) == [])
        #expect(try codes(Self.path + "/1.0", at: "2025-12-01T00:00:00Z", scale: 1001) == ["field_length"])
    }

    /// 1.0 ends with the last day of 2025 in Asia/Shanghai; content is not looked at after that.
    @Test func aVersionEndsWithItsPeriod() throws {
        #expect(try codes(Self.path + "/1.0", at: "2025-12-31T15:59:59Z") == [])
        #expect(try codes(Self.path + "/1.0", at: "2025-12-31T16:00:00Z") == ["contract_not_valid"])
        #expect(try codes(Self.path + "/1.0", at: "2025-12-31T16:00:00Z", scale: 5000) == ["contract_not_valid"])
        #expect(try codes(Self.path, at: "2025-12-31T16:00:00Z") == [])
    }

    @Test func aVersionThatDoesNotExistIsAFaultOfTheAttribute() throws {
        for version in ["/7.0", "/", "/2.0/", "/1.0/x"] {
            #expect(try codes(Self.path + version, at: "2025-12-01T00:00:00Z") == ["attribute_invalid"])
        }
    }
}
