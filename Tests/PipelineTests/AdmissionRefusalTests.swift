import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// Every reason for refusal that admission itself finds, each with its exact problems. Those of signatures stand in
/// ``AdmissionSignatureTests``; the two together name every code there is.
@Suite struct AdmissionRefusalTests {
    /// A submission and what must be found wrong with it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// `code pointer rule` of every error, in order.
        let errors: [String]
        let make: @Sendable () throws -> TestEvent

        var testDescription: String { name }

        init(_ name: String, _ errors: [String], _ make: @escaping @Sendable () throws -> TestEvent) {
            self.name = name
            self.errors = errors
            self.make = make
        }

        /// A PROJECT with a change to the event.
        static func project(_ name: String, _ errors: [String], _ change: @escaping @Sendable (inout TestEvent) -> Void)
            -> Case
        {
            Case(name, errors) {
                var event = try TestEvent("PROJECT")
                change(&event)
                return event
            }
        }

        /// A record of `dataset` with changed members.
        static func record(
            _ name: String,
            _ dataset: String,
            _ errors: [String],
            _ changes: [String: String?]
        ) -> Case {
            Case(name, errors) { try TestEvent(dataset, changes.mapValues { $0 }) }
        }
    }

    static let envelope: [Case] = [
        .project("oversize", ["payload_too_large  envelope.payload"]) {
            $0.payload = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
        },
        .project("headers too large", ["payload_too_large /@attributes envelope.headers"]) {
            $0.extra.append(RecordHeader("x-note", bytes: [UInt8](repeating: 0x61, count: 128 << 10)))
        },
        .project("too many headers", ["payload_too_large /@attributes envelope.header-count"]) {
            $0.extra += [RecordHeader](repeating: RecordHeader("x", "y"), count: 513)
        },
        .project("attribute missing", ["attribute_missing /@attributes/time envelope.time"]) {
            $0.attributes[.time] = nil
        },
        .project("attribute malformed", ["attribute_invalid /@attributes/datakey envelope.datakey"]) {
            $0.attributes[.datakey] = "too-short"
        },
        .project("attribute repeated", ["attribute_invalid /@attributes/id envelope.id"]) {
            $0.extra.append(RecordHeader("ce_id", "other"))
        },
        .project("attribute of Hutong's own", ["attribute_invalid /@attributes envelope.reserved"]) {
            $0.extra.append(RecordHeader("Hutong-Sender", "rival"))
        },
        .project("schema of another set", ["attribute_invalid /@attributes/dataschema envelope.dataschema"]) {
            $0.attributes[.dataschema] = "/contracts/national/v2/SECTION"
        },
        .project("key of another case", ["key_mismatch /@attributes/partitionkey envelope.key"]) {
            $0.key = Array("E9999999999999999".utf8)
        },
        .project("no key", ["key_mismatch /@attributes/partitionkey envelope.key"]) { $0.key = nil },
        .project("not JSON by content type", ["content_type_unsupported /@attributes/contenttype envelope.contenttype"])
        {
            $0.attributes[.contenttype] = "text/xml"
        },
        .project("clock behind", ["clock_skew /@attributes/time envelope.clock"]) {
            $0.attributes[.time] = "2026-11-20T03:17:59.999Z"
        },
        .project("clock ahead", ["clock_skew /@attributes/time envelope.clock"]) {
            $0.attributes[.time] = "2026-11-22T03:18:00.001Z"
        },
        .project(
            "several at once",
            [
                "attribute_invalid /@attributes/datakey envelope.datakey",
                "key_mismatch /@attributes/partitionkey envelope.key",
                "clock_skew /@attributes/time envelope.clock",
                "attribute_missing /@attributes/region policy.region",
            ]
        ) {
            $0.attributes[.datakey] = "x"
            $0.attributes[.time] = "2020-01-01T00:00:00Z"
            $0.attributes[.region] = nil
            $0.key = nil
        },
        .project("signature not valid", ["signature_invalid /@attributes/signature trust.signature.valid"]) {
            $0.extra = []
        },
        .project(
            "content is not looked at without a signature",
            ["signature_invalid /@attributes/signature trust.signature.valid"]
        ) {
            $0.extra = []
            $0.payload = Array("{".utf8)
        },
    ]

    static let policy: [Case] = [
        .project("source unknown", ["platform_unknown /@attributes/source policy.platform"]) {
            $0.attributes[.source] = "/platforms/91350100MA0000090X"
        },
        .project("source of another", ["source_mismatch /@attributes/source policy.source"]) {
            $0.attributes[.source] = "/platforms/\(TestPlatform.rival.code)"
        },
        Case("certification lapsed", ["platform_not_certified /@attributes/source policy.certification"]) {
            try TestEvent("PROJECT", from: .lapsed)
        },
        .project("data set unknown", ["dataset_unknown /@attributes/type policy.dataset"]) {
            $0.attributes[.type] = "cn.ggzy.NO_SUCH_SET"
            $0.attributes[.dataschema] = "/contracts/national/v2/NO_SUCH_SET"
        },
        Case("supervision sends trade data", ["flow_forbidden /@attributes/type policy.flow"]) {
            try TestEvent("TENDER_PROJECT", from: .provinceAll)
        },
        Case("trade sends a supervision item", ["flow_forbidden /@attributes/type policy.flow"]) {
            try TestEvent("ADMIN_SUPER_ITEM_INFO")
        },
        Case("the service platform sends trade data", ["flow_forbidden /@attributes/type policy.flow"]) {
            try TestEvent("SECTION", from: .cityService)
        },
        Case(
            "routing attributes missing",
            [
                "attribute_missing /@attributes/sector policy.sector",
                "attribute_missing /@attributes/region policy.region",
            ]
        ) {
            var event = try TestEvent("SECTION")
            event.attributes[.sector] = nil
            event.attributes[.region] = nil
            return event
        },
        Case("invitation before opening", ["not_released /BID_SECTION_CODE policy.seal"]) {
            try TestEvent("TENDER_INVITATION")
        },
        Case("bids before opening", ["not_released /BID_SECTION_CODE policy.seal"]) { try TestEvent("TENDER_LIST") },
        Case("experts before settlement", ["not_released /BID_SECTION_CODE policy.seal"]) {
            try TestEvent("BID_EVALUATION_EXPERT")
        },
        Case("report before publicity", ["not_released /BID_SECTION_CODE policy.seal"]) {
            try TestEvent("EVALUATION_REPORT")
        },
        Case(
            "sealed change without its section",
            ["field_missing /BID_SECTION_CODE policy.seal"]
        ) {
            var event = try TestEvent("TENDER_LIST", ["BID_SECTION_CODE": nil])
            event.attributes[.operation] = "change"
            return event
        },
        .record(
            "someone else's code in the body",
            "PROJECT",
            ["source_mismatch /PLATFORM_CODE body.source"],
            ["PLATFORM_CODE": TestPlatform.rival.code]
        ),
        .record(
            "someone else's short code in the body",
            "PROJECT",
            ["source_mismatch /TRADE_PLAT body.source"],
            ["TRADE_PLAT": TestPlatform.rival.code11]
        ),
        .record(
            "body of another case",
            "SECTION",
            ["body_mismatch /TENDER_PROJECT_CODE body.partitionkey"],
            ["TENDER_PROJECT_CODE": SampleRecord.caseKey(2), "BID_SECTION_CODE": SampleRecord.section(2)]
        ),
        Case("department of another", ["body_mismatch /SUPERVISE_DEPT_CODE body.supervisedept"]) {
            var event = try TestEvent("TENDER_PROJECT", ["SUPERVISE_DEPT_CODE": "11350000000000027C"])
            event.attributes[.supervisedept] = "1135010000000129XF"
            return event
        },
        Case("sector of another", ["body_mismatch /TENDER_PROJECT_TYPE body.sector"]) {
            var event = try TestEvent("TENDER_PROJECT")
            event.attributes[.sector] = "A08"
            return event
        },
        .record(
            "region of another",
            "PROJECT",
            ["body_mismatch /REGION_CODE body.region"],
            ["REGION_CODE": "350200"]
        ),
    ]

    static let content: [Case] = [
        .project("syntax", ["json_syntax  json.syntax"]) { $0.payload = Array(#"{"PROJECT_CODE": "E1",}"#.utf8) },
        .project("tombstone", ["json_syntax  json.syntax"]) { $0.payload = nil },
        .project("encoding", ["json_encoding  json.encoding"]) {
            $0.payload = [0x7b, 0x22, 0x41, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]
        },
        .project("duplicate key", ["json_duplicate_key /A json.duplicate-key"]) {
            $0.payload = Array(#"{"A":1,"A":2}"#.utf8)
        },
        .project("too deep", ["json_too_deep  json.depth"]) {
            $0.payload = Array((String(repeating: "[", count: 70) + String(repeating: "]", count: 70)).utf8)
        },
        .project("number too long", ["json_number_too_long  json.number-length"]) {
            $0.payload = Array("{\"A\":\(String(repeating: "7", count: 2000))}".utf8)
        },
        .project("not an object", ["record_not_object  500.object"]) { $0.payload = Array("[]".utf8) },
        .record("unknown field", "PROJECT", ["field_unknown /OWNER_ID_CARD 500.unknown"], ["OWNER_ID_CARD": "x"]),
        .record("missing field", "PROJECT", ["field_missing /ADDRESS 500.ADDRESS.required"], ["ADDRESS": nil]),
        Case("type", ["field_type /ADDRESS 500.ADDRESS.type"]) { try TestEvent("PROJECT", ["ADDRESS": 7]) },
        .record(
            "length",
            "PROJECT",
            ["field_length /CLASS_VER_CODE 500.CLASS_VER_CODE.length"],
            ["CLASS_VER_CODE": "12"]
        ),
        .record(
            "number",
            "SECTION",
            ["field_number /CONTRACT_RECKON_PRICE 502.CONTRACT_RECKON_PRICE.digits"],
            ["CONTRACT_RECKON_PRICE": "132.6元"]
        ),
        .record("date", "PROJECT", ["field_date /CREATE_TIME 500.CREATE_TIME.date"], ["CREATE_TIME": "20180231090000"]),
        .record("code", "PROJECT", ["field_code /RELATE_CODE 500.RELATE_CODE.list"], ["RELATE_CODE": "7"]),
        .record(
            "identifier",
            "TENDER_CANDIDATE_ANNOUNCE",
            ["field_identifier /FIRST_BIDDER_CODE 511.FIRST_BIDDER_CODE.uscc"],
            ["FIRST_BIDDER_CODE": "91110000600037341N"]
        ),
        .record(
            "comparison",
            "TENDER_ANN_QUA_INQUERY_ANN",
            ["rule_comparison /DOC_GET_START_TIME 503.documents-window"],
            ["DOC_GET_END_TIME": "20000101000000"]
        ),
        .record(
            "required when",
            "TENDER_PROJECT",
            ["rule_required /TENDER_AGENCY_NAME 501.agency-when-entrusted"],
            ["TENDER_AGENCY_NAME": nil]
        ),
        .record(
            "forbidden when",
            "TENDER_PROJECT",
            ["rule_forbidden /TENDER_AGENCY_CODE_TYPE 501.agency-type-when-entrusted"],
            ["TENDER_AGENCY_CODE_TYPE": "-"]
        ),
        .record(
            "amount",
            "SECTION",
            ["rule_amount /CONTRACT_RECKON_PRICE 502.amount-ceiling"],
            ["CONTRACT_RECKON_PRICE": "300000.01", "PRICE_UNIT": "1"]
        ),
        .project("version no longer accepted", ["contract_not_valid /@attributes/dataschema 500.valid"]) {
            $0.attributes[.dataschema] = "/contracts/national/v2/PROJECT/1.0"
        },
        .project("delete with a body", ["body_forbidden  envelope.operation"]) { $0.attributes[.operation] = "delete" },
    ]

    @Test(arguments: envelope + policy + content)
    func refusal(_ item: Case) throws {
        let gateway = try TestGateway()
        let event = try item.make()
        let outcome = try gateway.admit(event)
        let receipt = try outcome.receipt()
        #expect(receipt.errors == item.errors)
        #expect(receipt.errors.count == item.errors.count, "\(receipt.errors)")
        #expect(receipt.verdict == "refused")
        #expect(receipt.ledger == nil)
        #expect(receipt.retryable == item.errors.allSatisfy { $0.hasPrefix("not_released") })
        #expect(receipt.id == event.envelope[.id])
        #expect(receipt.source == event.envelope[.source])
        #expect(receipt.type == event.envelope[.type])
        #expect(receipt.stage == "admission")
        #expect(receipt.time == "2026-11-21T03:18:00.000Z")
        #expect(receipt.submission == .init(topic: "submit.\(event.sender.id)", partition: 0, offset: 0))
        #expect(receipt.omitted == 0)
        #expect(receipt.problems.allSatisfy { !$0.message.zh.isEmpty && !$0.message.en.isEmpty })
        // Of what came too early supervision is alerted.
        let isEarly = receipt.errors.contains { $0.hasPrefix("not_released") }
        #expect(outcome.records("alert.trading").count == (isEarly ? 1 : 0))
        #expect(outcome.outputs.count == (isEarly ? 3 : 2))
        #expect(outcome.records("quarantine.\(event.sender.id)").count == 1)
    }

    @Test func everyCodeOfAdmissionOccurs() {
        let cases = AdmissionRefusalTests.envelope + AdmissionRefusalTests.policy + AdmissionRefusalTests.content
        let named = Set(cases.flatMap(\.errors).map { String($0.prefix { $0 != " " }) })
        let ofSignatures = Set(AdmissionSignatureTests.cases.map(\.code.rawValue))
        // Warnings, shown in AdmissionAcceptanceTests.
        let remarks: Set = [
            "code_list_absent", "rule_prefix", "field_placeholder", "field_text", "field_truncated", "rule_clock",
            // In AppendTimeTests.
            "append_time_missing",
            // In CertificateUsageTests.
            "approver_signature_invalid",
            // In OpennessTests.
            "publication_restricted",
        ]
        // Not of admission: profile of a recipient and translation for it, and XML; the last two in RedriveTests.
        let others: Set = [
            "dialect_mismatch", "profile_mismatch", "translation_failed", "xml_syntax", "redrive_gone",
            "redrive_mismatch",
        ]
        // In RegistrationTests.
        let relations: Set = [
            "data_key_exists", "data_key_unknown", "not_owner", "parent_missing", "code_taken", "code_changed",
            "id_reused", "duplicate", "superseded", "case_closed",
            // A finding of the index: in LifecycleTests.
            "not_acknowledged",
        ]
        // In CiphertextAdmissionTests.
        let ciphertexts: Set = [
            "ciphertext_forbidden", "ciphertext_recipient", "ciphertext_malformed", "ciphertext_algorithm",
        ]
        #expect(
            named.union(ofSignatures).union(remarks).union(others).union(relations).union(ciphertexts)
                == Set(RejectionCode.allCases.map(\.rawValue))
        )
    }
}
