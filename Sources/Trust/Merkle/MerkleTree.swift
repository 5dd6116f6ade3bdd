/// A Merkle tree over leaf inputs (RFC 9162 §2.1): its root, and for each leaf the hashes that lead from it to the root.
///
/// Built level by level, a last odd node rising unchanged; that is the tree that RFC 9162 §2.1.1 defines from above, where the
/// left half has the largest power of two of leaves that is smaller than their number.
package struct MerkleTree: Sendable {
    /// The hash function.
    package let algorithm: PayloadDigest.Algorithm
    /// The number of leaves.
    package let count: Int
    /// The root, 32 bytes; for no leaves the hash of nothing.
    package let root: [UInt8]
    /// The hashes of each level, one behind another, the leaves first; the last level holds the root alone.
    private let levels: [[UInt8]]

    /// The tree over `inputs`, at most ``MerkleHasher/maximumCount`` of them.
    ///
    /// - Throws: ``TrustFailure`` when there are more, or when the library lacks the algorithm.
    package init(_ algorithm: PayloadDigest.Algorithm, of inputs: [[UInt8]]) throws(TrustFailure) {
        let hasher = try MerkleHasher(algorithm)
        try self.init(leaves: inputs.map { hasher.leaf($0) }, hasher)
    }

    /// The tree over `leaves`, hashes that ``MerkleHasher/leaf(_:)`` of `hasher` made.
    package init(leaves: [[UInt8]], _ hasher: MerkleHasher) throws(TrustFailure) {
        guard leaves.count <= MerkleHasher.maximumCount else {
            throw TrustFailure(
                .malformed,
                zh: "一棵树至多 \(MerkleHasher.maximumCount) 片叶，现有 \(leaves.count) 片",
                en: "a tree has at most \(MerkleHasher.maximumCount) leaves, not \(leaves.count)"
            )
        }
        let size = MerkleHasher.size
        guard leaves.allSatisfy({ $0.count == size }) else {
            throw TrustFailure(library: "the digest \(hasher.algorithm.rawValue) is not available")
        }
        var levels = [Array(leaves.joined())]
        var width = leaves.count
        while width > 1 {
            let below = levels[levels.count - 1]
            var level: [UInt8] = []
            level.reserveCapacity((width + 1) / 2 * size)
            for index in stride(from: 0, to: width - 1, by: 2) {
                let (left, right) = (index * size, (index + 1) * size)
                let node = hasher.node(below[left..<right], below[right..<(right + size)])
                guard node.count == size else {
                    throw TrustFailure(library: "the digest \(hasher.algorithm.rawValue) is not available")
                }
                level += node
            }
            if width % 2 == 1 { level += below[((width - 1) * size)...] }
            levels.append(level)
            width = (width + 1) / 2
        }
        algorithm = hasher.algorithm
        count = leaves.count
        root = leaves.isEmpty ? hasher.nothing() : levels[levels.count - 1]
        self.levels = levels
    }

    /// The inclusion path of the leaf at `index` (RFC 9162 §2.1.3.1): the hashes of the siblings from the leaf upwards, one
    /// behind another; nil when there is no such leaf.
    package func path(of index: Int) -> [UInt8]? {
        guard (0..<count).contains(index) else { return nil }
        let size = MerkleHasher.size
        var path: [UInt8] = []
        var (index, width) = (index, count)
        for level in levels where width > 1 {
            let sibling = index ^ 1
            if sibling < width { path += level[(sibling * size)..<((sibling + 1) * size)] }
            index /= 2
            width = (width + 1) / 2
        }
        return path
    }
}
