import Core

extension InboundRecord {
    /// Bytes of key, value and headers, which is what a record costs in memory and on the wire, roughly.
    var size: Int {
        (key?.count ?? 0) + (value?.count ?? 0) + headers.reduce(0) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) }
    }
}

extension OutboundRecord {
    /// Bytes of key, value and headers.
    var size: Int {
        (key?.count ?? 0) + (value?.count ?? 0) + headers.reduce(0) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) }
    }
}
