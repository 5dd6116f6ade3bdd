import Core
import Pipeline

@testable import Bus

/// What a bus with a ``SeededFault`` does otherwise.
extension SimulatedBus {
    var transactionalID: String {
        settings.fault == .ignoresFencing ? "\(settings.identity)-\(member)" : settings.identity
    }

    /// As whom the offsets are sent; nil while that cannot be said.
    var standing: (member: Int, generation: Int)? {
        guard settings.fault == .ignoresFencing else { return (member, generation) }
        for index in 0..<2 {
            guard let other = broker.member(of: settings.group, instance: "\(settings.group)-\(index)"),
                case .settled(let generation) = broker.membership(in: settings.group, of: other)
            else { continue }
            return (other, generation)
        }
        return nil
    }

    /// Writes `outputs` where everybody sees them at once.
    func produceOutside(_ outputs: [OutboundRecord]) throws(BusFailure) -> ErrorClass? {
        for output in outputs {
            try step("writes outside to \(output.topic)")
            try broker.produce(output)
        }
        return nil
    }

    /// Commits `offsets` in a transaction of their own.
    func commitOutside(_ outputs: [OutboundRecord], _ offsets: [TopicPartition: Int64]) throws(BusFailure) {
        guard let producer else { return }
        try step("commits offsets outside")
        for _ in 0..<50 {
            let fault = attempt { () throws(TransactionFault) in
                try broker.write(offsets, of: settings.group, member: member, generation: generation, by: producer)
                try broker.end(producer, isCommit: true)
            }
            if fault == nil { decided(outputs, offsets) }
            guard fault == .concurrentTransactions else { return }
            try scheduler.sleep(strand, 50)
        }
    }
}
