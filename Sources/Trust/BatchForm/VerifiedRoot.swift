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
        var shown: [(place: Int, hash: ArraySlice<UInt8>)] = []
        var hash = leaf[...]
        var rest = path.siblings[...]
        var (index, width, base) = (path.index, count, 0)
        while !isKnown[base + index] {
            shown.append((base + index, hash))
            // The last hash of all is the root, which is known; so there is a level above.
            let sibling = index ^ 1
            if sibling < width {
                let other = rest.prefix(size)
                rest = rest.dropFirst(size)
                shown.append((base + sibling, other))
                hash = (index % 2 == 1 ? hasher.node(other, hash) : hasher.node(hash, other))[...]
            }
            base += width
            index /= 2
            width = (width + 1) / 2
        }
        guard stored(base + index).elementsEqual(hash) else { return false }
        // Above a known hash every sibling is known: one that is not has never led to this root.
        while width > 1 {
            let sibling = index ^ 1
            if sibling < width {
                guard isKnown[base + sibling], stored(base + sibling).elementsEqual(rest.prefix(size)) else {
                    return false
                }
                rest = rest.dropFirst(size)
            }
            base += width
            index /= 2
            width = (width + 1) / 2
        }
        guard rest.isEmpty else { return false }
        for (place, hash) in shown { remember(hash, at: place) }
        return true
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

    private func stored(_ place: Int) -> ArraySlice<UInt8> {
        hashes[(place * MerkleHasher.size)..<((place + 1) * MerkleHasher.size)]
    }

    private func remember(_ hash: ArraySlice<UInt8>, at place: Int) {
        guard hash.count == MerkleHasher.size, !isKnown[place] else { return }
        hashes.replaceSubrange((place * MerkleHasher.size)..<((place + 1) * MerkleHasher.size), with: hash)
        isKnown[place] = true
    }
}
