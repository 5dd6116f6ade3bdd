import Synchronization

/// A floating-point number that several threads change without a lock; exact for whole numbers up to 2^53.
final class AtomicNumber: Sendable {
    private let bits: Atomic<UInt64>

    /// Starts at `value`.
    init(_ value: Double = 0) {
        bits = Atomic(value.bitPattern)
    }

    /// The number as it stands.
    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Replaces the number.
    func store(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// Replaces the number by what `change` makes of it; `change` may run several times.
    func update(_ change: (Double) -> Double) {
        var current = bits.load(ordering: .relaxed)
        while true {
            let wanted = change(Double(bitPattern: current)).bitPattern
            let (exchanged, original) = bits.compareExchange(
                expected: current,
                desired: wanted,
                ordering: .relaxed
            )
            if exchanged { return }
            current = original
        }
    }
}
