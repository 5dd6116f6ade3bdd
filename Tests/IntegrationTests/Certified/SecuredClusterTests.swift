import Testing

/// The suites that take a broker with an authorizer for themselves: each makes the topics and rights of an exchange and
/// takes all of them away. So they run one after the other.
@Suite(.serialized) enum SecuredClusterTests {}
