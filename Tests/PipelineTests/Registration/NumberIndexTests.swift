import Testing

@testable import Pipeline

/// The index against a dictionary of lists: several numbers under one hash, numbers that outgrow their bits.
@Suite struct NumberIndexTests {
    @Test(arguments: [1, 7, 100_000] as [UInt64])
    func anIndexFindsWhatADictionaryHolds(hashes: UInt64) {
        var random = SplitMix64(seed: hashes)
        var index = NumberIndex()
        var hashOf: [UInt32: UInt64] = [:]
        for step in 0..<6000 {
            let number = UInt32.random(in: 0..<(step < 3000 ? 300 : 40_000_000), using: &random)
            let hash = UInt64.random(in: 0..<hashes, using: &random) &* 0x9e37_79b9
            if let known = hashOf[number] {
                index.remove(number, under: known) { hashOf[$0] ?? 0 }
                hashOf[number] = nil
            } else if hashOf.count < (hashes == 1 ? 200 : 2000) {
                index.insert(number, under: hash) { hashOf[$0] ?? 0 }
                hashOf[number] = hash
            }
            #expect(index.count == hashOf.count)
            #expect((index.find(hash) { $0 == number } != nil) == (hashOf[number] == hash))
        }
        #expect(!hashOf.isEmpty)
        for (number, hash) in hashOf { #expect(index.find(hash) { $0 == number } == number) }
        // Whatever is asked of the finder has the hash, or at least its part that is kept: all numbers of it are shown.
        for hash in Set(hashOf.values) {
            var shown: Set<UInt32> = []
            _ = index.find(hash) { number in
                shown.insert(number)
                return false
            }
            #expect(shown.isSuperset(of: hashOf.filter { $0.value == hash }.keys))
        }
    }
}
