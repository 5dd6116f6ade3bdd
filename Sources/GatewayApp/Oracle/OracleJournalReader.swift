import Core
import Foundation

/// Reads a journal into books, line by line.
enum OracleJournalReader {
    /// What the first line says.
    struct Head: Sendable {
        let seed: String
        let platforms: [String]
    }

    private static let chunk = 1 << 20

    /// The books that the journal at `path` opens, every submission an obligation as far as it was acknowledged.
    ///
    /// A last line that was not finished is passed over: the load crashed while it wrote.
    /// - Throws: ``CommandFailure`` with code 66 when the file cannot be read or is no journal.
    static func books(_ path: String) throws(CommandFailure) -> (head: Head, books: OracleBooks, count: Int) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.inputMissing, zh: "无法读取 \(path)", en: "cannot read \(path)")
        }
        defer { try? handle.close() }
        var rest: [UInt8] = []
        var head: Head?
        var books = OracleBooks(platforms: [])
        var number = 0
        var line = 0
        while let data = try? handle.read(upToCount: chunk), !data.isEmpty {
            rest += data
            var start = 0
            while let end = rest[start...].firstIndex(of: 0x0a) {
                line += 1
                let text = Array(rest[start..<end])
                start = end + 1
                guard let node = try? JSONNode.parse(text) else { throw broken(path, line) }
                if head == nil {
                    let first = try read(head: node, path)
                    head = first
                    books = OracleBooks(platforms: first.platforms)
                } else if let issue = issue(node, number: number) {
                    books.issue(issue)
                    number += 1
                } else {
                    try note(node, in: &books, path, line)
                }
            }
            rest.removeFirst(start)
        }
        guard let head else { throw broken(path, 1) }
        books.closeJournal()
        return (head, books, number)
    }

    private static func read(head node: JSONNode, _ path: String) throws(CommandFailure) -> Head {
        guard integer(node["oracle"]) == 1, case .array(let platforms)? = node["platforms"], platforms.count <= 64
        else {
            throw broken(path, 1)
        }
        return Head(seed: node["seed"]?.text ?? "", platforms: platforms.compactMap(\.text))
    }

    private static func issue(_ node: JSONNode, number: Int) -> OracleIssue? {
        guard integer(node["i"]) != nil, let id = node["id"]?.text, let caseKey = node["case"]?.text,
            let topic = node["topic"]?.text, let rank = integer(node["rank"]),
            let content = node["content"]?.text.flatMap({ UInt64($0, radix: 16) }),
            let payload = node["payload"]?.text.flatMap({ UInt64($0, radix: 16) }),
            let recipients = node["to"]?.text.flatMap({ UInt64($0, radix: 16) })
        else { return nil }
        var codes: [String] = []
        if case .array(let items)? = node["codes"] { codes = items.compactMap(\.text) }
        return OracleIssue(
            number: number,
            id: id,
            caseKey: caseKey,
            rank: rank,
            topic: topic,
            content: content,
            payload: payload,
            expectation: OracleExpectation(
                isAccepted: node["accepted"] == .bool(true),
                codes: codes,
                isRepetition: node["again"] == .bool(true)
            ),
            recipients: recipients
        )
    }

    private static func note(
        _ node: JSONNode,
        in books: inout OracleBooks,
        _ path: String,
        _ line: Int
    ) throws(CommandFailure) {
        if let number = integer(node["a"]), let partition = integer(node["p"]), let offset = integer(node["o"]) {
            books.acknowledge(number, partition: Int32(clamping: partition), offset: Int64(offset))
        } else if let number = integer(node["u"]) {
            books.doubt(number)
        } else {
            throw broken(path, line)
        }
    }

    private static func integer(_ node: JSONNode?) -> Int? {
        guard case .number(let text)? = node else { return nil }
        return Int(text)
    }

    private static func broken(_ path: String, _ line: Int) -> CommandFailure {
        CommandFailure(
            .inputMissing,
            zh: "\(path)：\(line)：不是 hutong oracle load 写出的日志",
            en: "\(path):\(line): is not a journal of 'hutong oracle load'"
        )
    }
}
