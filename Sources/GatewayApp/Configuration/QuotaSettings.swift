/// What one platform may use of each broker; nil where nothing is said.
package struct QuotaSettings: Sendable, Hashable {
    /// Bytes a second that it may write.
    package var producerBytes: Int?
    /// Bytes a second that it may read.
    package var consumerBytes: Int?
    /// Share of the time of a broker's threads, in percent; above 100 where there are several.
    package var requestPercent: Int?

    /// A quota; none unless told.
    package init(producerBytes: Int? = nil, consumerBytes: Int? = nil, requestPercent: Int? = nil) {
        self.producerBytes = producerBytes
        self.consumerBytes = consumerBytes
        self.requestPercent = requestPercent
    }
}
