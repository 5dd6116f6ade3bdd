/// Metrics of trust data: the list, how long revocation data last, fetching, refusals.
package struct TrustMetrics: Sendable {
    /// Serial number of the trust list in force.
    package let listSerial = Gauge(
        "hutong_trust_list_serial",
        "Serial number of the trust list in force."
    )
    /// Time left until an authority's certificates can no longer be judged.
    package let usable = Gauge(
        "hutong_trust_usable_seconds",
        "Time until certificates of the authority can no longer be judged; 0 once they cannot, absent where nothing ends.",
        labels: [LabelName.authority]
    )
    /// Age of the newest revocation data.
    package let dataAge = Gauge(
        "hutong_trust_data_age_seconds",
        "Age of the authority's newest revocation data by their thisUpdate; absent while there are none.",
        labels: [LabelName.authority]
    )
    /// Attempts to fetch.
    package let fetches = Counter(
        "hutong_trust_fetches_total",
        "Attempts to fetch revocation data.",
        labels: [LabelName.authority, LabelName.fetchOutcome]
    )
    /// Data that were not taken.
    package let refused = Counter(
        "hutong_trust_items_refused_total",
        "Trust lists, CRLs, OCSP answers and records of the topic trust that were not taken, wherever they came from.",
        labels: [LabelName.trustFault]
    )

    func register(in registry: MetricsRegistry) {
        registry.register(listSerial)
        registry.register(usable)
        registry.register(dataAge)
        registry.register(fetches)
        registry.register(refused)
    }
}
