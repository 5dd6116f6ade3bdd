import Core

/// Sizes that decide whether a record derived from a submission still fits into an internal topic.
enum RecordWeight {
    /// Bytes of the names and values of `headers`, saturating.
    static func bytes(of headers: some Sequence<RecordHeader>) -> Int {
        headers.reduce(0) { sum, header in sum + header.name.utf8.count + (header.value?.count ?? 0) }
    }
}
