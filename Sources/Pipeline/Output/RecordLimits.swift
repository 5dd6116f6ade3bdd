/// What a submission may weigh. Internal topics take 4 MiB, so that whatever is within these limits fits with the
/// headers that Hutong adds, and nothing can wedge a partition.
package struct RecordLimits: Sendable, Hashable {
    /// Most headers of a submission: every reader of the bus takes 1024 of a record, and the headers that Hutong adds
    /// on the way must be among them.
    package static let headerCount = 512

    /// Largest payload in bytes.
    package let payload: Int
    /// Most bytes of all header names and values together.
    package let headers: Int

    /// Limits of `payload` and `headers` bytes; by default 1 MiB and 128 KiB.
    package init(payload: Int = 1 << 20, headers: Int = 128 << 10) {
        self.payload = payload
        self.headers = headers
    }
}
