import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp

/// The books read what a recipient gets in its dialect, and notice when it is not what was sent.
struct DemoDocumentsTests {
    private static let key = "0001502202603160000001"
    private static let original: [String: DemoValue] = [
        "BID_SECTION_CODE": .text("E3501000001000001001001"), "CONTRACT_RECKON_PRICE": .number(1_250_000.5),
        "BID_SECTION_NAME": .text("一标段 & 二标段"), "BID_QUALIFICATION": .text("无"),
    ]

    private static let documents = Result {
        let contracts = DemoScenarioTests.contracts
        let catalog = try ContractCatalog.load(from: contracts.path)
        return try DemoDocuments(
            registry: try #require(Registry.load(file: contracts.path + "/demo/registry.json").registry),
            dialects: try DialectCatalog.load(from: contracts.path, contracts: catalog),
            placeholders: contracts.appending(path: "national/v2/placeholders.json")
        )
    }

    private static func document(name: String = "SECTION", key: String = key, type: Int = 1) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <DES><TITLE><DATA_KEY>\(key)</DATA_KEY><DATA_EN>\(name)</DATA_EN><DATA_TYPE>\(type)</DATA_TYPE>\
        <CA_KEY>k</CA_KEY><ROUTE_WAY>0</ROUTE_WAY></TITLE>\
        <CONTEXT><BID_SECTION_CODE>E3501000001000001001001</BID_SECTION_CODE>\
        <BID_SECTION_NAME>一标段 &amp; 二标段</BID_SECTION_NAME>\
        <CONTRACT_RECKON_PRICE>1250000.50</CONTRACT_RECKON_PRICE></CONTEXT></DES>
        """
    }

    private func reading(
        of document: String,
        to platform: String = "fujian-service",
        dialect: String? = "title-context-xml"
    ) throws -> DemoDocuments.Reading? {
        var headers = [
            RecordHeader("ce_datakey", Self.key), RecordHeader("ce_operation", "add"),
            RecordHeader("content-type", "application/xml"),
        ]
        if let dialect { headers.append(RecordHeader("hutong-dialect", dialect)) }
        let record = InboundRecord(
            source: TopicPartition("deliver.\(platform)", 0),
            offset: 0,
            timestamp: Instant(milliseconds: 0),
            key: nil,
            value: Array(document.utf8),
            headers: headers
        )
        var documents = try Self.documents.get()
        return documents.reading(of: record, to: platform, original: Self.original, contract: "SECTION")
    }

    /// Numbers are numbers again, and a placeholder is nothing that a document could hold.
    @Test func aDocumentIsReadBack() throws {
        let reading = try #require(try reading(of: Self.document()))
        #expect(reading.faults == [])
        #expect(reading.body == Self.original.filter { $0.key != "BID_QUALIFICATION" })
        #expect(reading.original == reading.body)
    }

    @Test func thoseWithoutDialectTakeTheNationalForm() throws {
        #expect(try reading(of: "{}", to: "fuzhou-service", dialect: nil) == nil)
    }

    @Test(arguments: [
        (document(key: "0001502202603160000002"), "has another key"),
        (document(name: "PROJECT"), "is a document of another data set"),
        (document(type: 2), "asks for another operation"),
    ])
    func aDocumentOfAnotherRecordIsAFault(_ document: String, _ fault: String) throws {
        #expect(try #require(try reading(of: document)).faults.contains(fault))
    }

    @Test func whatIsNoDocumentIsAFault() throws {
        #expect(try #require(try reading(of: "<DES><TITLE>")).faults.isEmpty == false)
        #expect(try #require(try reading(of: "{}", dialect: nil)).faults == ["is not marked as title-context-xml"])
        let altered = Self.document().replacingOccurrences(of: "1250000.50", with: "1250000.51")
        #expect(
            try #require(try reading(of: altered)).body["CONTRACT_RECKON_PRICE"]
                == .number(Decimal(string: "1250000.51")!)
        )
    }
}
