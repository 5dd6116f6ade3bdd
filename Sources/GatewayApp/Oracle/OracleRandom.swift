/// A stream of numbers that a seed determines (SplitMix64): the same seed, the same load, on every machine.
package struct OracleRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The stream of `seed`.
    package init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for part `part` of what `seed` determines.
    package init(seed: UInt64, part: UInt64) {
        self.init(seed: seed)
        state = next() ^ (part &* 0xd134_2543_de82_ef95)
        state = next()
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state = state &+ 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// True in `permille` of thousand cases.
    package mutating func chance(_ permille: Int) -> Bool {
        Int(next() % 1000) < permille
    }

    /// A number from 0 to below `count`; 0 where there is nothing to choose from.
    package mutating func number(below count: Int) -> Int {
        count > 1 ? Int(next() % UInt64(count)) : 0
    }
}
