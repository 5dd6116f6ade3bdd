import Bus
import Core
import Pipeline
import RoutingPolicy

/// Writes the requests of a plan, in their order.
///
/// After the first request that is not written nothing more is: what comes later in a case must not overtake it. What was
/// written stands; the next run leaves it out.
struct RedriveRun {
    /// Requests that are on their way together.
    private static let portion = 500
    private static let deadline: Duration = .seconds(30)

    let connection: ClusterConnection
    let registry: Registry
    let reason: String
    let time: Instant

    /// Writes the requests for `entries`.
    ///
    /// - Parameter onWritten: told of each request that stands, and where.
    /// - Returns: the first failure; nil when all were written.
    /// - Throws: ``BusFailure`` when the topic is missing or the cluster does not answer.
    func write(
        _ entries: [ShelvedRecord],
        isStopped: () -> Bool,
        onWritten: (ShelvedRecord, RecordPlace) -> Void
    ) throws(BusFailure) -> BusFailure? {
        let producer = try EventProducer(connection)
        defer { producer.close() }
        var rest = entries[...]
        while !rest.isEmpty, !isStopped() {
            let portion = Array(rest.prefix(RedriveRun.portion))
            rest = rest.dropFirst(portion.count)
            var requests: [OutboundRecord] = []
            for entry in portion {
                guard let plane = registry[entry.first.platform]?.plane else {
                    throw BusFailure(.configuration, "the registry has no platform \(entry.first.platform)")
                }
                requests.append(request(for: entry).outbound(plane: plane, key: entry.first.key))
            }
            let reports = try producer.publish(requests, deadline: RedriveRun.deadline)
            for (entry, report) in zip(portion, reports) where report.failure == nil {
                onWritten(entry, RecordPlace(report.destination, report.offset))
            }
            if let failure = reports.compactMap(\.failure).first { return failure }
        }
        return nil
    }

    private func request(for entry: ShelvedRecord) -> RedriveRequest {
        RedriveRequest(origin: entry.first.origin, digest: entry.first.digest, reason: reason, time: time)
    }
}
