import ContractEngine
import Core
import Foundation
import Testing

/// Records made from the golden samples of the contracts: the first accepted one, under another case and sender.
enum SampleRecord {
    private static let samples: [String: [UInt8]] = {
        guard let contracts = try? Repository.contracts.get() else { return [:] }
        let suite = SampleSuite(directory: Repository.path("Contracts"), catalog: contracts)
        var samples: [String: [UInt8]] = [:]
        for program in contracts.programs {
            samples[program.name] = suite.samples(of: program).first(where: \.isAccepted)?.payload
        }
        return samples
    }()

    /// The case with the serial `number`, as a tender project code of 20 characters.
    static func caseKey(_ number: Int) -> String {
        "E3501000001" + String(format: "%06d", number) + "001"
    }

    /// The project to which that case belongs, 17 characters.
    static func projectKey(_ number: Int) -> String { String(caseKey(number).prefix(17)) }

    /// The only section of that case, 23 characters.
    static func section(_ number: Int) -> String { caseKey(number) + "001" }

    /// The key of the case of the record ``payload(_:case:sender:_:)`` makes without changes.
    static func key(_ dataset: String, case number: Int, sender: TestPlatform) throws -> String {
        let program = try #require(try Repository.contracts.get().program(named: dataset, version: nil))
        let record = try JSONSerialization.jsonObject(
            with: Data(try payload(dataset, case: number, sender: sender))
        )
        return (record as? [String: Any])?[program.routing.case] as? String ?? caseKey(number)
    }

    /// A record of `dataset` in case `number`, with `changes` to its members (nil removes one).
    static func payload(
        _ dataset: String,
        case number: Int,
        sender: TestPlatform,
        _ changes: [String: Any?] = [:]
    ) throws -> [UInt8] {
        let sample = try #require(samples[dataset], "no sample of \(dataset)")
        var record = try #require(try JSONSerialization.jsonObject(with: Data(sample)) as? [String: Any])
        let isTender = record["TENDER_PROJECT_CODE"] != nil
        if isTender { record["TENDER_PROJECT_CODE"] = caseKey(number) }
        if record["PROJECT_CODE"] != nil && (isTender || dataset.hasSuffix("PROJECT")) {
            record["PROJECT_CODE"] = projectKey(number)
        }
        if record["BID_SECTION_CODE"] != nil { record["BID_SECTION_CODE"] = section(number) }
        if record["BID_SECTION_CODES"] != nil { record["BID_SECTION_CODES"] = section(number) }
        if record["REGION_CODE"] != nil { record["REGION_CODE"] = TestPlatform.region }
        let routing = try Repository.contracts.get().program(named: dataset, version: nil)?.routing
        if let region = routing?.region { record[region] = TestPlatform.region }
        if let sector = routing?.sector { record[sector] = TestPlatform.sector }
        if record["PLATFORM_CODE"] != nil { record["PLATFORM_CODE"] = sender.code }
        if record["TRADE_PLAT"] != nil { record["TRADE_PLAT"] = sender.code11 }
        for (name, value) in changes { record[name] = value }
        return [UInt8](
            try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys, .withoutEscapingSlashes])
        )
    }
}
