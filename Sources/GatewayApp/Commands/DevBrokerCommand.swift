import Bus
import Core
import Foundation
package import Platform
import RoutingPolicy

/// `hutong dev-broker`: the embedded broker with a throw-away exchange on it, until it is told to end.
package enum DevBrokerCommand: Command {
    static let portFile = OptionDeclaration(
        "port-file",
        .path(placeholder: "F"),
        zh: "就绪后把引导地址写入此文件",
        en: "write the bootstrap address here when ready"
    )
    static let partitions = OptionDeclaration(
        "partitions",
        .integer(placeholder: "N", 1...64),
        default: "8",
        zh: "每个主题的分区数",
        en: "partitions of each topic"
    )

    static let faultFile = OptionDeclaration(
        "fault-file",
        .path(placeholder: "F"),
        zh: "按此文件逐行追加的“请求 错误码,…”使请求失败，供故障演练",
        en: "fail requests as lines 'request error,…' appended to this file say; for fault suites"
    )

    package static let declaration = CommandDeclaration(
        "dev-broker",
        zh: "启动内置消息代理及一套开发用交换环境",
        en: "start the embedded broker with an exchange to play with",
        discussion: BilingualText(
            zh: "在本机环回地址上启动 librdkafka 的模拟代理，写出 .hutong-dev/（配置、登记册、信任列表、一次性密钥），"
                + "创建主题并打印引导地址；其他命令用 --config dev。每个分区只保存 5 MiB，重启后一切从头开始。",
            en:
                "Starts librdkafka's mock broker on loopback, writes .hutong-dev/ (configuration, registry, trust list, "
                + "throw-away keys), creates the topics and prints the bootstrap address; other verbs use --config dev. A "
                + "partition keeps 5 MiB, and nothing outlives the broker."
        ),
        options: [portFile, partitions, faultFile, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        return try run(arguments, until: stop, on: console)
    }

    /// Runs the broker until `stop` is raised.
    ///
    /// - Throws: ``CommandFailure`` with code 69 when one is running already.
    package static func run(
        _ arguments: ParsedArguments,
        until stop: StopSignal,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = DevelopmentDirectory(below: console.workingDirectory)
        try refuseSecond(directory)
        let contracts = try LoadedContracts.directory(arguments, on: console)
        let broker = try CommandFailure.bus { () throws(BusFailure) in try EmbeddedBroker() }
        defer { broker.close() }
        let bootstrap = broker.brokers.joined(separator: ",")
        let settings = TopicSettings(
            partitions: arguments.integer(partitions) ?? 8,
            replication: 1,
            minInSyncReplicas: 1
        )
        let exchange = try DevelopmentExchange(in: directory, contracts: contracts, brokers: bootstrap)
        try exchange.write(now: SystemClock.now(), topics: settings)
        try CommandFailure.bus { () throws(BusFailure) in
            for topic in ExchangeTopics(exchange.registry, settings).specifications {
                try broker.createTopic(topic.name, partitions: Int(topic.partitions))
            }
        }
        try announce(bootstrap, directory, arguments, on: console)
        defer { try? FileManager.default.removeItem(atPath: directory.lock) }
        guard let file = arguments[faultFile] else {
            while !stop.wait(upTo: .seconds(3600)) {}
            return .success
        }
        var faults = DevBrokerFaults(file: console.resolve(file))
        while !stop.wait(upTo: DevBrokerFaults.interval) { faults.order(on: broker) }
        return .success
    }

    private static func announce(
        _ bootstrap: String,
        _ directory: DevelopmentDirectory,
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("bootstrap", bootstrap)
        writer.member("process", ProcessInfo.processInfo.processIdentifier)
        writer.member("configuration", directory.configuration)
        writer.endObject()
        try DevelopmentFile.write(json: writer.bytes, to: directory.lock)
        if let file = arguments[portFile] {
            try DevelopmentFile.write(Array("\(bootstrap)\n".utf8), to: console.resolve(file))
        }
        switch console.format {
        case .json: console.print(bytes: writer.bytes)
        case .text:
            console.print(bootstrap)
            console.note(
                zh: "已写出 \(directory.path)；其他终端请用 --config dev，Ctrl-C 结束",
                en: "wrote \(directory.path); use --config dev in other terminals, Ctrl-C ends it"
            )
        }
        console.streams.flush()
    }

    /// A running broker's files are not overwritten.
    private static func refuseSecond(_ directory: DevelopmentDirectory) throws(CommandFailure) {
        guard let data = FileManager.default.contents(atPath: directory.lock),
            let lock = try? ConfigurationDocument.parse([UInt8](data), file: directory.lock),
            case .number(let process)? = lock["process"], let identifier = Int32(process),
            identifier > 0, kill(identifier, 0) == 0
        else { return }
        throw CommandFailure(
            .unavailable,
            zh: "已有开发代理在运行（进程 \(process)，\(directory.path)）",
            en: "a development broker is running already (process \(process), \(directory.path))"
        )
    }
}
