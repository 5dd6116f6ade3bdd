/// Numbers by the times at which they are due, the earliest first: a binary heap.
struct DeadlineQueue: Sendable {
    private struct Item: BitwiseCopyable, Sendable {
        let time: UInt64
        let number: UInt32
    }

    private var items: [Item] = []

    /// The earliest; nil when there is none.
    var first: (time: UInt64, number: UInt32)? { items.first.map { ($0.time, $0.number) } }

    /// Adds `number`, due at `time`.
    mutating func insert(_ number: UInt32, at time: UInt64) {
        items.append(Item(time: time, number: number))
        var place = items.count - 1
        while place > 0, items[place].time < items[(place - 1) / 2].time {
            items.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out the earliest, which must be there.
    mutating func removeFirst() {
        items.swapAt(0, items.count - 1)
        items.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < items.count && items[child].time < items[least].time { least = child }
            guard least != place else { return }
            items.swapAt(place, least)
            place = least
        }
    }
}
