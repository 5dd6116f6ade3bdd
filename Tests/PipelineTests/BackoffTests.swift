import Testing

@testable import Pipeline

@Suite struct BackoffTests {
    @Test func doublesUpToTheCeilingAndStartsAgain() {
        var backoff = Backoff(floor: .milliseconds(50), ceiling: .milliseconds(300))
        #expect((0..<5).map { _ in backoff.next(fraction: 1) } == [50, 100, 200, 300, 300].map { .milliseconds($0) })
        backoff.reset()
        #expect(backoff.next(fraction: 1) == .milliseconds(50))
    }

    @Test func neverBelowTheFloor() {
        var backoff = Backoff(floor: .milliseconds(50), ceiling: .milliseconds(300))
        #expect((0..<4).map { _ in backoff.next(fraction: 0) } == Array(repeating: .milliseconds(50), count: 4))
    }
}
