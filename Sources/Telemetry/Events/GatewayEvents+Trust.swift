extension GatewayEvents {
    /// The trust list with number `serial` is in force now.
    package func trustListTaken(serial: UInt64, authorities: Int, source: String) {
        metrics.trust.listSerial.set(Double(serial))
        write(
            .trustListTaken,
            [LogField("serial", serial), LogField("authorities", authorities), LogField("source", source)]
        )
    }

    /// A CRL or an OCSP answer is in force now.
    package func trustDataTaken(
        kind: String,
        authority: String,
        issuer: String,
        number: String,
        usableUntil: String,
        source: String
    ) {
        write(
            .trustDataTaken,
            [
                LogField("kind", kind), LogField("authority", authority), LogField("issuer", issuer),
                LogField("number", number), LogField("usable_until", usableUntil), LogField("source", source),
            ]
        )
    }

    /// A trust list, a CRL, an OCSP answer or a record of the topic was not taken; what was in force stays.
    ///
    /// - Parameter omitted: how many such lines were left out of the log before this one; nil leaves this one out too.
    package func trustDataRefused(_ fault: TrustFault, source: String, detail: String, omitted: Int? = 0) {
        metrics.trust.refused.add(1, fault.rawValue)
        guard let omitted else { return }
        write(
            .trustDataRefused,
            [
                LogField("fault", fault.rawValue), LogField("source", source), LogField("detail", detail),
                LogField("omitted", omitted),
            ]
        )
    }

    /// An attempt to fetch from `source` ended; only one that brought nothing is written to the log.
    ///
    /// - Parameter omitted: how many such lines were left out of the log before this one; nil leaves this one out too.
    package func trustFetched(
        authority: String,
        _ outcome: TrustFetchOutcome,
        source: String,
        detail: String = "",
        after duration: Duration,
        omitted: Int? = 0
    ) {
        metrics.trust.fetches.add(1, authority, outcome.rawValue)
        guard outcome == .failed, let omitted else { return }
        write(
            .trustFetchFailed,
            [
                LogField("authority", authority), LogField("source", source), LogField("detail", detail),
                LogField("duration_ms", milliseconds: duration), LogField("omitted", omitted),
            ]
        )
    }

    /// Certificates of an authority can no longer be judged, or never could: what its policy says of stale data holds.
    package func trustUnusable(authority: String, detail: String) {
        write(.trustUnusable, [LogField("authority", authority), LogField("detail", detail)])
    }

    /// Certificates of an authority can be judged again; `until` is when that ends, empty where it does not.
    package func trustUsable(authority: String, until: String) {
        write(.trustUsable, [LogField("authority", authority), LogField("until", until)])
    }

    /// How an authority stands; metric only.
    ///
    /// - Parameters:
    ///   - left: time until its certificates can no longer be judged; nil where that does not end.
    ///   - age: age of its newest revocation data; nil while there are none.
    package func trustStanding(authority: String, left: Duration?, age: Duration?) {
        metrics.trust.usable.removeAll(startingWith: authority)
        metrics.trust.dataAge.removeAll(startingWith: authority)
        if let left { metrics.trust.usable.set(max(0, left.inSeconds), authority) }
        if let age { metrics.trust.dataAge.set(max(0, age.inSeconds), authority) }
    }
}
