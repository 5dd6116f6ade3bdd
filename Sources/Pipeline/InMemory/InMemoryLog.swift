import Core

/// The log of one partition as a Kafka broker keeps it: records of open transactions among the others from the moment
/// they are written, and offsets that belong to no record, because markers and aborted records have them.
struct InMemoryLog {
    /// The part that one open transaction has in the partition.
    private struct Part {
        let producer: Int64
        /// Offset from which on nothing is stable while it is open.
        let first: Int64
        /// What it has written.
        var written: [Range<Int64>] = []
    }

    /// All records but markers, by offset; those of aborted transactions among them.
    private var records: [InboundRecord] = []
    /// The offset of the next record: the high watermark.
    private(set) var end: Int64 = 0
    /// Open transactions in the order of their first record.
    private var open: [Part] = []
    /// What aborted transactions have written, in ascending order.
    private var aborted: [Range<Int64>] = []

    /// The last stable offset: what stands before it is decided.
    var stableEnd: Int64 { open.first?.first ?? end }

    /// The records that a reader of committed records can see.
    var visible: [InboundRecord] {
        var found: [InboundRecord] = []
        _ = take(from: 0, maximum: .max, committed: true, into: &found)
        return found
    }

    /// Writes `output` at the end, for the open transaction of `producer` if there is one.
    mutating func append(
        _ output: OutboundRecord,
        to source: TopicPartition,
        at now: Instant,
        of producer: Int64? = nil
    ) {
        if let producer { note(producer) }
        records.append(
            InboundRecord(
                source: source,
                offset: end,
                timestamp: now,
                key: output.key,
                value: output.value,
                headers: Array(output.headers)
            )
        )
        end += 1
    }

    /// Notes that the next record belongs to the transaction of `producer`.
    private mutating func note(_ producer: Int64) {
        let place: Int
        if let known = open.firstIndex(where: { $0.producer == producer }) {
            place = known
        } else {
            place = open.count
            open.append(Part(producer: producer, first: end))
        }
        if let last = open[place].written.last, last.upperBound == end {
            open[place].written[open[place].written.count - 1] = last.lowerBound..<(end + 1)
        } else {
            open[place].written.append(end..<(end + 1))
        }
    }

    /// Writes the marker that ends the transaction of `producer` here.
    mutating func mark(_ producer: Int64, isCommit: Bool) {
        if let place = open.firstIndex(where: { $0.producer == producer }) {
            if !isCommit {
                aborted.append(contentsOf: open[place].written)
                aborted.sort { $0.lowerBound < $1.lowerBound }
            }
            open.remove(at: place)
        }
        end += 1
    }

    /// Writes a marker of a transaction whose records were never seen open: they and the marker came at one instant.
    mutating func mark() { end += 1 }

    /// Appends up to `maximum` records from `offset` on to `found`, and tells where to go on.
    ///
    /// - Parameter committed: stops at the last stable offset and leaves out what was aborted; else reads everything up
    ///   to the high watermark.
    func take(from offset: Int64, maximum: Int, committed: Bool, into found: inout [InboundRecord]) -> Int64 {
        let limit = committed ? stableEnd : end
        guard offset < limit, maximum > 0 else { return offset }
        var index = self.index(of: offset)
        let bound = limit == end ? records.count : self.index(of: limit)
        guard committed, !aborted.isEmpty else {
            let last = index + min(maximum, bound - index)
            found.append(contentsOf: records[index..<last])
            return last < bound ? records[last].offset : limit
        }
        var room = maximum
        while index < bound, room > 0 {
            if !isAborted(records[index].offset) {
                found.append(records[index])
                room -= 1
            }
            index += 1
        }
        return index < bound ? records[index].offset : limit
    }

    /// Keeps of the decided records under one key the last alone, as compaction does sooner or later; offsets stay.
    mutating func compact() {
        let stable = stableEnd
        let bound = index(of: stable)
        var last: [[UInt8]: Int64] = [:]
        for record in records[..<bound] where !isAborted(record.offset) { last[record.key ?? []] = record.offset }
        let kept = records[..<bound].filter { last[$0.key ?? []] == $0.offset }
        records = kept + records[bound...]
        aborted.removeAll { $0.upperBound <= stable }
    }

    private func isAborted(_ offset: Int64) -> Bool {
        guard !aborted.isEmpty else { return false }
        var low = 0
        var high = aborted.count
        while low < high {
            let middle = (low + high) / 2
            if aborted[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low < aborted.count && aborted[low].contains(offset)
    }

    /// Where the first record at or behind `offset` stands.
    private func index(of offset: Int64) -> Int {
        // Without holes the offset is the place.
        if Int64(records.count) == end { return Int(min(max(offset, 0), end)) }
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
