import ContractEngine
import Core
import Foundation
import Pipeline

/// The demonstration as data: which records are sent, in which order.
///
/// First one instance of every life cycle, then every bad input once, then life cycles until the wanted number of
/// records is reached. The order, the ids and the bodies depend on nothing but the data and the number, so a record
/// keeps its id from run to run.
struct DemoScenario: Sendable {
    private let lifecycles: [DemoLifecycle]
    private let faults: [DemoFault]
    private let catalog: ContractCatalog

    private struct LifecycleFile: Codable {
        let lifecycles: [DemoLifecycle]
    }

    private struct FaultFile: Codable {
        let faults: [DemoFault]
    }

    /// Reads `lifecycles.json` and `faults.json` from `directory`.
    init(directory: URL, catalog: ContractCatalog) throws {
        let decoder = JSONDecoder()
        lifecycles = try decoder.decode(
            LifecycleFile.self,
            from: Data(contentsOf: directory.appendingPathComponent("lifecycles.json"))
        ).lifecycles
        faults = try decoder.decode(
            FaultFile.self,
            from: Data(contentsOf: directory.appendingPathComponent("faults.json"))
        ).faults
        self.catalog = catalog
    }

    /// How many records one pass over every life cycle and every bad input has.
    var recordsOfOnePass: Int {
        lifecycles.reduce(0) { $0 + $1.steps.count } + faults.reduce(0) { $0 + 1 + ($1.after ?? []).count }
    }

    /// One instance of every life cycle, as national records with their title fields.
    func lifecycleRecords(now: Instant) throws -> [[UInt8]] {
        try lifecycles.flatMap { lifecycle in
            try lifecycle.steps.indices.map { position in
                let submission = try submission(of: lifecycle, step: position, instance: 1, now: now)
                var title = RecordTitle()
                title[.dataKey] = submission.envelope[.datakey]
                title[.name] = lifecycle.steps[position].contract
                return NationalRecord.joined(title, submission.payload ?? [])
            }
        }
    }

    /// The first `count` records of the demonstration; `now` is the claimed time of all of them.
    func submissions(count: Int, now: Instant) throws -> [DemoSubmission] {
        var submissions: [DemoSubmission] = []
        submissions.reserveCapacity(count)
        var instance = 1
        while submissions.count < count {
            for lifecycle in lifecycles {
                for position in lifecycle.steps.indices {
                    submissions.append(
                        try submission(of: lifecycle, step: position, instance: instance, now: now)
                    )
                }
            }
            if instance == 1 {
                for (index, fault) in faults.enumerated() {
                    submissions += try self.submissions(of: fault, serial: 900_000 + index, now: now)
                }
            }
            instance += 1
        }
        return Array(submissions.prefix(count))
    }

    private func submission(
        of lifecycle: DemoLifecycle,
        step position: Int,
        instance: Int,
        now: Instant
    ) throws -> DemoSubmission {
        let step = lifecycle.steps[position]
        let serial = Self.padded(instance, to: 6)
        let ordinal = Self.padded(position + 1, to: 2)
        let record = step.record.mapValues { $0.replacingSerial(with: serial) }
        let sender = step.contract == ApprovalText.dataset ? DemoSender.supervision : lifecycle.tradingPlatform
        let id = "\(lifecycle.id).\(ordinal)-\(step.contract)/\(serial)"
        let envelope = EventEnvelope(
            attributes: try attributes(of: step.contract, record: record, lifecycle: lifecycle, id: id, now: now)
        )
        return DemoSubmission(
            id: id,
            sender: sender,
            envelope: envelope,
            payload: try Self.body(of: record),
            key: envelope.partitionKey,
            credential: nil,
            needsApproval: step.contract == ApprovalText.dataset,
            headersAfterSigning: [:],
            flipsPayload: false
        )
    }

    /// What a fault needs before it, and the fault.
    private func submissions(of fault: DemoFault, serial: Int, now: Instant) throws -> [DemoSubmission] {
        let lender = try lifecycle(lending: fault, to: fault.sender ?? .first)
        let earlier = try (fault.after ?? []).map { contract in
            guard let step = lender.steps.first(where: { $0.contract == contract }) else {
                throw CommandFailure.demoData("\(fault.id): life cycle \(lender.id) has no record of \(contract)")
            }
            let record = step.record.mapValues { $0.replacingSerial(with: Self.padded(serial, to: 6)) }
            let id = "\(fault.id).after-\(contract)/000001"
            var values = try attributes(of: contract, record: record, lifecycle: lender, id: id, now: now)
            if contract == fault.on {
                let program = catalog.program(named: contract, version: nil)
                values[.datakey] = Self.dataKey(number: program?.number, id: "\(fault.id)/000001")
            }
            let envelope = EventEnvelope(attributes: values)
            return DemoSubmission(
                id: id,
                sender: fault.sender ?? .first,
                envelope: envelope,
                payload: try Self.body(of: record),
                key: envelope.partitionKey,
                credential: nil,
                headersAfterSigning: [:],
                flipsPayload: false
            )
        }
        return earlier + [try submission(of: fault, serial: serial, now: now)]
    }

    private func submission(of fault: DemoFault, serial: Int, now: Instant) throws -> DemoSubmission {
        let sender = fault.sender ?? .first
        let lender = try lifecycle(lending: fault, to: sender)
        guard let step = lender.steps.first(where: { $0.contract == fault.on }) else {
            throw CommandFailure.demoData("\(fault.id): life cycle \(lender.id) has no record of \(fault.on)")
        }
        var record = step.record.mapValues { $0.replacingSerial(with: Self.padded(serial, to: 6)) }
        let moment = now.advanced(byMilliseconds: Int64(fault.hours ?? 0) * 3_600_000)
        let id = "\(fault.id)/000001"
        // The attributes are those of the good record: a spoilt body must not spoil them too.
        var values = try attributes(of: step.contract, record: record, lifecycle: lender, id: id, now: moment)
        for (field, value) in fault.patch ?? [:] { record[field] = value }
        for (name, value) in fault.attributes ?? [:] {
            guard let attribute = AttributeName(rawValue: name) else {
                throw CommandFailure.demoData("\(fault.id): no attribute \(name)")
            }
            values[attribute] = value
        }
        let envelope = EventEnvelope(attributes: values)
        return DemoSubmission(
            id: id,
            sender: sender,
            envelope: envelope,
            payload: try spoilt(record, by: fault),
            key: fault.key ?? envelope.partitionKey,
            credential: fault.credential,
            headersAfterSigning: fault.headers ?? [:],
            flipsPayload: fault.flip ?? false
        )
    }

    private func lifecycle(lending fault: DemoFault, to sender: DemoSender) throws -> DemoLifecycle {
        let found = lifecycles.first { lifecycle in
            if let wanted = fault.lifecycle { return lifecycle.id == wanted }
            return lifecycle.tradingPlatform == (sender == .second ? .second : .first)
        }
        guard let found else { throw CommandFailure.demoData("\(fault.id): no such life cycle") }
        return found
    }

    private func spoilt(_ record: [String: DemoValue], by fault: DemoFault) throws -> [UInt8]? {
        if fault.empty == true { return nil }
        if let text = fault.text { return Array(text.utf8) }
        if let hex = fault.hex { return try Self.bytes(hex: hex, row: fault.id) }
        var record = record
        if let length = fault.padding { record["REMARK"] = .text(String(repeating: "x", count: length)) }
        if let field = fault.cut { record[field] = .text(String(repeating: "x", count: 65_535)) }
        var body = try Self.body(of: record)
        if let depth = fault.depth {
            body = Array(repeating: 0x5b, count: depth) + body + Array(repeating: 0x5d, count: depth)
        }
        if let digits = fault.digits {
            body.removeLast()
            body += Array(",\"REMARK\":".utf8) + Array(repeating: 0x31, count: digits) + [0x7d]
        }
        return body
    }

    private func attributes(
        of contract: String,
        record: [String: DemoValue],
        lifecycle: DemoLifecycle,
        id: String,
        now: Instant
    ) throws -> [AttributeName: String] {
        guard let program = catalog.program(named: contract, version: nil) else {
            throw CommandFailure.demoData("\(id): no contract \(contract)")
        }
        guard let caseKey = record[program.routing.case]?.description else {
            throw CommandFailure.demoData("\(id): the record has no \(program.routing.case)")
        }
        var values: [AttributeName: String] = [
            .specversion: "1.0",
            .id: id,
            .source: "/platforms/\(record["PLATFORM_CODE"]?.description ?? "")",
            .type: "cn.ggzy.\(contract)",
            .time: now.rfc3339,
            .dataschema: program.schema,
            .contenttype: "application/json",
            .partitionkey: caseKey,
            .datakey: Self.dataKey(number: program.number, id: id),
            .operation: RecordOperation.add.rawValue,
        ]
        if contract != "PROJECT", contract != ApprovalText.dataset { values[.sector] = lifecycle.sector }
        values[.region] = lifecycle.region
        return values
    }

    /// A DATA_KEY of 22 characters: system number, data set number, and 15 digits that differ from record to record.
    private static func dataKey(number: Int?, id: String) -> String {
        let bytes = Array(id.utf8)
        let high = Murmur2.hash(bytes.span)
        let low = Murmur2.hash((bytes + [0x2f]).span)
        let serial = UInt64(high) << 20 | UInt64(low) >> 12
        return "HT01" + padded((number ?? 0) % 1000, to: 3) + padded(Int(serial % 1_000_000_000_000_000), to: 15)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func body(of record: [String: DemoValue]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(record))
    }

    private static func bytes(hex: String, row: String) throws -> [UInt8] {
        let digits = Array(hex.utf8)
        guard digits.count.isMultiple(of: 2) else { throw CommandFailure.demoData("\(row): odd number of hex digits") }
        return try stride(from: 0, to: digits.count, by: 2).map { index in
            guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                throw CommandFailure.demoData("\(row): not hexadecimal")
            }
            return byte
        }
    }
}
