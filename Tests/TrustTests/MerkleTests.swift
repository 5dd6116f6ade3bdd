import Testing
import Trust

/// The tree of RFC 9162 §2.1. Roots over SHA-256 are those of the test tree that Certificate Transparency implementations
/// share; the others were computed by a recursive program written from the RFC's definitions.
@Suite struct MerkleTests {
    static let inputs: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50..<0x58),
        Array(0x60..<0x70),
    ]
    static let sha256Roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    static let sm3Roots = [
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
        "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
        "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
        "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
        "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
        "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
        "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
        "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
        "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38",
    ]
    /// SHA-256 over root and all paths of the trees over `leaf 0`, `leaf 1`, … with 1 to 70 leaves, one behind another.
    static let everything: [PayloadDigest.Algorithm: String] = [
        .sha256: "c0d6060a57b6c0621641c54a3b33b375c94ed226bc87ce576ac503e47a363aec",
        .sm3: "4e35a45378ce1beaff33fb5de09250fd448a115e9c514855907521c78cab88d2",
    ]

    @Test(arguments: [(PayloadDigest.Algorithm.sha256, sha256Roots), (.sm3, sm3Roots)])
    func knownRoots(algorithm: PayloadDigest.Algorithm, roots: [String]) throws {
        for (count, root) in roots.enumerated() {
            let tree = try MerkleTree(algorithm, of: Array(Self.inputs.prefix(count)))
            #expect(Hexadecimal.encode(tree.root) == root)
            #expect(tree.count == count)
        }
    }

    @Test func knownPaths() throws {
        let expected: [(index: Int, count: Int, path: [String])] = [
            (0, 1, []),
            (
                0, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                5, 8,
                [
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        ]
        for (index, count, path) in expected {
            let tree = try MerkleTree(.sha256, of: Array(Self.inputs.prefix(count)))
            #expect(tree.path(of: index).map { Hexadecimal.encode($0) } == path.joined())
        }
    }

    /// Every leaf of every tree of up to 70 leaves: its path leads to the root, is the one the RFC defines, and no other
    /// place, no other count, no other length and no other bit does.
    @Test(arguments: PayloadDigest.Algorithm.allCases)
    func everySizeAndIndex(algorithm: PayloadDigest.Algorithm) throws {
        let hasher = try MerkleHasher(algorithm)
        var all: [UInt8] = []
        for count in 1...70 {
            let inputs = (0..<count).map { Array("leaf \($0)".utf8) }
            let tree = try MerkleTree(algorithm, of: inputs)
            all += tree.root
            for index in 0..<count {
                let siblings = try #require(tree.path(of: index))
                all += siblings
                let leaf = hasher.leaf(inputs[index])
                let path = try #require(MerklePath(count: count, index: index, siblings: siblings))
                #expect(path.root(from: leaf, hasher) == tree.root)
                // The same hashes claimed for another place: the length differs, or they lead elsewhere.
                for other in [index - 1, index + 1, index ^ 1, count - 1 - index] where other != index {
                    let elsewhere = MerklePath(count: count, index: other, siblings: siblings)
                    #expect(elsewhere?.root(from: leaf, hasher) != tree.root, "\(index) of \(count) as \(other)")
                }
                #expect(
                    MerklePath(count: count, index: index, siblings: siblings + [UInt8](repeating: 0, count: 32)) == nil
                )
                #expect(MerklePath(count: count, index: index, siblings: siblings + [0]) == nil)
                if !siblings.isEmpty {
                    #expect(MerklePath(count: count, index: index, siblings: siblings + siblings.prefix(32)) == nil)
                    #expect(MerklePath(count: count, index: index, siblings: siblings.dropLast(32)) == nil)
                    #expect(MerklePath(count: count, index: index, siblings: siblings.dropLast()) == nil)
                    var changed = siblings
                    changed[(index * 37 + count) % changed.count] ^= 1 << UInt8(index % 8)
                    let wrong = MerklePath(count: count, index: index, siblings: changed)
                    #expect(wrong?.root(from: leaf, hasher) != tree.root)
                }
                #expect(path.root(from: hasher.leaf(inputs[index] + [0]), hasher) != tree.root)
            }
            #expect(tree.path(of: -1) == nil)
            #expect(tree.path(of: count) == nil)
        }
        #expect(PayloadDigest(.sha256, of: all).hex == Self.everything[algorithm])
    }

    /// A path verified for one count must not serve for a count that makes the tree another one.
    @Test func aPathIsBoundToTheCount() throws {
        let hasher = try MerkleHasher(.sha256)
        for count in 1...40 {
            let inputs = (0..<count).map { [UInt8($0)] }
            let tree = try MerkleTree(.sha256, of: inputs)
            for other in 1...80 where other != count {
                for index in 0..<min(count, other) {
                    let siblings = try #require(tree.path(of: index))
                    guard let path = MerklePath(count: other, index: index, siblings: siblings) else { continue }
                    let leads = path.root(from: hasher.leaf(inputs[index]), hasher) == tree.root
                    // Where a leaf turns left and right alike in both trees its path fits both: the count is signed
                    // beside the root for that reason.
                    guard leads else { continue }
                    #expect(
                        MerklePath.length(count: other, index: index) == MerklePath.length(count: count, index: index)
                    )
                }
            }
        }
    }

    @Test func leavesAndNodesAreNotConfused() throws {
        let hasher = try MerkleHasher(.sha256)
        let (left, right) = (hasher.leaf([1]), hasher.leaf([2]))
        let node = hasher.node(left[...], right[...])
        // A leaf whose input is what the node hashes has another hash, with and without the node's prefix.
        #expect(hasher.leaf(left + right) != node)
        #expect(hasher.leaf([0x01] + left + right) != node)
        #expect(PayloadDigest(.sha256, of: [0x01] + left + right).bytes == node)
        #expect(PayloadDigest(.sha256, of: [0x00, 1]).bytes == left)
    }

    @Test func placesOutsideATree() {
        let none: [(Int, Int)] = [
            (0, 0), (1, 1), (1, -1), (-1, 0), (5, 5), (65_537, 0), (Int.max, 0), (Int.min, 0), (Int.max, Int.max - 1),
        ]
        for (count, index) in none { #expect(MerklePath(count: count, index: index, siblings: []) == nil) }
        #expect(MerklePath.length(count: 65_536, index: 65_535) == 16)
        #expect(MerklePath.length(count: 65_535, index: 65_534) == 15)
        #expect(MerklePath.length(count: 1, index: 0) == 0)
    }

    @Test func aTreeIsBounded() throws {
        let hasher = try MerkleHasher(.sha256)
        let leaf = hasher.leaf([])
        let most = try MerkleTree(leaves: [[UInt8]](repeating: leaf, count: 65_536), hasher)
        #expect(most.path(of: 65_535)?.count == 16 * 32)
        #expect(throws: TrustFailure.self) {
            try MerkleTree(leaves: [[UInt8]](repeating: leaf, count: 65_537), hasher)
        }
    }
}
