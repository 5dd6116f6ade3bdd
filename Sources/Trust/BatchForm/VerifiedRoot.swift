/// A root whose signature was verified, with those hashes of its tree that verified paths have shown.
///
/// A path that meets a hash already known need not be computed further: above it every hash is known too, and is compared with
/// the one that the path brings. Records of one batch thus cost about one hash each, not one for each level. Belongs to the
/// verifier that made it.
final class VerifiedRoot {
    /// Largest tree whose hashes are remembered (256 KiB); the paths of larger ones are computed to the root each time.
    static let maximumRemembered = 4096

    /// The time stamp on the signature that was met last.
    var stamp: StampMemory?
    private let count: Int
    private let root: [UInt8]
    /// The hashes level by level, the leaves first; empty where the tree is too large.
    private var hashes: [UInt8] = []
    private var isKnown: [Bool] = []

    /// A root of a tree of `count` leaves that the sender signed.
    init(_ root: [UInt8], count: Int) {
        self.root = root
        self.count = count
    }

    /// True when `path` leads from a leaf with the hash `leaf` to this root; every bit of it counts, whether it had to be
    /// hashed or was compared.
    func holds(_ path: MerklePath, leaf: [UInt8], _ hasher: MerkleHasher) -> Bool {
        guard path.count == count, leaf.count == MerkleHasher.size else { return false }
        guard count <= VerifiedRoot.maximumRemembered else { return path.root(from: leaf, hasher) == root }
        if hashes.isEmpty { prepare() }
        return climb(path, leaf, hasher)
    }

    private func climb(_ path: MerklePath, _ leaf: [UInt8], _ hasher: MerkleHasher) -> Bool {
        let size = MerkleHasher.size
        // The hashes of the way, from the leaf up to the first one that is known.
        var way = [leaf]
        var used = 0
        var step = Step(index: path.index, width: count)
        while !isKnown[step.place] {
            // The last hash of all is the root, which is known; so there is a level above.
            let hash = way[way.count - 1]
            if step.hasSibling {
                let other = path.siblings[used..<(used + size)]
                used += size
                way.append(step.isRight ? hasher.node(other, hash[...]) : hasher.node(hash[...], other))
            } else {
                way.append(hash)
            }
            step.ascend()
        }
        guard isStored(way[way.count - 1], from: 0, at: step.place) else { return false }
        // Above a known hash every sibling is known: one that is not has never led to this root.
        while step.width > 1 {
            if step.hasSibling {
                guard isKnown[step.siblingPlace], isStored(path.siblings, from: used, at: step.siblingPlace) else {
                    return false
                }
                used += size
            }
            step.ascend()
        }
        guard used == path.siblings.count else { return false }
        remember(way.dropLast(), path)
        return true
    }

    /// A place on the way from a leaf to the root.
    private struct Step {
        var index: Int
        var width: Int
        /// Where the level begins.
        private var base = 0

        init(index: Int, width: Int) {
            self.index = index
            self.width = width
        }

        var isRight: Bool { index % 2 == 1 }
        var hasSibling: Bool { index ^ 1 < width }
        var place: Int { base + index }
        var siblingPlace: Int { base + (index ^ 1) }

        mutating func ascend() {
            base += width
            index /= 2
            width = (width + 1) / 2
        }
    }

    /// Remembers the hashes of a way that led to the root, and their siblings.
    private func remember(_ way: ArraySlice<[UInt8]>, _ path: MerklePath) {
        var used = 0
        var step = Step(index: path.index, width: count)
        for hash in way {
            remember(hash[...], at: step.place)
            if step.hasSibling {
                remember(path.siblings[used..<(used + MerkleHasher.size)], at: step.siblingPlace)
                used += MerkleHasher.size
            }
            step.ascend()
        }
    }

    private func prepare() {
        var (places, width) = (1, count)
        while width > 1 {
            places += width
            width = (width + 1) / 2
        }
        hashes = [UInt8](repeating: 0, count: places * MerkleHasher.size)
        isKnown = [Bool](repeating: false, count: places)
        remember(root[...], at: places - 1)
    }

    /// True when the hash that begins at `start` of `bytes` is the one stored at `place`.
    private func isStored(_ bytes: [UInt8], from start: Int, at place: Int) -> Bool {
        let size = MerkleHasher.size
        guard start + size <= bytes.count else { return false }
        let given = bytes.span.extracting(start..<(start + size))
        // A reference of its own: a property can be borrowed only for one access.
        let hashes = hashes
        let stored = hashes.span.extracting((place * size)..<((place + 1) * size))
        var difference: UInt8 = 0
        for index in given.indices { difference |= given[index] ^ stored[index] }
        return difference == 0
    }

    private func remember(_ hash: ArraySlice<UInt8>, at place: Int) {
        guard hash.count == MerkleHasher.size, !isKnown[place] else { return }
        hashes.replaceSubrange((place * MerkleHasher.size)..<((place + 1) * MerkleHasher.size), with: hash)
        isKnown[place] = true
    }
}
