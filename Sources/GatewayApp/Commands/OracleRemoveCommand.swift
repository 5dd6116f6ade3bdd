import Bus
import Core
import Platform

/// `hutong oracle remove`: takes away the topics that `oracle prepare` made, and nothing else.
package enum OracleRemoveCommand: Command {
    package static let declaration = CommandDeclaration(
        "oracle",
        "remove",
        zh: "删除 oracle prepare 创建的主题",
        en: "delete the topics that 'oracle prepare' made",
        discussion: BilingualText(
            zh: "只删除当前目录 .hutong-dev/oracle.json 中列出的主题；没有该文件时拒绝。",
            en: "Deletes what .hutong-dev/oracle.json below the working directory lists, and refuses without that file."
        )
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = DevelopmentDirectory(below: console.workingDirectory)
        let exchange = try OracleExchange.read(from: directory)
        let connection = ClusterConnection(brokers: exchange.brokers.split(separator: ",").map(String.init))
        try CommandFailure.bus { () throws(BusFailure) in
            let administrator = try TopicAdministrator(connection)
            defer { administrator.close() }
            try administrator.delete(exchange.topics)
        }
        console.note(
            zh: "已删除 \(exchange.topics.count) 个主题",
            en: "\(exchange.topics.count) topics deleted"
        )
        return .success
    }
}
