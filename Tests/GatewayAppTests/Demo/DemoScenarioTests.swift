import ContractEngine
import Core
import Foundation
import Testing

@testable import GatewayApp

struct DemoScenarioTests {
    static let contracts = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Contracts").standardized
    private static let now = Instant(milliseconds: 1_795_231_080_000)

    static func scenario() throws -> DemoScenario {
        try DemoScenario(
            directory: contracts.appending(path: "demo"),
            catalog: ContractCatalog.load(from: contracts.path)
        )
    }

    static func manifest() throws -> DemoManifest {
        try DemoManifest(contentsOf: contracts.appending(path: "demo/manifest.ndjson"))
    }

    @Test func everyRecordHasARowAndEveryRowARecord() throws {
        let scenario = try Self.scenario()
        let submissions = try scenario.submissions(count: scenario.recordsOfOnePass, now: Self.now)
        let manifest = try Self.manifest()
        let rows = Set(submissions.map { manifest.row(forRecord: $0.id)?.row ?? "no row for \($0.id)" })
        #expect(rows == Set(manifest.rows.keys))
    }

    @Test func everyRejectionCodeOccurs() throws {
        let codes = Set(try Self.manifest().rows.values.flatMap(\.codes))
        // Profiles and translation work behind the ledger and in the command; no submission can show their codes.
        // The budget of bad batches is spent by dozens of them, and the embedded broker stamps nothing.
        // What takes two platforms, or one id twice, is shown in RegistrationTests.
        let others: Set = [
            "profile_mismatch", "translation_failed", "xml_syntax", "signature_budget", "not_owner", "id_reused",
            "duplicate", "case_closed", "append_time_missing",
            // What is not acknowledged is found a day later: in LifecycleTests.
            "not_acknowledged",
            // In RedriveTests.
            "redrive_gone", "redrive_mismatch",
            // In OpennessTests.
            "publication_restricted",
            // The flow table of the demonstration lets nothing pass encrypted: in CiphertextAdmissionTests.
            "ciphertext_forbidden", "ciphertext_recipient", "ciphertext_malformed", "ciphertext_algorithm",
        ]
        #expect(codes.union(others) == Set(RejectionCode.allCases.map(\.rawValue)))
    }

    @Test func aRecordKeepsItsIdAndItsBodyWhateverTheNumber() throws {
        let scenario = try Self.scenario()
        let few = try scenario.submissions(count: 120, now: Self.now)
        let many = try scenario.submissions(count: 400, now: Self.now)
        #expect(few.count == 120)
        #expect(many.count == 400)
        #expect(Set(many.map(\.id)).count == 400)
        for (left, right) in zip(few, many) {
            #expect(left.id == right.id)
            #expect(left.payload == right.payload)
        }
    }

    @Test func instancesOfALifeCycleAreDifferentCases() throws {
        let scenario = try Self.scenario()
        let submissions = try scenario.submissions(count: 400, now: Self.now)
        let cases = Set(submissions.filter { $0.id.hasPrefix("wansha.02") }.map(\.key))
        #expect(cases.count == submissions.count { $0.id.hasPrefix("wansha.02") })
        #expect(cases.count > 1)
    }
}
