package import Core

/// A receipt as it stands on `receipt.<platform>`.
package struct SubmissionReceipt: Sendable, Hashable {
    /// Where the submission stands that it answers.
    package struct Place: Sendable, Hashable {
        /// Topic and partition.
        package let partition: TopicPartition
        /// Offset.
        package let offset: Int64

        /// The record at `offset` of `partition`.
        package init(_ partition: TopicPartition, _ offset: Int64) {
            self.partition = partition
            self.offset = offset
        }
    }

    /// The receipt's JSON on one line.
    package let json: [UInt8]
    /// The same as a tree.
    package let node: JSONNode
    /// The submission that it answers; nil when the receipt does not say.
    package let place: Place?

    /// Reads a receipt record's value; nil when it is none.
    package init?(_ value: [UInt8]) {
        guard let node = try? JSONNode.parse(value, limits: JSONLimits(size: 4 << 20)), node["verdict"]?.text != nil,
            let compact = JSONCompaction.compact(value)
        else { return nil }
        json = compact
        self.node = node
        if let submission = node["submission"], let topic = submission["topic"]?.text,
            case .number(let partition)? = submission["partition"], let number = Int32(partition),
            case .number(let offset)? = submission["offset"], let position = Int64(offset)
        {
            place = Place(TopicPartition(topic, number), position)
        } else {
            place = nil
        }
    }

    /// `ce_id` of the submission; nil when it had none.
    package var id: String? { node["id"]?.text }
    /// True when the submission stands in the ledger.
    package var isAccepted: Bool { node["verdict"]?.text == "accepted" }

    /// The receipt for a person: verdict, id, and a line for each problem.
    package func lines(in language: Language) -> [String] {
        let verdict =
            switch (isAccepted, language) {
            case (true, .zh): "接受"
            case (true, .en): "accepted"
            case (false, .zh): "拒绝"
            case (false, .en): "refused"
            }
        let type = node["type"]?.text.map { $0.split(separator: ".").last.map(String.init) ?? $0 } ?? "-"
        let target = node["ledger"]?.text.map { " → \($0)" } ?? ""
        var lines = ["\(verdict)  \(type)  \(id ?? "-")\(target)"]
        guard case .array(let problems)? = node["problems"] else { return lines }
        for problem in problems {
            let message = problem["message"]?[language.rawValue]?.text ?? ""
            let place = problem["pointer"]?.text ?? ""
            let code = problem["code"]?.text ?? ""
            let rule = problem["rule"]?.text ?? ""
            lines.append("  \(place.isEmpty ? "" : place + ": ")\(message) [\(code), \(rule)]")
        }
        return lines
    }
}
