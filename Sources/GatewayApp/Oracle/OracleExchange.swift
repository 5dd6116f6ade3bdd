import Core
import Foundation

/// The cluster and the topics of a throw-away exchange, so that exactly these are deleted afterwards.
struct OracleExchange {
    /// Bootstrap servers.
    let brokers: String
    /// The topics.
    let topics: [String]

    /// The note that was written to `directory`.
    ///
    /// - Throws: ``CommandFailure`` with code 66 when there is none.
    static func read(from directory: DevelopmentDirectory) throws(CommandFailure) -> OracleExchange {
        let path = file(in: directory)
        guard let data = FileManager.default.contents(atPath: path), let node = try? JSONNode.parse([UInt8](data)),
            let brokers = node["brokers"]?.text, case .array(let topics)? = node["topics"]
        else {
            throw CommandFailure(
                .inputMissing,
                zh: "\(path) 不存在或不可读：此处没有 oracle prepare 建立的环境",
                en: "\(path) cannot be read: there is no exchange of 'oracle prepare' here"
            )
        }
        return OracleExchange(brokers: brokers, topics: topics.compactMap(\.text))
    }

    /// Writes the note to `directory`.
    ///
    /// - Throws: ``CommandFailure`` with code 73.
    func write(to directory: DevelopmentDirectory) throws(CommandFailure) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("brokers", brokers)
        writer.key("topics")
        writer.beginArray()
        for topic in topics { writer.string(topic) }
        writer.endArray()
        writer.endObject()
        try DevelopmentFile.write(json: writer.bytes, to: OracleExchange.file(in: directory))
    }

    private static func file(in directory: DevelopmentDirectory) -> String { directory.path + "/oracle.json" }
}
