/// The key hash of Kafka's Java client, so that Hutong and Java producers agree on the partition of a case.
///
/// librdkafka's own default is CRC32; every internal hop therefore names its partition explicitly.
package enum Murmur2 {
    /// The 32-bit MurmurHash2 of `key` with Kafka's seed 0x9747b28c, little-endian blocks.
    ///
    /// - Complexity: O(n), n the length of `key`.
    package static func hash(_ key: Span<UInt8>) -> UInt32 {
        let multiplier: UInt32 = 0x5bd1_e995
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: key.count)
        var index = 0
        while index + 4 <= key.count {
            var block =
                UInt32(key[index]) | UInt32(key[index + 1]) << 8
                | UInt32(key[index + 2]) << 16 | UInt32(key[index + 3]) << 24
            block = block &* multiplier
            block ^= block >> 24
            block = block &* multiplier
            hash = hash &* multiplier ^ block
            index += 4
        }
        let rest = key.count - index
        if rest == 3 { hash ^= UInt32(key[index + 2]) << 16 }
        if rest >= 2 { hash ^= UInt32(key[index + 1]) << 8 }
        if rest >= 1 {
            hash ^= UInt32(key[index])
            hash = hash &* multiplier
        }
        hash ^= hash >> 13
        hash = hash &* multiplier
        hash ^= hash >> 15
        return hash
    }

    /// The partition of `key` among `count` partitions, as Kafka's default partitioner chooses it: the sign bit
    /// is cleared, then the remainder taken.
    package static func partition(of key: Span<UInt8>, count: Int32) -> Int32 {
        precondition(count > 0, "a topic has at least one partition")
        return Int32(hash(key) & 0x7fff_ffff) % count
    }
}
