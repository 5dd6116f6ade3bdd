import Bus
import Core
import Foundation
import Pipeline
import Trust

/// Reads a configuration file and reports all its faults at once.
package struct ConfigurationReader {
    private let environment: [String: String]
    private let workingDirectory: String
    private let executablePath: String?

    /// A reader that finds contracts by the environment and places of `console` where the file names none.
    package init(_ console: Console) {
        environment = console.environment
        workingDirectory = console.workingDirectory
        executablePath = console.executablePath
    }

    /// Reads `name`: a path, or `dev` for the file that `hutong dev-broker` writes below the working directory.
    ///
    /// - Returns: the configuration, nil when it cannot be used, what it names, and every fault.
    package func read(_ name: String) -> ConfigurationReading {
        let path = name == "dev" ? DevelopmentDirectory(below: workingDirectory).configuration : name
        let file = FilePath.absolute(path, in: workingDirectory)
        var sources = ArtifactSources(file: file)
        do throws(ConfigurationProblem) {
            var root = ConfigurationSection(try ConfigurationReader.object(at: file), file: file)
            let configuration = configuration(from: &root, &sources)
            root.reportUnknownKeys()
            return ConfigurationReading(
                configuration: root.problems.isEmpty ? configuration : nil,
                sources: sources,
                problems: root.problems,
                keys: root.keys
            )
        } catch {
            return ConfigurationReading(configuration: nil, sources: sources, problems: [error])
        }
    }

    /// The JSON object in `file`.
    private static func object(at file: String) throws(ConfigurationProblem) -> JSONNode {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationProblem(
                .fileUnreadable,
                file: file,
                zh: "文件不存在或不可读",
                en: "the file does not exist or cannot be read"
            )
        }
        let document = try ConfigurationDocument.parse([UInt8](data), file: file)
        guard case .object = document else {
            throw ConfigurationProblem(.notJSON, file: file, zh: "不是 JSON 对象", en: "is not a JSON object")
        }
        return document
    }

    private func configuration(
        from root: inout ConfigurationSection,
        _ sources: inout ArtifactSources
    ) -> GatewayConfiguration? {
        // For editors: where the schema of the file is.
        _ = root.optionalText("$schema")
        let brokers = brokers(from: &root)
        sources.openssl = openssl(from: &root)
        readSources(from: &root, &sources)
        let topics = topics(from: &root)
        let worker = worker(from: &root)
        let ops = opsListen(from: &root)
        let isEmbedded = root.flag("embedded", default: false)
        let kafka = properties(from: &root)
        let trust = trust(from: &root)
        let log = log(from: &root)
        let componentsCode = componentsCode(from: &root)
        guard let brokers, let servicePlatform = sources.servicePlatform, let contracts = sources.contracts,
            let flows = sources.flows, let registry = sources.registry, let trustList = sources.trustList,
            let trustAuthority = sources.trustAuthority
        else { return nil }
        return GatewayConfiguration(
            file: root.file,
            brokers: brokers,
            servicePlatform: servicePlatform,
            contracts: contracts,
            flows: flows,
            registry: registry,
            trustList: trustList,
            trustAuthority: trustAuthority,
            seal: sources.seal,
            keys: sources.keys,
            topics: topics,
            worker: worker,
            opsListen: ops,
            isEmbedded: isEmbedded,
            kafka: kafka,
            trust: trust,
            log: log,
            componentsCode: componentsCode,
            access: sources.access
        )
    }

    /// Reads the keys that name platforms and files.
    private func readSources(from root: inout ConfigurationSection, _ sources: inout ArtifactSources) {
        let directory = FilePath.parent(of: root.file)
        func path(_ text: String?) -> String? { text.map { FilePath.absolute($0, in: directory) } }
        sources.servicePlatform = root.text("servicePlatform")
        sources.contracts = contracts(from: &root, directory: directory)
        let namesFlows = root.has("flows")
        let flows = path(root.optionalText("flows"))
        sources.flows = namesFlows ? flows : sources.contracts.map { $0 + "/flows/national.json" }
        sources.registry = path(root.text("registry"))
        sources.trustList = path(root.text("trustList"))
        sources.trustAuthority = path(root.text("trustAuthority"))
        sources.seal = seal(from: &root, directory: directory)
        sources.masking = masking(from: &root, directory: directory)
        sources.keys = keys(from: &root, directory: directory)
        sources.access = AccessSettings(from: &root)
    }

    private func brokers(from root: inout ConfigurationSection) -> String? {
        guard let text = root.text("brokers") else { return nil }
        let addresses = text.split(separator: ",", omittingEmptySubsequences: false).map { item in
            SocketAddressText(item.trimmingCharacters(in: .whitespaces))
        }
        if addresses.contains(where: { $0 == nil || $0?.port == 0 }) {
            root.report(
                .invalid,
                "brokers",
                zh: "须为 主机：端口，多个以逗号分隔",
                en: "must be host:port, several separated by commas"
            )
        }
        return text
    }

    private func contracts(from root: inout ConfigurationSection, directory: String) -> String? {
        if root.has("contracts") {
            return root.optionalText("contracts").map { FilePath.absolute($0, in: directory) }
        }
        let locator = ContractsLocator(
            environment: environment,
            workingDirectory: workingDirectory,
            executablePath: executablePath
        )
        if let found = locator.find(configurationDirectory: directory) { return found }
        root.report(
            .missing,
            "contracts",
            zh: "未指定数据规范目录，也未找到 Contracts 目录（可设 HUTONG_CONTRACTS）",
            en: "no contracts directory is named and none was found (HUTONG_CONTRACTS may name it)"
        )
        return nil
    }

    private func keys(
        from root: inout ConfigurationSection,
        directory: String
    ) -> [String: SigningKeySettings] {
        var section = root.section("keys")
        var keys: [String: SigningKeySettings] = [:]
        for platform in section.names {
            var entry = section.section(platform)
            let key = entry.text("key")
            let certificate = entry.optionalText("certificate")
            let passphrase = passphrase(of: &entry, directory: directory)
            let form = entry.choice("form", of: ["raw", "cms", "batch"], default: "raw")
            let algorithm = entry.optionalText("algorithm")
            if let algorithm, SignatureAlgorithm(rawValue: algorithm) == nil {
                let list = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: "|")
                entry.report(.invalid, "algorithm", zh: "须为 \(list) 之一", en: "must be one of \(list)")
            }
            section.absorb(entry)
            guard let key else { continue }
            keys[platform] = SigningKeySettings(
                key: KeyLocation(key) { FilePath.absolute($0, in: directory) },
                certificate: certificate.map { FilePath.absolute($0, in: directory) },
                passphrase: passphrase,
                form: form,
                algorithm: algorithm
            )
        }
        root.absorb(section)
        return keys
    }

    /// Where the passphrase of a key comes from; what is written in its place is never repeated.
    private func passphrase(of entry: inout ConfigurationSection, directory: String) -> SecretSource? {
        guard let text = entry.optionalText("passphrase") else { return nil }
        let credentials = environment["CREDENTIALS_DIRECTORY"]
        if let source = SecretSource(
            text,
            credentials: credentials,
            absolute: { FilePath.absolute($0, in: directory) }
        ) {
            return source
        }
        entry.report(.invalid, "passphrase", zh: SecretSource.rule.zh, en: SecretSource.rule.en)
        return nil
    }

    private func openssl(from root: inout ConfigurationSection) -> LibrarySettings {
        var section = root.section("openssl")
        let directory = FilePath.parent(of: root.file)
        let settings = LibrarySettings(
            configuration: section.optionalText("configuration").map { FilePath.absolute($0, in: directory) },
            providers: section.texts("providers")
        )
        root.absorb(section)
        return settings
    }

    private func seal(from root: inout ConfigurationSection, directory: String) -> SealSettings? {
        guard root.has("seal") else { return nil }
        var section = root.section("seal")
        let id = section.text("id")
        let key = section.text("key")
        let certificate = section.optionalText("certificate")
        let passphrase = passphrase(of: &section, directory: directory)
        if let id, !GatewayName.isValid(id) {
            section.report(
                .invalid,
                "id",
                zh: "须为 1 至 64 个小写字母、数字或 -",
                en: "must be 1 to 64 lower-case letters, digits or -"
            )
        }
        root.absorb(section)
        guard let id, let key else { return nil }
        return SealSettings(
            id: id,
            key: KeyLocation(key) { FilePath.absolute($0, in: directory) },
            certificate: certificate.map { FilePath.absolute($0, in: directory) },
            passphrase: passphrase
        )
    }

    /// Where the masking key is; what is written in its place is never repeated.
    private func masking(from root: inout ConfigurationSection, directory: String) -> MaskingSource {
        guard root.has("masking") else { return .unsaid }
        var section = root.section("masking")
        defer { root.absorb(section) }
        guard let text = section.text("key") else { return .unsaid }
        if text == "off" { return .off }
        let source = SecretSource(text, credentials: environment["CREDENTIALS_DIRECTORY"]) {
            FilePath.absolute($0, in: directory)
        }
        if let source { return .secret(source) }
        section.report(
            .invalid,
            "key",
            zh: "须为 off、fd:N、credential:名称 或 file:路径；密钥本身不得写在这里",
            en: "must be off, fd:N, credential:NAME or file:PATH; the key itself has no place here"
        )
        return .unsaid
    }

    private func componentsCode(from root: inout ConfigurationSection) -> String? {
        var section = root.section("certUsage")
        let code = section.optionalText("componentsCode")
        if let code, code.utf8.count > 64 {
            section.report(.invalid, "componentsCode", zh: "至多 64 字节", en: "must have at most 64 bytes")
        }
        root.absorb(section)
        return code
    }

    private func topics(from root: inout ConfigurationSection) -> TopicSettings {
        var section = root.section("topics")
        let standard = TopicSettings()
        let topics = TopicSettings(
            partitions: section.integer("partitions", in: 1...1024, default: standard.partitions),
            replication: section.integer("replication", in: 1...9, default: standard.replication),
            minInSyncReplicas: section.integer("minInSyncReplicas", in: 1...9, default: standard.minInSyncReplicas)
        )
        if topics.minInSyncReplicas > topics.replication {
            section.report(
                .invalid,
                "minInSyncReplicas",
                zh: "不得大于 replication",
                en: "must not be greater than replication"
            )
        }
        root.absorb(section)
        return topics
    }

    private func worker(from root: inout ConfigurationSection) -> WorkerSettings {
        var section = root.section("worker")
        let standard = WorkerSettings()
        let instance = section.text("instance", default: standard.instance) ?? standard.instance
        if !InstanceName.isValid(instance) {
            section.report(.invalid, "instance", zh: InstanceName.rule.zh, en: InstanceName.rule.en)
        }
        let worker = WorkerSettings(
            instance: instance,
            batch: section.integer("batch", in: 1...10_000, default: standard.batch),
            waitMilliseconds: section.integer("waitMilliseconds", in: 1...5000, default: standard.waitMilliseconds),
            clockSkewHours: section.integer("clockSkewHours", in: 1...8760, default: standard.clockSkewHours),
            maximumPayloadBytes: section.integer(
                "maximumPayloadBytes",
                in: 1024...1_048_576,
                default: standard.maximumPayloadBytes
            ),
            parkingMilliseconds: Int64(
                section.integer(
                    "parkingMinutes",
                    in: 1...4320,
                    default: Int(standard.parkingMilliseconds / 60_000)
                )
            ) * 60_000,
            deliveryReceipts: section.flag("deliveryReceipts", default: standard.deliveryReceipts),
            breaker: breaker(from: &section),
            closing: closing(from: &section)
        )
        root.absorb(section)
        return worker
    }

    private func breaker(from worker: inout ConfigurationSection) -> BreakerConfiguration? {
        var section = worker.section("breaker")
        let standard = BreakerConfiguration()
        var breaker = standard
        let window = section.integer("window", in: 0...100_000, default: standard.window)
        breaker.window = max(window, 1)
        breaker.refusedPercent = section.integer("refusedPercent", in: 1...100, default: standard.refusedPercent)
        breaker.recordsPerBatch = section.integer("recordsPerBatch", in: 1...10_000, default: standard.recordsPerBatch)
        breaker.retryMilliseconds =
            Int64(section.integer("retryMinutes", in: 1...1440, default: Int(standard.retryMilliseconds / 60_000)))
            * 60_000
        worker.absorb(section)
        return window == 0 ? nil : breaker
    }

    /// Nobody is to lose a case to a wrong digit: less than a month is refused.
    private func closing(from worker: inout ConfigurationSection) -> ClosingPolicy? {
        var section = worker.section("closing")
        let day: Int64 = 86_400_000
        let standard = Int(WorkerSettings.standardClosing.closeAfter / day)
        let after = section.integer("afterDays", in: 0...36_500, default: standard)
        if (1..<30).contains(after) {
            section.report(.invalid, "afterDays", zh: "须为 0（从不）或 30 至 36500", en: "must be 0 (never) or 30 to 36500")
        }
        let forget = section.integer("forgetDays", in: 0...36_500, default: 0)
        worker.absorb(section)
        guard after > 0 else { return nil }
        return ClosingPolicy(closeAfter: Int64(after) * day, forgetAfter: forget == 0 ? nil : Int64(forget) * day)
    }

    private func opsListen(from root: inout ConfigurationSection) -> String? {
        var section = root.section("ops")
        let listen = section.text("listen", default: "127.0.0.1:9644") ?? "off"
        if listen != "off", SocketAddressText(listen) == nil {
            section.report(.invalid, "listen", zh: "须为 主机：端口 或 off", en: "must be host:port or off")
        }
        root.absorb(section)
        return listen == "off" ? nil : listen
    }

    private func properties(from root: inout ConfigurationSection) -> [String: String] {
        var section = root.section("kafka")
        var properties: [String: String] = [:]
        for name in section.names {
            let value = section.property(name)
            properties[name] = value
        }
        for problem in ClusterConnection(brokers: ["localhost:9092"], properties: properties).validate() {
            let name = problem.key.hasPrefix("properties.") ? String(problem.key.dropFirst(11)) : problem.key
            section.report(.invalid, name, zh: problem.message.zh, en: problem.message.en)
        }
        root.absorb(section)
        return properties
    }

    private func trust(from root: inout ConfigurationSection) -> TrustSettings {
        var section = root.section("trust")
        let standard = TrustSettings()
        let directory = FilePath.parent(of: root.file)
        let proxy = section.optionalText("proxy")
        if let proxy, HTTPAddress(proxy) == nil {
            section.report(.invalid, "proxy", zh: "须为 http://主机：端口", en: "must be http://host:port")
        }
        let trust = TrustSettings(
            fetch: section.flag("fetch", default: standard.fetch),
            pollSeconds: section.integer("pollSeconds", in: 1...86_400, default: standard.pollSeconds),
            timeoutSeconds: section.integer("timeoutSeconds", in: 1...120, default: standard.timeoutSeconds),
            maximumMegabytes: section.integer("maximumMegabytes", in: 1...32, default: standard.maximumMegabytes),
            proxy: proxy,
            nonce: section.flag("nonce", default: standard.nonce),
            directories: section.texts("directories").map { FilePath.absolute($0, in: directory) }
        )
        root.absorb(section)
        return trust
    }

    private func log(from root: inout ConfigurationSection) -> LogSettings {
        var section = root.section("log")
        let standard = LogSettings()
        let format = section.choice(
            "format",
            of: OutputFormat.allCases.map(\.rawValue),
            default: standard.format.rawValue
        )
        let level = section.choice("level", of: LogSettings.levels, default: standard.level)
        root.absorb(section)
        return LogSettings(format: OutputFormat(rawValue: format) ?? standard.format, level: level)
    }
}
