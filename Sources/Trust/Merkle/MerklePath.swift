/// A place in a Merkle tree and the hashes that lead from it to the root (RFC 9162 §2.1.3); nothing of it is verified.
package struct MerklePath: Sendable, Hashable {
    /// The number of leaves of the tree, 1 to ``MerkleHasher/maximumCount``.
    package let count: Int
    /// The position of the leaf, below ``count``.
    package let index: Int
    /// The hashes of the siblings from the leaf upwards, one behind another.
    package let siblings: [UInt8]

    /// A path for the leaf `index` of a tree of `count` leaves; nil when there is no such leaf, or when the number of
    /// `siblings` is not exactly the one that index and count demand.
    package init?(count: Int, index: Int, siblings: [UInt8]) {
        guard (1...MerkleHasher.maximumCount).contains(count), (0..<count).contains(index),
            siblings.count == MerklePath.length(count: count, index: index) * MerkleHasher.size
        else { return nil }
        self.count = count
        self.index = index
        self.siblings = siblings
    }

    /// How many siblings the leaf `index` of a tree of `count` leaves has on its way to the root: one for each level at which
    /// it is not the last, odd one; at most 16.
    package static func length(count: Int, index: Int) -> Int {
        var length = 0
        var (index, last) = (index, count - 1)
        while last > 0 {
            if index % 2 == 1 || index < last { length += 1 }
            index /= 2
            last /= 2
        }
        return length
    }

    /// The root to which this path leads from a leaf with the hash `leaf` (RFC 9162 §2.1.3.2); at most 16 hashes are
    /// computed. Whoever calls compares it with the root that was signed.
    package func root(from leaf: [UInt8], _ hasher: MerkleHasher) -> [UInt8] {
        let size = MerkleHasher.size
        var hash = leaf
        var rest = siblings[...]
        var (index, last) = (index, count - 1)
        while last > 0 {
            if index % 2 == 1 {
                hash = hasher.node(rest.prefix(size), hash[...])
                rest = rest.dropFirst(size)
            } else if index < last {
                hash = hasher.node(hash[...], rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            index /= 2
            last /= 2
        }
        return hash
    }
}
