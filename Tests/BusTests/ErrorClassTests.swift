import Testing

@testable import Bus

/// Numbers are those of the Kafka protocol and of librdkafka's manual.
struct ErrorClassTests {
    @Test(
        arguments: [
            // Fenced: a newer producer with the same transactional id, or a newer member with the same instance id.
            (-144, false, false, true, .fencedProducer), (90, false, false, true, .fencedProducer),
            (47, false, false, true, .fencedProducer),
            (82, false, true, false, .fencedMember), (82, false, false, true, .fencedMember),
            // A producer epoch that the library can renew by an abort.
            (47, false, true, false, .requiresAbort),
            // Rights and sizes, whatever else is flagged.
            (29, false, true, false, .configuration), (30, false, false, true, .configuration),
            (53, false, false, true, .configuration), (10, false, false, false, .configuration),
            (3, false, false, false, .configuration), (-169, false, false, false, .configuration),
            // The library's own advice.
            (0, false, false, true, .fatal), (-196, false, true, false, .requiresAbort),
            (22, false, true, false, .requiresAbort), (16, true, false, false, .retriable),
            // Time-outs and overlaps without a flag.
            (-185, false, false, false, .retriable), (-173, false, false, false, .retriable),
            (51, false, false, false, .retriable), (-195, false, false, false, .retriable),
            // No advice at all: the state is unknown.
            (-172, false, false, false, .indefinite), (-1, false, false, false, .indefinite),
        ] as [(Int32, Bool, Bool, Bool, ErrorClass)]
    )
    func classes(code: Int32, retriable: Bool, abort: Bool, fatal: Bool, expected: ErrorClass) {
        let error = LibraryError(code: code, text: "", isRetriable: retriable, requiresAbort: abort, isFatal: fatal)
        #expect(ErrorClass(error) == expected)
    }
}
