internal import CRDKafka

/// What an error of the library asks the bus to do: the whole of the error handling hangs on these words.
enum ErrorClass: Sendable, Hashable {
    /// The same call again, after a pause.
    case retriable
    /// Abort the transaction, go back, begin another.
    case requiresAbort
    /// Another member of the group has the same instance id: someone took over, or this client joined anew and the error
    /// speaks of the member that it was before. The group's answers to the consumer tell which.
    case fencedMember
    /// A newer epoch of the same transactional id exists: someone took over, or the broker gave up a transaction that
    /// lasted too long, for example because the broker itself was away. The group membership tells which.
    case fencedProducer
    /// Rights, credentials, versions or sizes are wrong; trying again does not help.
    case configuration
    /// The instance is beyond repair; a new one may work.
    case fatal
    /// Neither marked retriable nor abortable: the state of the transaction is unknown.
    case indefinite

    /// The class of `error`.
    init(_ error: LibraryError) {
        let code = rd_kafka_resp_err_t(rawValue: error.code)
        if code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID {
            self = .fencedMember
        } else if Self.epochs.contains(code.rawValue), error.isFatal {
            self = .fencedProducer
        } else if Self.misconfiguration.contains(code.rawValue) {
            self = .configuration
        } else if error.isFatal {
            self = .fatal
        } else if error.requiresAbort {
            self = .requiresAbort
        } else if error.isRetriable || Self.worthAnotherCall.contains(code.rawValue) {
            self = .retriable
        } else {
            self = .indefinite
        }
    }

    /// What the brokers and the library say of an old producer epoch.
    private static let epochs: Set<Int32> = [
        RD_KAFKA_RESP_ERR__FENCED.rawValue,
        RD_KAFKA_RESP_ERR_PRODUCER_FENCED.rawValue,
        RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH.rawValue,
    ]

    /// What only an operator can put right.
    private static let misconfiguration: Set<Int32> = [
        RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED.rawValue,
        RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED.rawValue,
        RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED.rawValue,
        RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED.rawValue,
        RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED.rawValue,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM.rawValue,
        RD_KAFKA_RESP_ERR_SECURITY_DISABLED.rawValue,
        RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT.rawValue,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION.rawValue,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT.rawValue,
        RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION.rawValue,
        RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE.rawValue,
        RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE.rawValue,
        RD_KAFKA_RESP_ERR_INVALID_RECORD.rawValue,
        RD_KAFKA_RESP_ERR_POLICY_VIOLATION.rawValue,
        RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART.rawValue,
        RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC.rawValue,
        RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION.rawValue,
        RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE.rawValue,
        RD_KAFKA_RESP_ERR__AUTHENTICATION.rawValue,
        RD_KAFKA_RESP_ERR__INVALID_ARG.rawValue,
    ]

    /// Time-outs and overlaps, which the library documents as "call again" even where it sets no flag.
    private static let worthAnotherCall: Set<Int32> = [
        RD_KAFKA_RESP_ERR__TIMED_OUT.rawValue,
        RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE.rawValue,
        RD_KAFKA_RESP_ERR__TRANSPORT.rawValue,
        RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN.rawValue,
        RD_KAFKA_RESP_ERR__CONFLICT.rawValue,
        RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS.rawValue,
        RD_KAFKA_RESP_ERR__WAIT_COORD.rawValue,
        RD_KAFKA_RESP_ERR__IN_PROGRESS.rawValue,
        RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS.rawValue,
        RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS.rawValue,
        RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE.rawValue,
        RD_KAFKA_RESP_ERR_NOT_COORDINATOR.rawValue,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT.rawValue,
        RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE.rawValue,
        RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION.rawValue,
    ]
}
