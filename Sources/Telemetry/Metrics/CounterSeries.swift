/// One series of a ``Counter``. A worker that counts often keeps it instead of looking it up.
package final class CounterSeries: Sendable {
    private let total = AtomicNumber()

    /// What was counted so far.
    package var value: Double { total.value }

    /// Counts `amount` more; a counter never falls, so a negative or non-finite amount is left out.
    package func add(_ amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        total.update { $0 + amount }
    }

    /// Counts `amount` more.
    package func add(_ amount: Int = 1) {
        add(Double(amount))
    }

    /// Raises the counter to a total kept elsewhere (by the kernel, by a library); a smaller total changes nothing.
    package func raise(to value: Double) {
        guard value.isFinite else { return }
        total.update { max($0, value) }
    }
}
