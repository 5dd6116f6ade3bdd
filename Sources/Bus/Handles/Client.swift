internal import CRDKafka
internal import Core
internal import Platform

/// Owner of a `rd_kafka_t`.
///
/// ``close()`` ends it at a chosen moment; an owner that is merely dropped ends it in `deinit`, without leaving its
/// group. `@safe`: the handle is created and destroyed here and is lent only to calls inside this module.
@safe final class Client {
    /// Which half of the library the handle is.
    enum Kind {
        /// Writes.
        case producer
        /// Reads.
        case consumer
    }

    /// Held so that callbacks find it as long as the handle exists.
    let context: ClientContext
    private var pointer: OpaquePointer?

    /// Creates a client.
    ///
    /// - Throws: ``BusFailure`` of kind `configuration` when the library refuses the combination of settings.
    init(_ kind: Kind, _ settings: consuming ClientSettings, context: ClientContext) throws(BusFailure) {
        self.context = context
        var text = [CChar](repeating: 0, count: 512)
        let type = kind == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        let conf = unsafe settings.release()
        // The library takes `conf` over on success only; on failure it is still ours. It writes a terminated text.
        let created = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe rd_kafka_new(type, conf, buffer.baseAddress, buffer.count)
        }
        guard let created = unsafe created else {
            unsafe rd_kafka_conf_destroy(conf)
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw BusFailure(.configuration, "client refused: \(String(decoding: bytes, as: UTF8.self))")
        }
        unsafe pointer = created
    }

    deinit {
        close()
    }

    /// The handle, for one call of the library; never after ``close()``.
    var handle: OpaquePointer {
        // An invariant of this target, not of its input: the owner of the client closes it last.
        guard let pointer = unsafe pointer else { preconditionFailure("client used after close") }
        return unsafe pointer
    }

    /// True until ``close()``.
    var isOpen: Bool { unsafe pointer != nil }

    /// Destroys the handle without the consumer's farewell; harmless the second time.
    func close() {
        guard let handle = unsafe pointer else { return }
        unsafe pointer = nil
        // All objects derived from the handle are owned by types that are closed before their client.
        unsafe rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// The library's unrecoverable error, if it met one.
    var fatalError: LibraryError? {
        var text = [CChar](repeating: 0, count: 512)
        // Writes at most `count` bytes, terminated.
        let code = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe rd_kafka_fatal_error(handle, buffer.baseAddress, buffer.count)
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return LibraryError(code: code.rawValue, text: String(decoding: bytes, as: UTF8.self), isFatal: true)
    }

    /// Waits, serving the callbacks of a producer or of a consumer's main queue.
    func idle(_ pause: Duration) {
        // Polling is allowed from any thread; for a consumer only the main queue's callbacks are served.
        let deadline = SystemClock.monotonicNanoseconds() + pause.nanoseconds
        while true {
            let now = SystemClock.monotonicNanoseconds()
            guard now < deadline else { return }
            _ = unsafe rd_kafka_poll(handle, Int32(clamping: (deadline - now) / 1_000_000 + 1))
        }
    }

    /// Turns an error of the library into a failure of the bus, explained by what the connection last reported.
    func failure(_ error: LibraryError, while attempt: String) -> BusFailure {
        let kind: BusFailure.Kind
        switch ErrorClass(error) {
        case .fencedMember, .fencedProducer: kind = .fenced
        case .configuration: kind = .configuration
        case .fatal, .indefinite: kind = .fatal
        case .retriable, .requiresAbort: kind = .unavailable
        }
        let trouble = context.connectionTrouble.withLock { $0 }
        guard kind == .unavailable, let trouble else { return BusFailure(kind, "\(attempt): \(error.detail)") }
        let explained = ErrorClass(trouble) == .configuration ? BusFailure.Kind.configuration : kind
        return BusFailure(explained, "\(attempt): \(error.detail); last connection error: \(trouble.detail)")
    }
}
