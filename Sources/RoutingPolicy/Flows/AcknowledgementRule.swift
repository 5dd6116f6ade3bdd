/// What a trading platform has to acknowledge 签收 of what supervision tells it, with what, and until when (R7).
package struct AcknowledgementRule: Sendable, Hashable {
    /// Wire name of the data set that has to be acknowledged.
    package let dataset: String
    /// Wire name of the data set that acknowledges; its records state ``CaseFact/acknowledged``.
    package let answer: String
    /// How long the trading platform has, from the registration of the record, in milliseconds.
    package let withinMilliseconds: Int64
    /// Where the rule comes from, for people.
    package let source: String

    /// A rule as declared in the flow table.
    package init(dataset: String, answer: String, withinMilliseconds: Int64, source: String) {
        self.dataset = dataset
        self.answer = answer
        self.withinMilliseconds = withinMilliseconds
        self.source = source
    }
}
