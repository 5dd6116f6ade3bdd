import Bus
import Core
import Foundation
import Platform
import RoutingPolicy
import Trust

/// `hutong oracle prepare`: the files and topics of a throw-away exchange on a real cluster.
package enum OraclePrepareCommand: Command {
    static let brokers = OptionDeclaration(
        "brokers",
        .text(placeholder: "HOST:PORT,…"),
        required: true,
        zh: "集群的引导地址",
        en: "bootstrap servers of the cluster"
    )
    static let partitions = OptionDeclaration(
        "partitions",
        .integer(placeholder: "N", 1...64),
        default: "12",
        zh: "每个主题的分区数",
        en: "partitions of each topic"
    )
    static let replication = OptionDeclaration(
        "replication",
        .integer(placeholder: "N", 1...5),
        default: "1",
        zh: "每个分区的副本数",
        en: "copies of each partition"
    )
    static let prefix = OptionDeclaration(
        "prefix",
        .text(placeholder: "P"),
        zh: "平台标识的前缀，供多套环境共用一个集群",
        en: "what goes before the ids of the platforms, on a cluster that others use too"
    )

    package static let declaration = CommandDeclaration(
        "oracle",
        "prepare",
        zh: "在集群上建立一套一次性的交换环境",
        en: "make a throw-away exchange on a cluster",
        discussion: BilingualText(
            zh: "在当前目录写出 .hutong-dev/（配置、登记册、信任列表、一次性密钥），并创建主题；主题已存在时拒绝。用后以 hutong oracle "
                + "remove 删除。",
            en:
                "Writes .hutong-dev/ (configuration, registry, trust list, throw-away keys) below the working directory and "
                + "makes the topics; refuses a cluster on which some of them stand already. 'hutong oracle remove' takes "
                + "them away."
        ),
        options: [brokers, partitions, replication, prefix, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = DevelopmentDirectory(below: console.workingDirectory)
        let contracts = try LoadedContracts.directory(arguments, on: console)
        let bootstrap = arguments[brokers] ?? ""
        let prefix = arguments[prefix].map { "\($0)-" } ?? ""
        let copies = arguments.integer(replication) ?? 1
        let settings = TopicSettings(
            partitions: arguments.integer(partitions) ?? 12,
            replication: copies,
            minInSyncReplicas: max(1, copies - 1)
        )
        let exchange = try DevelopmentExchange(in: directory, contracts: contracts, brokers: bootstrap)
        try exchange.write(
            now: SystemClock.now(),
            topics: settings,
            ops: "off",
            isEmbedded: false,
            rename: { prefix + $0 },
            credential: { _, _ in DevelopmentExchange.Credential(authority: .rsa2048, key: .p256) }
        )
        guard let registry = Registry.load(file: directory.registry).registry else {
            throw CommandFailure(.internalError, zh: "登记册不可用", en: "the registry cannot be used")
        }
        let specifications = ExchangeTopics(registry, settings).specifications
        let connection = ClusterConnection(brokers: bootstrap.split(separator: ",").map(String.init))
        let existing = try CommandFailure.bus { () throws(BusFailure) in
            let administrator = try TopicAdministrator(connection)
            defer { administrator.close() }
            let existing = try administrator.partitions(of: specifications.map(\.name))
            if existing.isEmpty { try administrator.create(specifications) }
            return existing
        }
        guard existing.isEmpty else {
            let names = existing.keys.sorted().prefix(3).joined(separator: ", ")
            throw CommandFailure(
                .unavailable,
                zh: "集群上已有交换环境(\(names)…)",
                en: "an exchange stands on the cluster already (\(names), …)"
            )
        }
        try OracleExchange(brokers: bootstrap, topics: specifications.map(\.name)).write(to: directory)
        console.print(directory.configuration)
        return .success
    }
}
