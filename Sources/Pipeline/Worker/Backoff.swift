/// How long to wait before the next attempt: doubling up to a ceiling, each time a random part of it ("full jitter"),
/// so that workers that failed together do not come back together.
struct Backoff {
    private let floor: Duration
    private let ceiling: Duration
    private var current: Duration

    init(floor: Duration = .milliseconds(50), ceiling: Duration = .seconds(5)) {
        self.floor = floor
        self.ceiling = ceiling
        current = floor
    }

    /// The next wait; `fraction` in 0..<1 is the random part.
    mutating func next(fraction: Double) -> Duration {
        let wait = floor + (current - floor) * fraction
        current = min(current * 2, ceiling)
        return wait
    }

    /// The last attempt went well.
    mutating func reset() {
        current = floor
    }
}
