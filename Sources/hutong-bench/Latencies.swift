/// Times between sending and arrival in milliseconds.
struct Latencies {
    private let sorted: [Double]

    /// The times `values`.
    init(_ values: [Double]) {
        sorted = values.sorted()
    }

    /// How many there are.
    var count: Int { sorted.count }

    /// The time that `percent` of all do not exceed; 0 when there are none.
    func percentile(_ percent: Int) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count * percent / 100, sorted.count - 1)]
    }
}
