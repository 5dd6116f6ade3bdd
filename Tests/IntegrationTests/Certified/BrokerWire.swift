import Foundation

/// Kafka's own protocol through `openssl s_client`, so that a test asks the broker what no client library asks: everything
/// that a principal tries, on all topics at once, and what the authorizer says of every operation (KIP-430).
///
/// No code of ours stands between the test and the broker.
final class BrokerWire {
    /// Codes of errors, as Kafka numbers them.
    enum Code {
        static let topicRefused: Int16 = 29
        static let groupRefused: Int16 = 30
    }

    /// What the broker told of one topic or group: an error, and the operations that are allowed, as bits.
    struct Answer {
        let error: Int16
        let operations: Int32
    }

    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var number: Int32 = 0

    /// A connection to `broker` with the client certificate in `<path>.pem` and `<path>.key`.
    init(_ broker: String, authorities: String, certificate path: String) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_client", "-quiet", "-verify_return_error", "-connect", broker, "-CAfile", authorities, "-cert",
            path + ".pem", "-key", path + ".key",
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.terminate() }
    }

    private func ask(_ api: Int16, _ version: Int16, _ body: (inout WireBytes) -> Void) throws -> WireReader {
        number += 1
        var request = WireBytes()
        request.int16(api)
        request.int16(version)
        request.int32(number)
        request.string("hutong-test")
        body(&request)
        var frame = WireBytes()
        frame.int32(Int32(request.bytes.count))
        try input.fileHandleForWriting.write(contentsOf: Data(frame.bytes + request.bytes))
        var head = WireReader(try read(4))
        var answer = WireReader(try read(Int(head.int32())))
        guard answer.int32() == number else { throw Broken(description: "an answer to another request") }
        return answer
    }

    private func read(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = try output.fileHandleForReading.read(upToCount: count - bytes.count), !more.isEmpty else {
                throw Broken(description: "the broker ended the connection")
            }
            bytes += [UInt8](more)
        }
        return bytes
    }

    // MARK: What the authorizer says

    /// What the authorizer allows on each of `topics`, and on the cluster (Metadata v8).
    func operations(on topics: [String]) throws -> (topics: [String: Answer], cluster: Int32) {
        var answer = try ask(3, 8) { request in
            request.array(topics) { $0.string($1) }
            for flag in [false, true, true] { request.bool(flag) }
        }
        _ = answer.int32()
        _ = answer.array { ($0.int32(), $0.string(), $0.int32(), $0.string()) }
        _ = (answer.string(), answer.int32())
        let found = answer.array { reader -> (String, Answer) in
            let error = reader.int16()
            let name = reader.string() ?? ""
            _ = reader.int8()
            _ = reader.array { reader in
                _ = (reader.int16(), reader.int32(), reader.int32(), reader.int32())
                for _ in 0..<3 { _ = reader.array { $0.int32() } }
            }
            return (name, Answer(error: error, operations: reader.int32()))
        }
        return (Dictionary(found) { first, _ in first }, answer.int32())
    }

    /// Waits until somebody coordinates groups: on a new cluster the first who asks (FindCoordinator v0) makes it begin.
    func awaitCoordinator() throws {
        for _ in 0..<120 {
            var answer = try ask(10, 0) { $0.string("hutong-test") }
            if answer.int16() == 0,
                try operations(onGroups: ["hutong-test"]).values.allSatisfy({ $0.error == 0 })
            {
                return
            }
            usleep(250_000)
        }
        throw Broken(description: "nobody coordinates groups")
    }

    /// What the authorizer allows on each of `groups`, none of which has members (DescribeGroups v3).
    func operations(onGroups groups: [String]) throws -> [String: Answer] {
        var answer = try ask(15, 3) { request in
            request.array(groups) { $0.string($1) }
            request.bool(true)
        }
        _ = answer.int32()
        let found = answer.array { reader -> (String, Answer) in
            let error = reader.int16()
            let name = reader.string() ?? ""
            for _ in 0..<3 { _ = reader.string() }
            _ = reader.int32()
            return (name, Answer(error: error, operations: reader.int32()))
        }
        return Dictionary(found) { first, _ in first }
    }

    // MARK: Trying

    /// Reads partition 0 of each topic (Fetch v4): the errors.
    func read(_ topics: [String]) throws -> [String: Int16] {
        var answer = try ask(1, 4) { request in
            for value in [-1, 0, 0, 1 << 20] as [Int32] { request.int32(value) }
            request.int8(0)
            request.array(topics) { request, topic in
                request.string(topic)
                request.array([Int32(0)]) { request, partition in
                    request.int32(partition)
                    request.int64(0)
                    request.int32(1)
                }
            }
        }
        _ = answer.int32()
        return Self.errors(&answer) { reader in
            reader.array { reader -> Int16 in
                _ = reader.int32()
                let error = reader.int16()
                _ = (reader.int64(), reader.int64())
                _ = reader.array { ($0.int64(), $0.int64()) }
                reader.skipBytes()
                return error
            }.first ?? -1
        }
    }

    /// Writes nothing to partition 0 of each topic (Produce v3 without records, which the broker refuses as invalid where
    /// the principal may write): the errors.
    func write(_ topics: [String]) throws -> [String: Int16] {
        var answer = try ask(0, 3) { request in
            request.string(nil)
            request.int16(1)
            request.int32(5000)
            request.array(topics) { request, topic in
                request.string(topic)
                request.array([Int32(0)]) { request, partition in
                    request.int32(partition)
                    request.int32(0)
                }
            }
        }
        return Self.errors(&answer) { reader in
            reader.array { reader -> Int16 in
                _ = reader.int32()
                let error = reader.int16()
                _ = (reader.int64(), reader.int64())
                return error
            }.first ?? -1
        }
    }

    /// Has the broker check whether each topic could be made (CreateTopics v2, validation only): the errors.
    func create(_ topics: [String]) throws -> [String: Int16] {
        var answer = try ask(19, 2) { request in
            request.array(topics) { request, topic in
                request.string(topic)
                request.int32(1)
                request.int16(1)
                for _ in 0..<2 { request.int32(0) }
            }
            request.int32(5000)
            request.bool(true)
        }
        _ = answer.int32()
        return Self.errors(&answer) { reader in
            let error = reader.int16()
            _ = reader.string()
            return error
        }
    }

    /// Has the broker check whether each topic could get more partitions (CreatePartitions v0, validation only): the errors.
    func alter(_ topics: [String]) throws -> [String: Int16] {
        var answer = try ask(37, 0) { request in
            request.array(topics) { request, topic in
                request.string(topic)
                request.int32(1000)
                request.int32(-1)
            }
            request.int32(5000)
            request.bool(true)
        }
        _ = answer.int32()
        return Self.errors(&answer) { reader in
            let error = reader.int16()
            _ = reader.string()
            return error
        }
    }

    /// Deletes each topic (DeleteTopics v1): the errors. Whoever may, does.
    func delete(_ topics: [String]) throws -> [String: Int16] {
        var answer = try ask(20, 1) { request in
            request.array(topics) { $0.string($1) }
            request.int32(5000)
        }
        _ = answer.int32()
        return Self.errors(&answer) { $0.int16() }
    }

    private static func errors(
        _ answer: inout WireReader,
        _ error: (inout WireReader) -> Int16
    ) -> [String: Int16] {
        let found = answer.array { reader -> (String, Int16) in
            let name = reader.string() ?? ""
            return (name, error(&reader))
        }
        return Dictionary(found) { first, _ in first }
    }

    /// Gives or takes rights (CreateAcls v1, DeleteAcls v1), each as the numbers of the protocol; for a super user.
    ///
    /// - Throws: ``Broken`` when one is refused.
    func grant(_ rights: [(kind: Int8, name: String, pattern: Int8, principal: String, operation: Int8)]) throws {
        var answer = try ask(30, 1) { request in
            request.array(rights) { request, right in
                request.int8(right.kind)
                request.string(right.name)
                request.int8(right.pattern)
                request.string(right.principal)
                request.string("*")
                request.int8(right.operation)
                request.int8(3)
            }
        }
        _ = answer.int32()
        let errors = answer.array { ($0.int16(), $0.string()) }
        guard errors.count == rights.count, errors.allSatisfy({ $0.0 == 0 }) else {
            throw Broken(description: "rights refused: \(errors)")
        }
    }
}
