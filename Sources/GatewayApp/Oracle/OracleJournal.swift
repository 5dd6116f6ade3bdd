import Core
import Foundation

/// What the load promised and what the broker acknowledged, line by line, appended before and after each sending.
///
/// The line of a submission is in the file before the submission is given to the producer, so nothing can arrive that
/// was not written down. Owned by one thread.
final class OracleJournal {
    private let handle: FileHandle
    private let path: String
    private var buffer: [UInt8] = []

    /// A journal in the new file `path`; with `appends`, at the end of one that is there.
    ///
    /// - Throws: ``CommandFailure`` with code 73.
    init(_ path: String, appends: Bool = false) throws(CommandFailure) {
        let manager = FileManager.default
        if !appends || !manager.fileExists(atPath: path) {
            guard !manager.fileExists(atPath: path), manager.createFile(atPath: path, contents: nil) else {
                throw CommandFailure(
                    .cannotCreate,
                    zh: "无法新建 \(path)(已存在？)",
                    en: "cannot create \(path) (is it there already?)"
                )
            }
        }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw CommandFailure(.cannotCreate, zh: "无法写入 \(path)", en: "cannot write \(path)")
        }
        self.handle = handle
        self.path = path
        if appends { _ = try? handle.seekToEnd() }
    }

    /// The first line: who may send and receive, and by which seed.
    func begin(seed: UInt64, platforms: [String], at now: Instant) {
        line { writer in
            writer.member("oracle", 1)
            writer.member("seed", String(seed))
            writer.member("time", now.rfc3339)
            writer.key("platforms")
            writer.beginArray()
            for platform in platforms { writer.string(platform) }
            writer.endArray()
        }
    }

    /// A submission that is about to be sent.
    func issue(_ issue: OracleIssue) {
        line { writer in
            writer.member("i", issue.number)
            writer.member("id", issue.id)
            writer.member("case", issue.caseKey)
            writer.member("rank", issue.rank)
            writer.member("topic", issue.topic)
            writer.member("content", OracleDigest.text(issue.content))
            writer.member("payload", OracleDigest.text(issue.payload))
            writer.member("accepted", issue.expectation.isAccepted)
            if !issue.expectation.codes.isEmpty {
                writer.key("codes")
                writer.beginArray()
                for code in issue.expectation.codes { writer.string(code) }
                writer.endArray()
            }
            if issue.expectation.isRepetition { writer.member("again", true) }
            writer.member("to", String(issue.recipients, radix: 16))
        }
    }

    /// The broker has submission `number` at `offset` of `partition`: from now on it is an obligation.
    func acknowledged(_ number: Int, partition: Int32, offset: Int64) {
        line { writer in
            writer.member("a", number)
            writer.member("p", partition)
            writer.member("o", offset)
        }
    }

    /// Whether submission `number` arrived is not known.
    func unconfirmed(_ number: Int, reason: String) {
        line { writer in
            writer.member("u", number)
            writer.member("reason", reason)
        }
    }

    /// Hands what was written to the kernel: a crash of the process loses none of it.
    ///
    /// - Throws: ``CommandFailure`` with code 73 when the file cannot be written.
    func flush() throws(CommandFailure) {
        guard !buffer.isEmpty else { return }
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            throw CommandFailure(.cannotCreate, zh: "无法写入 \(path)", en: "cannot write \(path)")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Hands it to the disk: a crash of the machine loses none of it.
    ///
    /// - Throws: as ``flush()``.
    func synchronize() throws(CommandFailure) {
        try flush()
        do {
            try handle.synchronize()
        } catch {
            throw CommandFailure(.cannotCreate, zh: "无法写入 \(path)", en: "cannot write \(path)")
        }
    }

    private func line(_ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(capacity: 320)
        writer.beginObject()
        body(&writer)
        writer.endObject()
        buffer += writer.bytes
        buffer.append(0x0a)
    }
}
