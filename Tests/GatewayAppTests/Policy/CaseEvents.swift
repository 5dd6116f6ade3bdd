import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing

/// The submissions of one case, made from the golden samples: each a minute after the last, with an id and a data key of
/// its own.
final class CaseEvents {
    /// One submission.
    struct Event {
        let record: OutboundRecord
        let time: Instant

        var inbound: InboundRecord {
            InboundRecord(
                source: TopicPartition(record.topic, 0),
                offset: 0,
                timestamp: time,
                key: record.key,
                value: record.value,
                headers: Array(record.headers)
            )
        }
    }

    /// Within the certification of every platform of the province.
    static let start = Instant(milliseconds: 1_795_231_080_000)
    /// A county of the city 350100, and the class of the golden sample of 501.
    static let region = "350182"
    static let sector = "A99"
    private static let project = "E3501000002000001"
    private static let tender = project + "001"
    private static let section = tender + "001"

    private let contracts: ContractCatalog
    private var samples: [String: [UInt8]] = [:]
    private var fields: [String: Set<String>] = [:]
    private var contents: [String: (payload: [UInt8], caseKey: String)] = [:]
    private var made = 0

    init(_ contracts: ContractCatalog) throws {
        self.contracts = contracts
        let suite = SampleSuite(directory: Checkout.contracts, catalog: contracts)
        for program in contracts.programs where program.isCurrent {
            samples[program.name] =
                suite.samples(of: program).first { $0.isAccepted && $0.operation == .add }?.payload
        }
        for profile in try ProvincePolicy.profiles.get() { fields[profile.name] = profile.fields }
    }

    /// True when there is a sample of `dataset`.
    func canBeMade(_ dataset: String) -> Bool { samples[dataset] != nil }

    /// The next submission: a record of `dataset` about the section of this case, with `changes` to its members. A `delete`
    /// has no content.
    func next(
        _ dataset: String,
        from sender: RegisteredPlatform,
        _ changes: [String: String] = [:],
        operation: RecordOperation = .add
    ) throws -> Event {
        made += 1
        let time = CaseEvents.start.advanced(byMilliseconds: Int64(made) * 60_000)
        let (payload, caseKey) = try content(dataset, of: sender, changes)
        var attributes: [AttributeName: String] = [
            .specversion: "1.0", .id: "c-\(made)", .source: "/platforms/\(sender.code)", .type: "cn.ggzy.\(dataset)",
            .time: time.rfc3339, .dataschema: "/contracts/national/v2/\(dataset)", .contenttype: "application/json",
            .partitionkey: caseKey, .datakey: String(format: "%022d", made),
            .operation: operation.rawValue, .region: CaseEvents.region,
        ]
        if dataset != "PROJECT" { attributes[.sector] = CaseEvents.sector }
        return Event(
            record: OutboundRecord(
                topic: TopicName.submit(sender.id),
                partition: 0,
                key: Array(caseKey.utf8),
                value: operation == .delete ? nil : payload,
                headers: EventEnvelope(attributes: attributes).headers
            ),
            time: time
        )
    }

    /// The sample of `dataset` as a record of `sender` about this case, and the case; made once where nothing is changed.
    private func content(
        _ dataset: String,
        of sender: RegisteredPlatform,
        _ changes: [String: String]
    ) throws -> (payload: [UInt8], caseKey: String) {
        let name = "\(dataset) \(sender.id)"
        if changes.isEmpty, let known = contents[name] { return known }
        let sample = try #require(samples[dataset], "no sample of \(dataset)")
        let program = try #require(contracts.program(named: dataset, version: nil))
        var record = try #require(try JSONSerialization.jsonObject(with: Data(sample)) as? [String: Any])
        let known = fields[dataset] ?? []
        if record["TENDER_PROJECT_CODE"] != nil {
            record["TENDER_PROJECT_CODE"] = CaseEvents.tender
            if record["PROJECT_CODE"] != nil { record["PROJECT_CODE"] = CaseEvents.project }
        }
        for name in ["BID_SECTION_CODE", "BID_SECTION_CODES"] where known.contains(name) {
            record[name] = CaseEvents.section
        }
        let named = [
            "REGION_CODE": CaseEvents.region, "PLATFORM_CODE": sender.code, "TRADE_PLAT": sender.code11 ?? "",
        ]
        for (name, value) in named where record[name] != nil { record[name] = value }
        if let region = program.routing.region { record[region] = CaseEvents.region }
        if let sector = program.routing.sector { record[sector] = CaseEvents.sector }
        for (name, value) in changes { record[name] = value }
        let payload = try JSONSerialization.data(
            withJSONObject: record,
            options: [.sortedKeys, .withoutEscapingSlashes]
        )
        let made = ([UInt8](payload), record[program.routing.case] as? String ?? CaseEvents.tender)
        if changes.isEmpty { contents[name] = made }
        return made
    }

    /// The codes of the errors on a receipt.
    static func codes(of receipt: [UInt8]) throws -> [String] {
        let members = try JSONSerialization.jsonObject(with: Data(receipt)) as? [String: Any]
        let problems = members?["problems"] as? [[String: Any]] ?? []
        return problems.filter { $0["severity"] as? String == "error" }.compactMap { $0["code"] as? String }
    }
}
