package import Core
package import Trust

/// Puts the contents of the topic `trust` together from manifests and pieces, in whatever order they come.
///
/// What it holds is bounded whatever the topic says: pieces to which no manifest refers make room for later ones, and a
/// manifest beyond the bounds is refused.
package struct TrustAssembler: Sendable {
    /// How much is held at most.
    package struct Limits: Sendable {
        /// Bytes of pieces to which no manifest refers (yet).
        package var loose = 64 << 20
        /// Bytes of contents to which a manifest refers.
        package var referred = 512 << 20
        /// Number of manifests.
        package var manifests = 65_536

        /// The defaults.
        package init() {}
    }

    /// What a record led to.
    package enum Step: Sendable {
        /// Contents are complete; several only where several keys refer to the same one.
        case contents([TrustContent])
        /// Somebody wants an answer about a certificate; `nil` is the removal of the wish.
        case want(CertificateThumbprint, [UInt8]?)
        /// What became of a source; `nil` is its removal.
        case source(PayloadDigest, [UInt8]?)
        /// What stood under the key was removed.
        case removed(TrustRecordKey)
        /// A piece was kept, or a manifest waits for its pieces.
        case waiting
        /// The record is of no use.
        case refused(TrustRecordFault)
    }

    /// The manifest that stands under each key now.
    package private(set) var manifests: [TrustRecordKey: TrustManifest] = [:]

    /// What a piece costs beside its bytes, so that empty ones cannot grow the process either.
    private static let overhead = 256

    private struct Pieces {
        var parts: [Int: [UInt8]] = [:]
        var content: [UInt8]?
        /// Bytes of parts or content, and their overhead.
        var bytes = 0
        var keys: Set<TrustRecordKey> = []
        /// The pieces of a complete content that the topic no longer has, or has with other bytes.
        var spoilt: Set<Int> = []
        /// When the first of them came, for dropping the oldest.
        var ordinal: UInt64 = 0
    }

    private let limits: Limits
    private var pieces: [PayloadDigest: Pieces] = [:]
    /// Digests in the order in which their first pieces came; may hold some that are loose no more.
    private var order: [(digest: PayloadDigest, ordinal: UInt64)] = []
    private var ordinal: UInt64 = 0
    private var looseBytes = 0
    private var referredBytes = 0

    /// An assembler of an empty topic.
    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Bytes held, for the bound and its test.
    package var heldBytes: Int { pieces.values.reduce(0) { $0 + $1.bytes } }

    /// The digests to which some key refers.
    package var needed: Set<PayloadDigest> { Set(manifests.values.map(\.digest)) }

    /// The contents that are complete, by their keys.
    package var contents: [TrustContent] {
        manifests.sorted { $0.key.text < $1.key.text }.compactMap { key, manifest in
            pieces[manifest.digest]?.content.map { TrustContent(key: key, manifest: manifest, bytes: $0) }
        }
    }

    /// What stands under `key`; nil until it is complete.
    package func content(under key: TrustRecordKey) -> TrustContent? {
        manifests[key].flatMap { manifest in
            pieces[manifest.digest]?.content.map { TrustContent(key: key, manifest: manifest, bytes: $0) }
        }
    }

    /// True when the topic has all pieces of what stands under `key`: who starts later will find them.
    package func isComplete(_ key: TrustRecordKey) -> Bool {
        manifests[key].flatMap { pieces[$0.digest] }.map { $0.content != nil && $0.spoilt.isEmpty } ?? false
    }

    /// The keys whose contents are not complete.
    package var incomplete: [TrustRecordKey] {
        manifests.filter { pieces[$0.value.digest]?.content == nil }.map(\.key)
    }

    /// Takes one record of the topic.
    package mutating func take(_ record: InboundRecord) -> Step {
        guard let bytes = record.key, let key = TrustRecordKey(bytes) else { return .refused(.key) }
        switch key {
        case .chunk(let digest, let index):
            return take(chunk: record.value, of: digest, at: index)
        case .want(let thumbprint):
            return .want(thumbprint, record.value)
        case .source(let digest):
            return .source(digest, record.value)
        case .list, .item:
            guard let value = record.value else {
                release(key)
                return .removed(key)
            }
            guard let manifest = TrustManifest(value) else {
                // It replaced what stood there.
                release(key)
                return .refused(.manifest)
            }
            return take(manifest, under: key)
        }
    }

    private mutating func take(_ manifest: TrustManifest, under key: TrustRecordKey) -> Step {
        if manifests[key]?.digest == manifest.digest {
            manifests[key] = manifest
        } else {
            guard manifests[key] != nil || manifests.count < limits.manifests,
                referredBytes + manifest.length <= limits.referred
            else {
                release(key)
                return .refused(.tooMuch)
            }
            release(key)
            manifests[key] = manifest
            hold(manifest.digest, for: key)
        }
        return complete(manifest.digest, for: [key]) ?? .waiting
    }

    private mutating func take(chunk: [UInt8]?, of digest: PayloadDigest, at index: Int) -> Step {
        guard let chunk else {
            // A removal of what a manifest still refers to is meant for another content's pieces, or malicious: what is
            // complete stays.
            guard let held = pieces[digest] else { return .waiting }
            if held.keys.isEmpty {
                drop(digest)
            } else if held.content != nil {
                spoil(digest, at: index)
            }
            return .waiting
        }
        // By division: the index comes from outside and may be as large as a number can be.
        guard index < TrustManifest.maximumLength / TrustManifest.chunkLength else { return .refused(.chunk) }
        if let content = pieces[digest]?.content {
            let start = min(content.count, index * TrustManifest.chunkLength)
            let end = min(content.count, start + TrustManifest.chunkLength)
            if content[start..<end].elementsEqual(chunk) {
                pieces[digest]?.spoilt.remove(index)
                return .waiting
            }
            spoil(digest, at: index)
            return .refused(.digest)
        }
        guard chunk.count <= TrustManifest.chunkLength else { return .refused(.chunk) }
        var held = pieces[digest] ?? newPieces(of: digest)
        let before = held.parts.updateValue(chunk, forKey: index)
        let change = chunk.count - (before?.count ?? -TrustAssembler.overhead)
        held.bytes += change
        pieces[digest] = held
        if held.keys.isEmpty {
            looseBytes += change
            makeRoom()
        } else {
            referredBytes += change
            guard referredBytes <= limits.referred else {
                for key in held.keys { release(key) }
                return .refused(.tooMuch)
            }
        }
        return complete(digest, for: held.keys) ?? .waiting
    }

    /// The content with `digest` for each of `keys`, once all its pieces are there.
    private mutating func complete(_ digest: PayloadDigest, for keys: Set<TrustRecordKey>) -> Step? {
        guard var held = pieces[digest], let key = keys.first, let manifest = manifests[key] else { return nil }
        if let content = held.content { return step(content, for: keys) }
        guard held.parts.count >= manifest.chunks else { return nil }
        var content: [UInt8] = []
        content.reserveCapacity(manifest.length)
        for index in 0..<manifest.chunks {
            guard let part = held.parts[index] else { return nil }
            content += part
        }
        guard content.count == manifest.length, PayloadDigest(.sha256, of: content) == digest else {
            // A piece may have been damaged: a later one under the same key can mend it.
            return .refused(.digest)
        }
        let bytes = content.count + TrustAssembler.overhead
        referredBytes += bytes - held.bytes
        held.parts = [:]
        held.bytes = bytes
        held.content = content
        pieces[digest] = held
        return step(content, for: keys)
    }

    private func step(_ content: [UInt8], for keys: Set<TrustRecordKey>) -> Step {
        .contents(
            keys.sorted { $0.text < $1.text }.compactMap { key in
                manifests[key].map { TrustContent(key: key, manifest: $0, bytes: content) }
            }
        )
    }

    /// The topic lost a piece of a content that is complete here; what lies behind its end matters to nobody.
    private mutating func spoil(_ digest: PayloadDigest, at index: Int) {
        guard let length = pieces[digest]?.content?.count, index <= max(length - 1, 0) / TrustManifest.chunkLength
        else { return }
        pieces[digest]?.spoilt.insert(index)
    }

    private mutating func newPieces(of digest: PayloadDigest) -> Pieces {
        ordinal += 1
        order.append((digest, ordinal))
        var pieces = Pieces()
        pieces.ordinal = ordinal
        return pieces
    }

    /// `key` refers to `digest` now.
    private mutating func hold(_ digest: PayloadDigest, for key: TrustRecordKey) {
        var held = pieces[digest] ?? newPieces(of: digest)
        if held.keys.isEmpty {
            looseBytes -= held.bytes
            referredBytes += held.bytes
        }
        held.keys.insert(key)
        pieces[digest] = held
    }

    /// `key` refers to nothing any more; what nobody else needs is dropped.
    private mutating func release(_ key: TrustRecordKey) {
        guard let manifest = manifests.removeValue(forKey: key), var held = pieces[manifest.digest] else { return }
        held.keys.remove(key)
        pieces[manifest.digest] = held
        guard held.keys.isEmpty else { return }
        referredBytes -= held.bytes
        looseBytes += held.bytes
        drop(manifest.digest)
    }

    /// Drops the oldest loose pieces once there are too many, a quarter more than it must, so that this is rare.
    private mutating func makeRoom() {
        guard looseBytes > limits.loose else { return }
        let goal = limits.loose / 4 * 3
        let queue = order
        order = []
        for entry in queue {
            guard let held = pieces[entry.digest], held.ordinal == entry.ordinal else { continue }
            if looseBytes > goal, held.keys.isEmpty {
                looseBytes -= held.bytes
                pieces[entry.digest] = nil
            } else {
                order.append(entry)
            }
        }
    }

    /// Forgets loose pieces.
    private mutating func drop(_ digest: PayloadDigest) {
        guard let held = pieces.removeValue(forKey: digest) else { return }
        looseBytes -= held.bytes
        // Entries of what is gone are cleared away together, now and then.
        guard order.count > 2 * pieces.count + 1024 else { return }
        order.removeAll { pieces[$0.digest]?.ordinal != $0.ordinal }
    }
}
