import Foundation

/// Reads a topic to its end with kcat, a client that is not ours, committed records only.
struct IndependentReader {
    /// One record as kcat tells it.
    struct Record {
        let partition: Int
        let offset: Int
        let key: String?
        let headers: [String: String]
        let payload: String?
    }

    let kcat: String
    let brokers: String
    let directory: String

    /// All committed records of `topic`, in offset order per partition.
    func read(_ topic: String) throws -> [Record] {
        let (status, output, error) = try SpawnedProcess.run(
            kcat,
            [
                "-b", brokers, "-C", "-t", topic, "-o", "beginning", "-e", "-J", "-q", "-X",
                "isolation.level=read_committed", "-X", "check.crcs=true",
            ],
            in: directory,
            name: "kcat-\(topic)-\(UUID().uuidString)"
        )
        guard status == 0 else { throw Failure(description: "kcat ended with \(status ?? -1): \(error)") }
        return try output.split(separator: "\n").map { line in
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let partition = object["partition"] as? Int, let offset = object["offset"] as? Int
            else { throw Failure(description: "kcat printed what is not a record: \(line)") }
            let flat = object["headers"] as? [String] ?? []
            var headers: [String: String] = [:]
            for index in stride(from: 0, to: flat.count - 1, by: 2) { headers[flat[index]] = flat[index + 1] }
            return Record(
                partition: partition,
                offset: offset,
                key: object["key"] as? String,
                headers: headers,
                payload: object["payload"] as? String
            )
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
