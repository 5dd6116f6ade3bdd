package import Core

/// Where a record stands: `topic/partition/offset`, as receipts, quarantine and requests write it.
package struct RecordPlace: Sendable, Hashable {
    /// Topic and partition.
    package let partition: TopicPartition
    /// Its offset there, from 0.
    package let offset: Int64

    /// The place of the record at `offset` of `partition`.
    package init(_ partition: TopicPartition, _ offset: Int64) {
        self.partition = partition
        self.offset = offset
    }

    /// Where `record` was read.
    package init(of record: InboundRecord) {
        self.init(record.source, record.offset)
    }

    /// Reads `topic/partition/offset`, the numbers of digits alone; nil for anything else.
    package init?(_ text: String) {
        self.init(text.utf8Span.span)
    }

    /// Reads the same from the bytes of a header.
    package init?(_ text: Span<UInt8>) {
        guard let last = RecordPlace.slash(in: text, before: text.count),
            let first = RecordPlace.slash(in: text, before: last), first > 0,
            RecordPlace.slash(in: text, before: first) == nil,
            let topic = PlainText.read(text.extracting(..<first)),
            let partition = RecordPlace.number(text.extracting((first + 1)..<last)).flatMap(Int32.init(exactly:)),
            let offset = RecordPlace.number(text.extracting((last + 1)...))
        else { return nil }
        self.init(TopicPartition(topic, partition), offset)
    }

    /// `topic/partition/offset`.
    package var text: String { "\(partition.topic)/\(partition.partition)/\(offset)" }

    private static func slash(in text: Span<UInt8>, before end: Int) -> Int? {
        (0..<end).last { text[$0] == UInt8(ascii: "/") }
    }

    private static func number(_ digits: Span<UInt8>) -> Int64? {
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for place in digits.indices {
            guard (0x30...0x39).contains(digits[place]) else { return nil }
            let (tens, tooMuch) = value.multipliedReportingOverflow(by: 10)
            let (sum, over) = tens.addingReportingOverflow(Int64(digits[place] - 0x30))
            guard !tooMuch, !over else { return nil }
            value = sum
        }
        return value
    }
}
