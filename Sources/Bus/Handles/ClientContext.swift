internal import CRDKafka
internal import Platform

/// What the library's callbacks may touch, reached through the client's opaque pointer.
///
/// `@unchecked Sendable`: `log` is immutable; `connectionTrouble` and `lossOfBrokers` are
/// behind locks; `onRebalance` and `onFailure` are
/// set before the client exists and called by the library only inside poll, flush and close of the one thread that
/// owns the client.
final class ClientContext: @unchecked Sendable {
    /// Where log lines of the library go.
    let log: (@Sendable (BusLogLine) -> Void)?
    /// Called on the polling thread with the error code and the partitions concerned.
    var onRebalance: ((Int32, [PartitionList.Element]) -> Void)?
    /// Called on the polling thread for each delivery report; set before records are sent.
    var onDelivery: ((Delivery) -> Void)?
    /// Whether reports of records that stand where they should are kept from ``onDelivery``.
    var isToldOfTroubleOnly = false
    /// The last thing that went wrong below the protocol, to explain a time-out.
    let connectionTrouble = Locked<LibraryError?>(nil)
    /// Set by the library's report that no broker is connected, until it is taken.
    private let lossOfBrokers = Locked(false)

    init(log: (@Sendable (BusLogLine) -> Void)?) {
        self.log = log
    }

    /// One delivery report.
    struct Delivery {
        /// Topic written to.
        let topic: String
        /// Partition written to, negative when none was chosen yet.
        let partition: Int32
        /// Offset assigned, or negative.
        let offset: Int64
        /// Why it failed, nil when it did not.
        let error: LibraryError?
        /// The number given at produce.
        let tag: Int

        /// A success that names no place. The broker had called the record's sequence number a repetition, and the library
        /// takes that for written; yet where an older request was refused, because the partition had no leader, and a
        /// younger one came to a leader that did not know the producer, the older record is nowhere.
        var doubt: LibraryError? {
            guard error == nil, offset < 0 else { return nil }
            return LibraryError(
                code: RD_KAFKA_RESP_ERR_DUPLICATE_SEQUENCE_NUMBER.rawValue,
                text: "acknowledged without a place, so perhaps not written",
                isRetriable: true
            )
        }
    }

    /// Installs the callbacks that lead to this context.
    ///
    /// The pointer is unretained: ``Client`` holds the context and destroys the handle before it lets the context go.
    func install(in settings: borrowing ClientSettings, deliveryReports: Bool, rebalance: Bool) {
        // Non-capturing functions as the library's callbacks; `opaque` is `self`, alive as long as the client.
        unsafe settings.withPointer { conf in
            unsafe rd_kafka_conf_set_opaque(conf, Unmanaged.passUnretained(self).toOpaque())
            unsafe rd_kafka_conf_set_error_cb(conf) { client, code, reason, opaque in
                unsafe ClientContext.borrowed(opaque)?.noteTrouble(client, code, reason)
            }
            if log == nil {
                unsafe rd_kafka_conf_set_log_cb(conf, nil)
            } else {
                unsafe rd_kafka_conf_set_log_cb(conf) { client, level, facility, text in
                    guard let client = unsafe client else { return }
                    unsafe ClientContext.borrowed(rd_kafka_opaque(client))?.forwardLog(level, facility, text)
                }
            }
            if deliveryReports {
                unsafe rd_kafka_conf_set_dr_msg_cb(conf) { _, message, opaque in
                    unsafe ClientContext.borrowed(opaque)?.forwardDelivery(message)
                }
            }
            if rebalance {
                unsafe rd_kafka_conf_set_rebalance_cb(conf) { _, code, partitions, opaque in
                    unsafe ClientContext.borrowed(opaque)?.forwardRebalance(code, partitions)
                }
            }
        }
    }

    /// The context behind a callback's opaque pointer; the client outlives every callback.
    private static func borrowed(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        guard let opaque = unsafe opaque else { return nil }
        return unsafe Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
    }

    /// Keeps what the library reports about connections and credentials. `reason` is valid during the callback.
    private func noteTrouble(_ client: OpaquePointer?, _ code: Int32, _ reason: UnsafePointer<CChar>?) {
        let text = unsafe reason.map { unsafe String(cString: $0) } ?? ""
        let trouble = LibraryError(code: code, text: text)
        connectionTrouble.withLock { last in
            // A refusal of credentials explains more than the "all brokers down" that follows from it.
            let lastClass = last.map(ErrorClass.init)
            if lastClass != .configuration || ErrorClass(trouble) == .configuration { last = trouble }
        }
        if code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN.rawValue { lossOfBrokers.withLock { $0 = true } }
        log?(BusLogLine(level: 4, facility: "ERROR", text: text))
    }

    /// Whether the library reported, since the last call, that no broker is connected.
    func takeLossOfBrokers() -> Bool {
        lossOfBrokers.withLock { isLost in
            defer { isLost = false }
            return isLost
        }
    }

    /// Copies one log line; the pointers are valid during the callback.
    private func forwardLog(_ level: Int32, _ facility: UnsafePointer<CChar>?, _ text: UnsafePointer<CChar>?) {
        guard let log, let facility = unsafe facility, let text = unsafe text else { return }
        unsafe log(BusLogLine(level: level, facility: String(cString: facility), text: String(cString: text)))
    }

    /// Copies a delivery report; the message is valid during the callback.
    private func forwardDelivery(_ message: UnsafePointer<rd_kafka_message_t>?) {
        guard let onDelivery, let message = unsafe message else { return }
        let failed = unsafe message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR
        let offset = unsafe message.pointee.offset
        if isToldOfTroubleOnly, !failed, offset >= 0 { return }
        let name = unsafe message.pointee.rkt.map { unsafe String(cString: rd_kafka_topic_name($0)) }
        onDelivery(
            Delivery(
                topic: name ?? "",
                partition: unsafe message.pointee.partition,
                offset: offset,
                error: failed ? LibraryError(unsafe message.pointee.err) : nil,
                tag: Int(bitPattern: unsafe message.pointee._private)
            )
        )
    }

    /// Copies the partitions of a rebalance; the list is valid during the callback.
    private func forwardRebalance(
        _ code: rd_kafka_resp_err_t,
        _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        guard let onRebalance else { return }
        var elements: [PartitionList.Element] = []
        if let partitions = unsafe partitions {
            elements = unsafe PartitionList.elements(of: UnsafePointer(partitions))
        }
        onRebalance(code.rawValue, elements)
    }
}
