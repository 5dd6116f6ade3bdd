import Foundation
import Testing

extension WholeClusterTests {
    /// The main job on a real broker, with processes that are killed on the way, read back by an independent client.
    ///
    /// Needs `HUTONG_TEST_BROKERS`, the built command and kcat; without them it is skipped and says so.
    @Suite(.serialized)
    struct RealBrokerExchangeTests {
        static let records = 10_000
        static let cases = 40

        /// The workers of the gateway, each a process of its own.
        static let parts = [
            ["--stage", "admission", "--plane", "trading"], ["--stage", "registration", "--plane", "trading"],
            ["--stage", "delivery", "--plane", "service"], ["--stage", "delivery", "--plane", "supervision"],
            ["--stage", "index", "--plane", "trading"],
        ]

        @Test(.timeLimit(.minutes(8))) func everyRecordOnceAndInOrderThoughWorkersAreKilled() throws {
            let brokers = try #require(TestEnvironment.brokers)
            let hutong = try #require(TestEnvironment.hutong)
            let exchange = try SharedExchange(brokers: brokers, partitions: 12)
            defer { exchange.remove() }
            let directory = exchange.directory
            let sender = exchange.platform("fuzhou-trade")
            try Self.writeRecords(to: directory + "/records.ndjson")

            func start(_ index: Int) throws -> SpawnedProcess {
                try SpawnedProcess(
                    hutong,
                    ["run", "--config", exchange.configuration, "--ops", "off", "--instance", "part\(index)"]
                        + Self.parts[index],
                    in: directory,
                    name: "run-\(index)"
                )
            }
            var workers = try Self.parts.indices.map(start)
            let publisher = try SpawnedProcess(
                hutong,
                [
                    "publish", "--config", exchange.configuration, "--platform", sender, "--ndjson", "--format", "json",
                    "--timeout", "90", "records.ndjson",
                ],
                in: directory,
                name: "publish"
            )

            // Crashes of admission, registration and a delivery, at fifths of the way as the receipts tell it.
            for (victim, share) in [(0, 0.2), (1, 0.3), (2, 0.4), (0, 0.6), (1, 0.7)] {
                while publisher.isRunning, Self.lines(publisher.outputPath) < Int(Double(Self.records) * share) {
                    usleep(20_000)
                }
                #expect(publisher.isRunning, "the crash came after the end: \(publisher.error)")
                workers[victim].killNow()
                workers[victim] = try start(victim)
            }
            #expect(publisher.wait(within: .seconds(300)) == 0, "\(publisher.error)")
            #expect(Self.lines(publisher.outputPath) == Self.records)

            let reader = IndependentReader(
                kcat: try #require(TestEnvironment.kcat),
                brokers: brokers,
                directory: directory
            )
            let service = try Self.readUntil(Self.records, "deliver.\(exchange.platform("fuzhou-service"))", reader)
            let supervision = try Self.readUntil(
                Self.records,
                "deliver.\(exchange.platform("fuzhou-construction"))",
                reader
            )
            // Every delivery and receipt of all incarnations carries a seal of the gateway in the trust list.
            for verb in [["tap", "fuzhou-service"], ["tap", "fuzhou-construction"], ["receipts", "fuzhou-trade"]] {
                let shown = try SpawnedProcess.run(
                    hutong,
                    [
                        verb[0], "--config", exchange.configuration, "--platform", exchange.platform(verb[1]),
                        "--from-beginning", "--until-end", "--raw",
                    ],
                    in: directory
                )
                #expect(shown.status == 0, "\(shown.error.prefix(2000))")
                #expect(shown.output.utf8.count { $0 == UInt8(ascii: "\n") } == Self.records)
            }
            for worker in workers { #expect(worker.terminate() == 0, "\(worker.error.suffix(2000))") }

            let submitted = try reader.read("submit.\(sender)")
            let ledger = try reader.read("ledger.trading")
            let told = try reader.read("receipt.\(sender)")
            let receipts = told.filter { $0.headers["ce_type"] == "cn.hutong.receipt.v1" }
            #expect(submitted.count == Self.records)
            let ids = Set(submitted.compactMap { $0.headers["ce_id"] })
            #expect(ids.count == Self.records)
            for (name, records) in [("ledger", ledger), ("service", service), ("supervision", supervision)] {
                #expect(records.count == Self.records, "\(name)")
                #expect(Set(records.compactMap { $0.headers["ce_id"] }) == ids, "\(name)")
                try Self.expectOrder(records, name)
            }
            #expect(receipts.count == Self.records)
            #expect(Set(receipts.compactMap { $0.headers["ce_id"] }) == Set(ids.map { "\($0)/verdict" }))
            #expect(receipts.allSatisfy { $0.payload?.contains("\"verdict\":\"accepted\"") == true })
            // Each delivery is told once.
            let province = try reader.read("deliver.\(exchange.platform("fujian-service"))")
            let progress = told.filter { $0.payload?.contains("\"state\":\"delivered\"") == true }
            #expect(progress.count == service.count + supervision.count + province.count)
            #expect(Set(progress.compactMap { $0.headers["ce_id"] }).count == progress.count)
            #expect(try reader.read("quarantine.\(sender)").isEmpty)
            #expect(try reader.read("deliver.\(exchange.platform("fujian-water"))").isEmpty)
        }

        @Test(.timeLimit(.minutes(10))) func topicsAreMadeOnceAndAPartitionChangeIsRefused() throws {
            let brokers = try #require(TestEnvironment.brokers)
            let hutong = try #require(TestEnvironment.hutong)
            let exchange = try SharedExchange(brokers: brokers, partitions: 3)
            defer { exchange.remove() }
            func run(_ arguments: String...) throws -> (status: Int32?, output: String, error: String) {
                try SpawnedProcess.run(hutong, arguments, in: exchange.directory)
            }
            let plan = try run("topics", "plan", "--config", exchange.configuration, "--lang", "en")
            #expect(plan.status == 0)
            #expect(plan.output == "all topics are as they should be\n")
            let text = try String(contentsOfFile: exchange.configuration, encoding: .utf8)
            try text.replacingOccurrences(of: "\"partitions\" : 3", with: "\"partitions\" : 4")
                .write(toFile: exchange.configuration, atomically: true, encoding: .utf8)
            let apply = try run("topics", "apply", "--config", exchange.configuration, "--lang", "en")
            #expect(apply.status == 78)
            #expect(apply.output.contains("conflict: ledger.trading has 3 partitions, 4 are wanted"))
            let start = try run("run", "--config", exchange.configuration, "--ops", "off", "--lang", "en")
            #expect(start.status == 78)
            #expect(start.error.contains("ledger.trading"))
        }

        @Test(.timeLimit(.minutes(10))) func aTopicOnWhichSendersChooseTheTimeKeepsTheGatewayFromStarting() throws {
            let brokers = try #require(TestEnvironment.brokers)
            let hutong = try #require(TestEnvironment.hutong)
            let exchange = try SharedExchange(brokers: brokers, partitions: 3)
            defer { exchange.remove() }
            let submissions = "submit.\(exchange.platform("fuzhou-trade"))"
            func run(_ arguments: String...) throws -> (status: Int32?, output: String, error: String) {
                try SpawnedProcess.run(
                    hutong,
                    arguments + ["--config", exchange.configuration, "--lang", "en"],
                    in: exchange.directory
                )
            }
            try exchange.set("message.timestamp.type", to: "CreateTime", of: submissions)
            let start = try run("run", "--ops", "off")
            #expect(start.status == 78)
            #expect(start.error.contains("topics.\(submissions): the topic's message.timestamp.type is CreateTime"))
            let plan = try run("topics", "plan")
            #expect(
                plan.output == "would set \(submissions) message.timestamp.type=LogAppendTime (was CreateTime)\n"
            )
            // Nor does a configuration that calls the cluster embedded get around it.
            #expect(try run("topics", "apply").status == 0)
            let text = try String(contentsOfFile: exchange.configuration, encoding: .utf8)
            try "{\"embedded\": true,\(text.dropFirst())".write(
                toFile: exchange.configuration,
                atomically: true,
                encoding: .utf8
            )
            let embedded = try run("run", "--ops", "off")
            #expect(embedded.status == 78)
            #expect(embedded.error.contains("embedded: this cluster is not the embedded broker"))
        }

        @Test(.timeLimit(.minutes(10))) func aTopicThatTakesTooLittleKeepsTheGatewayFromStarting() throws {
            let brokers = try #require(TestEnvironment.brokers)
            let hutong = try #require(TestEnvironment.hutong)
            let exchange = try SharedExchange(brokers: brokers, partitions: 3)
            defer { exchange.remove() }
            let receipts = "receipt.\(exchange.platform("fuzhou-trade"))"
            try exchange.set("max.message.bytes", to: "1000000", of: receipts)
            func run(_ arguments: String...) throws -> (status: Int32?, output: String, error: String) {
                try SpawnedProcess.run(
                    hutong,
                    arguments + ["--config", exchange.configuration, "--lang", "en"],
                    in: exchange.directory
                )
            }
            let start = try run("run", "--ops", "off")
            #expect(start.status == 78)
            #expect(start.error.contains("topics.\(receipts): the topic's max.message.bytes is 1000000"))
            #expect(start.error.contains("1 topic(s)"))
            #expect(start.error.contains("hutong topics plan"))
            let plan = try run("topics", "plan")
            #expect(plan.output == "would set \(receipts) max.message.bytes=4194304 (was 1000000)\n")
            // Once repaired, the gateway starts; delivery, which does not write receipts, would have started before.
            #expect(try run("topics", "apply").status == 0)
            let gateway = try SpawnedProcess(
                hutong,
                ["run", "--config", exchange.configuration, "--ops", "off"],
                in: exchange.directory,
                name: "run"
            )
            let deadline = ContinuousClock.now + .seconds(30)
            func isReady() -> Bool { (gateway.output + gateway.error).contains("ready.gained") }
            while gateway.isRunning, !isReady(), ContinuousClock.now < deadline { usleep(50_000) }
            #expect(isReady(), "\(gateway.error)")
            #expect(gateway.terminate() == 0)
        }

        /// `cases` tender projects, then their sections by turns; TENDER_CONTENT and BID_SECTION_NAME count within the case.
        static func writeRecords(to path: String) throws {
            var project = try sample("501-TENDER_PROJECT")
            project["TENDER_PROJECT_TYPE"] = "G01"
            project["REGION_CODE"] = "350102"
            project["IS_TO_LAW"] = "0"
            project["PROJECT_CODE"] = "E3501000001000001"
            project["TENDER_CONTENT"] = "0"
            var section = try sample("502-SECTION")
            section["REGION_CODE"] = "350102"
            section["UNIFIED_DEAL_CODE"] = nil
            var data = Data()
            for index in 0..<records {
                var record = index < cases ? project : section
                let code = "E3501000001000001" + String(format: "%03d", index % cases)
                record["TENDER_PROJECT_CODE"] = code
                if index >= cases {
                    record["BID_SECTION_CODE"] = code + String(format: "%03d", index / cases)
                    record["BID_SECTION_NAME"] = String(index / cases)
                }
                data += try JSONSerialization.data(withJSONObject: record) + Data([0x0a])
            }
            try data.write(to: URL(fileURLWithPath: path))
        }

        /// A golden record of the data set, with the sender's own codes as the demonstration's registry has them.
        private static func sample(_ dataset: String) throws -> [String: Any] {
            let path = TestEnvironment.checkout + "/Contracts/national/v2/engineering/\(dataset)/samples.json"
            let root = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
            let accepted = (root as? [String: Any])?["accept"] as? [[String: Any]]
            var record = try #require(accepted?.first { $0["record"] != nil }?["record"] as? [String: Any])
            record["PLATFORM_CODE"] = "12350100000000019K"
            record["TRADE_PLAT"] = "E3501000001"
            return record
        }

        /// Each case lies in one partition, and its records follow one another as they were sent.
        static func expectOrder(_ records: [IndependentReader.Record], _ name: String) throws {
            var next: [String: Int] = [:]
            var partitions: [String: Int] = [:]
            var strays = 0
            for record in records {
                let key = try #require(record.key)
                let payload = try #require(record.payload)
                let object = try JSONSerialization.jsonObject(with: Data(payload.utf8)) as? [String: Any]
                let count = object?["BID_SECTION_NAME"] ?? object?["TENDER_CONTENT"]
                let number = try #require((count as? String).flatMap { Int($0) })
                if number != next[key, default: 0] || partitions[key, default: record.partition] != record.partition {
                    strays += 1
                }
                next[key] = number + 1
                partitions[key] = record.partition
            }
            #expect(strays == 0, "\(name)")
            #expect(next.count == cases, "\(name)")
            #expect(next.values.allSatisfy { $0 == Self.records / cases }, "\(name)")
        }

        /// Reads a delivery topic until it has as many records as it must; more would be found too.
        static func readUntil(
            _ count: Int,
            _ topic: String,
            _ reader: IndependentReader
        ) throws -> [IndependentReader.Record] {
            let deadline = ContinuousClock.now + .seconds(90)
            while true {
                let records = try reader.read(topic)
                if records.count >= count || ContinuousClock.now > deadline { return records }
                usleep(300_000)
            }
        }

        /// Lines of a growing file.
        static func lines(_ path: String) -> Int {
            (FileManager.default.contents(atPath: path) ?? Data()).reduce(0) { $0 + ($1 == 0x0a ? 1 : 0) }
        }
    }
}
