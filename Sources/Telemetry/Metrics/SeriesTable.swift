import Platform

/// The series of one metric by their label values, with the bounds of ``LabelDomain`` enforced.
final class SeriesTable<Series: Sendable>: Sendable {
    /// How many series one metric holds; beyond it everything folds into the series labelled `other` throughout.
    static var maximumSeries: Int { 8192 }

    private struct State {
        var series: [[String]: Series] = [:]
        var seen: [Set<String>]
    }

    private let labels: [Label]
    private let make: @Sendable () -> Series
    private let state: Locked<State>

    /// An empty table; a metric without labels has its one series from the start, so that it renders as 0.
    init(labels: [Label], make: @escaping @Sendable () -> Series) {
        self.labels = labels
        self.make = make
        var initial = State(seen: Array(repeating: [], count: labels.count))
        if labels.isEmpty { initial.series[[]] = make() }
        state = Locked(initial)
    }

    /// The series of `values`, made on first use.
    ///
    /// - Precondition: as many values as labels; the callers are this project's own events.
    func series(_ values: [String]) -> Series {
        precondition(values.count == labels.count, "one value for each label")
        return state.withLock { state in
            if let known = state.series[values] { return known }
            var folded = values
            for (index, value) in values.enumerated() {
                folded[index] = admitted(value, at: index, seen: &state.seen[index])
            }
            if let known = state.series[folded] { return known }
            if state.series.count >= Self.maximumSeries {
                folded = Array(repeating: LabelDomain.other, count: labels.count)
                if let known = state.series[folded] { return known }
            }
            let created = make()
            state.series[folded] = created
            return created
        }
    }

    /// Forgets every series whose first label values are `prefix`.
    func removeAll(startingWith prefix: [String]) {
        state.withLock { state in
            state.series = state.series.filter { !$0.key.starts(with: prefix) }
            for index in state.seen.indices {
                state.seen[index] = Set(state.series.keys.map { $0[index] })
            }
        }
    }

    /// All series, ordered by their label values.
    func snapshot() -> [(values: [String], series: Series)] {
        let series = state.withLock { $0.series }
        return series.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { (values: $0.key, series: $0.value) }
    }

    private func admitted(_ value: String, at index: Int, seen: inout Set<String>) -> String {
        guard value.utf8.count <= LabelDomain.maximumValueLength else { return LabelDomain.other }
        switch labels[index].domain {
        case .closed(let values):
            return values.contains(value) ? value : LabelDomain.other
        case .open(let limit):
            if seen.contains(value) { return value }
            guard seen.count < limit else { return LabelDomain.other }
            seen.insert(value)
            return value
        }
    }
}
