import ContractEngine
import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Testing
import Trust

/// Submissions of every data set, made from the golden samples and signed with the keys of the exchange's platforms: in
/// order, or forged.
struct DatasetRecords {
    /// What is false about a submission.
    enum Forgery {
        /// It names another platform as its source.
        case source(RegisteredPlatform)
        /// It carries a header that only the gateway writes.
        case header(String, String)
        /// It is signed with the key and certificate of another platform.
        case signer(RegisteredPlatform)
    }

    /// A project of a platform: its tender and its purchase are the cases of what is said about it.
    struct Project: Hashable {
        let owner: RegisteredPlatform
        /// From 1 to 999,999.
        var number = 1
    }

    /// What a submission says of a record.
    struct Statement {
        var operation = RecordOperation.add
        /// The number of the submission that added the record; nil for a record of its own.
        var key: Int?
        /// The project that it is about; nil for the first one of the source.
        var project: Project?
        /// Members that differ from the sample.
        var changes: [String: String] = [:]
        var forgery: Forgery?
    }

    /// One submission, before it is sent.
    struct Submission {
        let id: String
        let dataset: String
        let sender: RegisteredPlatform
        let operation: RecordOperation
        let datakey: String
        let caseKey: String
        /// The members of the record that are text, those of a `delete` too.
        let members: [String: String]
        let record: OutboundRecord
        let forgery: Forgery?
    }

    /// A county of the city 350100, and a class for which the demonstration's supervision of construction is competent.
    static let region = "350182"
    static let sector = "A01"

    /// Every data set of the flow table.
    let datasets: [String]
    let contracts: ContractCatalog
    private let policy: ExchangePolicy
    private let samples: [String: [UInt8]]
    private let signers: [String: EventSigner]

    init(_ exchange: CertifiedExchange) throws {
        let contracts = try ContractCatalog.load(from: TestEnvironment.checkout + "/Contracts")
        self.contracts = contracts
        policy = try exchange.policy()
        datasets = policy.flows.datasets.map(\.name)
        let suite = SampleSuite(directory: TestEnvironment.checkout + "/Contracts", catalog: contracts)
        samples = Dictionary(
            contracts.programs.filter(\.isCurrent).compactMap { program in
                suite.samples(of: program).first { $0.isAccepted && $0.operation == .add }.map {
                    (program.name, $0.payload)
                }
            }
        ) { first, _ in first }
        var signers: [String: EventSigner] = [:]
        for platform in policy.registry.platforms {
            let pem = try String(contentsOfFile: exchange.development.certificate(of: platform.id), encoding: .utf8)
            signers[platform.id] = try EventSigner(
                key: SigningKey.load(contentsOfFile: exchange.development.key(of: platform.id)),
                certificate: try #require(Certificate.certificates(pem: pem)?.first)
            )
        }
        self.signers = signers
    }

    /// True when there is a contract and a sample of `dataset`.
    func hasSample(_ dataset: String) -> Bool { samples[dataset] != nil }

    /// The submission of a record of `dataset` by `sender` to its own topic.
    func submission(
        _ dataset: String,
        from sender: RegisteredPlatform,
        number: Int,
        _ statement: Statement = Statement()
    ) throws -> Submission {
        var source = sender
        var signer = sender
        var extra: [RecordHeader] = []
        switch statement.forgery {
        case .source(let other)?: source = other
        case .signer(let other)?: signer = other
        case .header(let name, let value)?: extra = [RecordHeader(name, value)]
        case nil: break
        }
        let (record, caseKey) = try content(
            dataset,
            of: source,
            about: statement.project ?? Project(owner: source),
            statement.changes
        )
        let isDelete = statement.operation == .delete
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        let payload = isDelete ? nil : [UInt8](try JSONSerialization.data(withJSONObject: record, options: options))
        let id = "d-\(number)"
        let datakey = String(format: "%022d", statement.key ?? number)
        var attributes: [AttributeName: String] = [
            .specversion: "1.0", .id: id, .source: "/platforms/\(source.code)", .type: "cn.ggzy.\(dataset)",
            .time: SystemClock.now().rfc3339, .dataschema: "/contracts/national/v2/\(dataset)",
            .contenttype: "application/json", .partitionkey: caseKey, .datakey: datakey,
            .operation: statement.operation.rawValue, .region: Self.region,
        ]
        if dataset != "PROJECT" { attributes[.sector] = Self.sector }
        let envelope = EventEnvelope(attributes: attributes)
        let headers = try #require(signers[signer.id]).headers(for: envelope, payload: payload ?? [])
        return Submission(
            id: id,
            dataset: dataset,
            sender: sender,
            operation: statement.operation,
            datakey: datakey,
            caseKey: caseKey,
            members: record.compactMapValues { $0 as? String },
            record: OutboundRecord(
                topic: TopicName.submit(sender.id),
                key: Array(caseKey.utf8),
                value: payload,
                headers: headers + extra
            ),
            forgery: statement.forgery
        )
    }

    /// The sample of `dataset` as a record of `platform` about `project`, and the case.
    private func content(
        _ dataset: String,
        of platform: RegisteredPlatform,
        about project: Project,
        _ others: [String: String]
    ) throws -> ([String: Any], String) {
        let code = (project.owner.code11 ?? "") + String(format: "%06d", project.number)
        guard let sample = samples[dataset], let program = contracts.program(named: dataset, version: nil) else {
            return ([:], code + "001")
        }
        var record = try #require(try JSONSerialization.jsonObject(with: Data(sample)) as? [String: Any])
        var changes = [
            "BID_SECTION_CODE": code + "001001", "BID_SECTION_CODES": code + "001001",
            "PURCHASE_PROJECT_CODE": code + "002", "REGION_CODE": Self.region, "PLATFORM_CODE": platform.code,
            "TRADE_PLAT": platform.code11 ?? "",
        ]
        if record["TENDER_PROJECT_CODE"] != nil { changes["TENDER_PROJECT_CODE"] = code + "001" }
        if record["TENDER_PROJECT_CODE"] != nil || dataset == "PROJECT" { changes["PROJECT_CODE"] = code }
        for (name, value) in changes where record[name] != nil { record[name] = value }
        if let region = program.routing.region { record[region] = Self.region }
        if let sector = program.routing.sector { record[sector] = Self.sector }
        for (name, value) in others { record[name] = value }
        return (record, record[program.routing.case] as? String ?? code + "001")
    }
}
