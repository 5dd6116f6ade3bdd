import Pipeline

/// The submissions on their way, and how many have come how far. Pure; bounded.
package struct JourneyBoard: Sendable {
    /// How many things of each kind became known.
    package struct Counts: Sendable, Hashable {
        /// Submissions of which anything is known.
        package var submissions = 0
        /// Those that waited for a parent.
        package var parked = 0
        /// Verdicts.
        package var accepted = 0
        /// Verdicts.
        package var refused = 0
        /// Deliveries, each recipient counted.
        package var delivered = 0
        /// What was found about accepted records afterwards.
        package var findings = 0
        /// Submissions of which nothing more is to come.
        package var over = 0
    }

    /// Submissions that are followed at a time; beyond it the one that was longest without news is let go.
    private let capacity: Int
    private var journeys: [RecordPlace: Journey] = [:]
    /// The places in the order of their last news; what was overtaken by later news has an older number.
    private var order: [(place: RecordPlace, number: Int)] = []
    private var numbers: [RecordPlace: Int] = [:]
    private var next = 0
    /// Those that are over, so that a submission read late does not bring them back.
    private var over: [RecordPlace] = []
    private var overSet: Set<RecordPlace> = []
    /// What became known so far.
    package private(set) var counts = Counts()

    /// An empty board.
    package init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// Takes in what became known.
    ///
    /// - Parameter classes: to how many classes of recipients the record should go, where that can be told.
    /// - Returns: how far the submission has come; nil when the event changes nothing.
    package mutating func take(_ event: JourneyEvent, classes: Int? = nil) -> Journey? {
        let place = event.submission
        count(event.kind)
        let isOver = overSet.contains(place)
        // What is over stays so; it is shown once more.
        if isOver, event.kind == .finding { return Journey(event, classes: nil) }
        if isOver {
            // A verdict or parking after the end is that of a redrive.
            guard event.kind != .submitted, event.kind != .delivered else { return nil }
            overSet.remove(place)
            over.removeAll { $0 == place }
            counts.over -= 1
        }
        let before = journeys[place]
        var journey = before ?? Journey(event, classes: classes)
        if before == nil {
            if !isOver { counts.submissions += 1 }
        } else {
            journey.take(event, classes: classes)
        }
        if journey.isOver {
            journeys[place] = nil
            numbers[place] = nil
            if overSet.insert(place).inserted {
                counts.over += 1
                over.append(place)
                if over.count > capacity { overSet.remove(over.removeFirst()) }
            }
        } else {
            journeys[place] = journey
            touch(place)
        }
        return journey == before ? nil : journey
    }

    /// The submissions on their way, those with the latest news last, at most `limit`.
    package func underway(_ limit: Int) -> [Journey] {
        var latest: [Journey] = []
        for (place, number) in order.reversed() where numbers[place] == number {
            guard latest.count < limit else { break }
            if let journey = journeys[place] { latest.append(journey) }
        }
        return latest.reversed()
    }

    /// How many submissions are on their way.
    package var underwayCount: Int { journeys.count }

    private mutating func count(_ kind: JourneyEvent.Kind) {
        switch kind {
        case .submitted: break
        case .parked: counts.parked += 1
        case .accepted: counts.accepted += 1
        case .refused: counts.refused += 1
        case .delivered: counts.delivered += 1
        case .finding: counts.findings += 1
        }
    }

    private mutating func touch(_ place: RecordPlace) {
        next += 1
        numbers[place] = next
        order.append((place, next))
        if order.count > 2 * capacity + 64 { order.removeAll { numbers[$0.place] != $0.number } }
        while journeys.count > capacity, let oldest = order.first(where: { numbers[$0.place] == $0.number }) {
            journeys[oldest.place] = nil
            numbers[oldest.place] = nil
        }
    }
}
