import Testing

@testable import Pipeline

/// The table against a dictionary, over long random courses.
@Suite struct EntryTableTests {
    /// One table and the dictionary that says what must be in it.
    private struct Pair {
        var table = EntryTable<UInt64>()
        var model: [EntryKey: (number: UInt32, value: UInt64)] = [:]
        var random: SplitMix64

        /// A key of `count`; those with one lower word begin at one place of the index.
        mutating func key(of count: UInt64, homes: UInt64) -> EntryKey {
            let number = UInt64.random(in: 0..<count, using: &random)
            return EntryKey(high: number, low: number % homes)
        }

        mutating func step(_ key: EntryKey) {
            switch (model[key], UInt8.random(in: 0..<4, using: &random)) {
            case (nil, 0...2):
                let value = random.next()
                let number = table.insert(value, under: key)
                model[key] = (number, value)
            case (nil, _):
                #expect(table.find(key) == nil)
            case (let known?, 0):
                #expect(table.find(key) == known.number)
                table.remove(known.number)
                model[key] = nil
                #expect(table.find(key) == nil)
            case (let known?, 1):
                let value = random.next()
                table[known.number] = value
                model[key] = (known.number, value)
            case (let known?, _):
                #expect(table.find(key) == known.number)
            }
        }

        func check() {
            #expect(table.count == model.count)
            #expect(Set(model.values.map(\.number)).count == model.count)
            for (key, known) in model {
                #expect(table.find(key) == known.number)
                #expect(table[known.number] == known.value)
                #expect(table.key(of: known.number) == key)
            }
        }
    }

    /// From all keys in one place to hardly any two in one.
    @Test(arguments: [1, 3, 64, 5000] as [UInt64])
    func aTableHoldsWhatADictionaryHolds(homes: UInt64) {
        var pair = Pair(random: SplitMix64(seed: homes))
        for step in 0..<8000 {
            pair.step(pair.key(of: homes == 1 ? 200 : 3000, homes: homes))
            if step % 500 == 0 { pair.check() }
        }
        pair.check()
    }

    @Test func aTableGrowsOverPagesAndEmptiesAgain() {
        var table = EntryTable<UInt64>()
        var random = SplitMix64(seed: 7)
        let count: UInt64 = 20_000
        var numbers: [UInt64: UInt32] = [:]
        for number in 0..<count { numbers[number] = table.insert(number, under: EntryKey(high: 1, low: number)) }
        // Numbers are given out in order and stay.
        #expect(numbers[0] == 0 && numbers[count - 1] == UInt32(count - 1))
        var order = Array(0..<count)
        order.shuffle(using: &random)
        for (place, number) in order.enumerated() {
            table.remove(numbers[number] ?? .max)
            #expect(table.find(EntryKey(high: 1, low: number)) == nil)
            guard let other = order.dropFirst(place + 1).first else { break }
            #expect(table.find(EntryKey(high: 1, low: other)) == numbers[other])
        }
        #expect(table.count == 0)
        // What was given back is given out again before anything new.
        let again = Set((0..<count).map { table.insert($0, under: EntryKey(high: 2, low: $0)) })
        #expect(again == Set(0..<UInt32(count)))
    }
}
