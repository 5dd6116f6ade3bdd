internal import CRDKafka
internal import Core

/// One request of the Admin API and its answer.
enum AdminCall {
    /// Owner of an answer.
    ///
    /// `@safe`: destroyed once, in `deinit`; what is read from it is copied by the caller while it holds the event.
    @safe final class Event {
        /// The library's event.
        let pointer: OpaquePointer

        init(adopting pointer: OpaquePointer) {
            unsafe self.pointer = unsafe pointer
        }

        deinit {
            unsafe rd_kafka_event_destroy(pointer)
        }
    }

    /// Makes the request in `body` and waits for its answer.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable` when no answer came in time.
    static func run(
        _ client: Client,
        _ deadline: Duration,
        while attempt: String,
        _ body: (_ queue: OpaquePointer?, _ options: OpaquePointer?) -> Void
    ) throws(BusFailure) -> Result<Event, LibraryError> {
        // Queue and options are made and destroyed here; the request refers to the queue by its own count.
        let queue = unsafe rd_kafka_queue_new(client.handle)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        let options = unsafe rd_kafka_AdminOptions_new(client.handle, RD_KAFKA_ADMIN_OP_ANY)
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        var text = [CChar](repeating: 0, count: 256)
        unsafe rd_kafka_AdminOptions_set_request_timeout(options, deadline.milliseconds, &text, text.count)
        unsafe body(queue, options)
        // The library answers within the request time-out; a little more lets its own error arrive first.
        guard let answer = unsafe rd_kafka_queue_poll(queue, deadline.milliseconds + 2000) else {
            throw client.failure(LibraryError(RD_KAFKA_RESP_ERR__TIMED_OUT), while: attempt)
        }
        let event = unsafe Event(adopting: answer)
        let code = unsafe rd_kafka_event_error(event.pointer)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = unsafe String(cString: rd_kafka_event_error_string(event.pointer))
            return .failure(LibraryError(code: code.rawValue, text: text))
        }
        return .success(event)
    }

    /// Throws the first refusal among `count` results per topic; the array must be valid during the call.
    static func requireSuccess(
        _ results: UnsafeMutablePointer<OpaquePointer?>?,
        _ count: Int,
        while attempt: String
    ) throws(BusFailure) {
        for index in 0..<count {
            let result = unsafe results?[index]
            let code = unsafe rd_kafka_topic_result_error(result)
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
            let name = unsafe String(cString: rd_kafka_topic_result_name(result))
            let said = unsafe rd_kafka_topic_result_error_string(result).map { unsafe String(cString: $0) }
            let text = said ?? LibraryError(code).text
            throw BusFailure(.configuration, "\(attempt) topic \(name): \(text) (\(code.rawValue))")
        }
    }
}
