internal import CRDKafka

/// What librdkafka said about a failed call, copied out of its error object.
struct LibraryError: Error, Sendable, Hashable {
    /// The library's or Kafka's error number (`rd_kafka_resp_err_t`).
    let code: Int32
    /// The library's sentence; never payload.
    let text: String
    /// The same call may be made again.
    let isRetriable: Bool
    /// The transaction has to be aborted.
    let requiresAbort: Bool
    /// The client instance cannot be used any more.
    let isFatal: Bool

    /// An error with all its attributes.
    init(code: Int32, text: String, isRetriable: Bool = false, requiresAbort: Bool = false, isFatal: Bool = false) {
        self.code = code
        self.text = text
        self.isRetriable = isRetriable
        self.requiresAbort = requiresAbort
        self.isFatal = isFatal
    }

    /// The error of a function that returns only a number; such functions carry no retry advice.
    init(_ code: rd_kafka_resp_err_t, isFatal: Bool = false) {
        // The library's table of error texts is static: the pointer is valid for ever.
        let text = unsafe String(cString: rd_kafka_err2str(code))
        self.init(code: code.rawValue, text: text, isFatal: isFatal)
    }

    /// Copies `error` and destroys it; nil for a null pointer, which is the library's success.
    static func taking(_ error: OpaquePointer?) -> LibraryError? {
        guard let error = unsafe error else { return nil }
        // The object is ours from the call that returned it; the text is copied before it is destroyed here.
        defer { unsafe rd_kafka_error_destroy(error) }
        return unsafe LibraryError(
            code: rd_kafka_error_code(error).rawValue,
            text: String(cString: rd_kafka_error_string(error)),
            isRetriable: rd_kafka_error_is_retriable(error) != 0,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0,
            isFatal: rd_kafka_error_is_fatal(error) != 0
        )
    }

    /// The text with its number, for an operator.
    var detail: String { "\(text) (\(code))" }
}
