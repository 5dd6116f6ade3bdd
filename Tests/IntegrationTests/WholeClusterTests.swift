import Testing

/// The suites that take a real broker for themselves: topics without a prefix of their own, such as `trust`, serve one
/// exchange at a time. So they run one after the other.
@Suite(.serialized, .enabled(if: TestEnvironment.lacks.isEmpty, "\(TestEnvironment.lacks)"))
enum WholeClusterTests {}
