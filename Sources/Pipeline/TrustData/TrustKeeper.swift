package import Core
import Telemetry
package import Trust

/// All trust data that one process knows: verifies whatever comes from topic, network, files or bundles, keeps the newest,
/// and says what others should be told.
///
/// A value owned by one thread. Nothing enters the list or the book unverified, and nothing older replaces what is newer,
/// whoever wrote it and wherever.
package struct TrustKeeper: Sendable {
    /// Most wishes kept.
    private static let wantLimit = 16_384
    /// Most reports kept.
    private static let reportLimit = 32_768
    /// A wish that nobody repeated for three days is forgotten.
    private static let wantLife: Int64 = 3 * 24 * 3600 * 1000
    /// How long a written item may take to come back before it is written again.
    private static let publishPatience: Int64 = 30 * 1000
    /// Longest pause before what came back and was spoilt again is written again.
    private static let longestMendingPause: Int64 = 300 * 1000
    /// How far ahead the time of a report may be, for clocks that go wrong.
    private static let tolerance: Int64 = 10 * 60 * 1000

    /// The list in force.
    package internal(set) var list: TrustList
    /// The list in force as it was signed; nil for a list that the process made itself.
    package internal(set) var document: TrustListDocument?
    /// Who may sign lists; nil takes no list from anywhere.
    package let signer: TrustListSigner?
    /// The revocation data in force.
    package internal(set) var book: RevocationBook
    /// Where each item of the book came from and when, by its digest.
    package private(set) var origins: [String: TrustManifest] = [:]
    /// Certificates for which answers are wanted.
    package private(set) var wants: [CertificateThumbprint: TrustWant] = [:]
    /// What the last attempt at each source came to.
    package private(set) var reports: [PayloadDigest: SourceReport] = [:]

    var assembler: TrustAssembler
    /// Counts every change of list or book.
    private(set) var revision: UInt64 = 0
    /// The content of the topic that was judged here and may be replaced: in force, older than what is, or worthless. What
    /// is not understood here may be newer, under a list that has not come yet, and stays.
    private var judged: [TrustRecordKey: PayloadDigest] = [:]
    /// What was written last.
    private var written: [TrustRecordKey: Writing] = [:]
    /// The keys whose contents were from the future as seen by this clock, which may be wrong.
    private var early: Set<TrustRecordKey> = []
    /// The keys that waited for pieces when ``abandoned()`` was asked last, and what they waited for.
    private var waiting: [TrustRecordKey: PayloadDigest] = [:]
    /// Those among them that were told.
    private var missing: [TrustRecordKey: PayloadDigest] = [:]
    /// The newest time of the broker that a record of the topic carried.
    private var heard: Instant?
    /// Counts the reports of others that were taken.
    package private(set) var reportChanges = 0

    /// An item on its way into the topic.
    private struct Writing {
        let digest: PayloadDigest
        let at: Instant
        /// How often it was written.
        let count: Int
        /// True once it was read back.
        var isBack = false

        /// True when it may be written (again) at `now`: somebody who spoils the topic again and again shall not make
        /// every process write as fast.
        func permitsAnother(at now: Instant) -> Bool {
            let pause =
                isBack ? min(1000 << Int64(min(count - 1, 16)), longestMendingPause) : publishPatience
            // A clock that was set back shall not keep anybody from writing.
            return now < at || now >= at.advanced(byMilliseconds: pause)
        }
    }

    /// A keeper that begins with `list`.
    package init(
        list: TrustList,
        document: TrustListDocument? = nil,
        signer: TrustListSigner? = nil,
        book: RevocationBook = RevocationBook(),
        limits: TrustAssembler.Limits = TrustAssembler.Limits()
    ) {
        self.list = list
        self.document = document
        self.signer = signer
        self.book = book
        assembler = TrustAssembler(limits: limits)
    }

    /// Everything in force.
    package var items: [RevocationItem] { book.items }

    /// Keys of the topic whose pieces have not all come.
    package var incomplete: [TrustRecordKey] { assembler.incomplete }

    /// Number of changes so far; a store made at one revision is out of date at the next.
    package var changes: UInt64 { revision }

    /// Takes a record of the topic.
    package mutating func take(_ record: InboundRecord, at now: Instant) -> [TrustChange] {
        heard = max(heard ?? record.timestamp, record.timestamp)
        switch assembler.take(record) {
        case .contents(let contents):
            return contents.flatMap { take($0, at: now) }
        case .want(let thumbprint, let value):
            take(want: value, for: thumbprint, at: now)
        case .source(let id, let value):
            take(report: value, of: id, at: now)
        case .removed, .waiting:
            // What was verified stays: nobody can take a revocation back by removing it from the topic.
            break
        case .refused(let fault):
            let key = record.key.map { String(decoding: $0.prefix(96), as: UTF8.self) } ?? ""
            let text = BilingualText(
                zh: "主题 trust 第 \(record.offset) 条记录无法使用：\(fault.rawValue)",
                en: "record \(record.offset) of the topic trust is of no use: \(fault.rawValue)"
            )
            return [.refused(TrustFault(fault), source: "topic \(key)", text)]
        }
        return []
    }

    /// Verifies a CRL and takes it when it is newer than what is known.
    ///
    /// - Parameter source: the address or file that it came from.
    /// - Returns: the item in force and whether it is new, or why nothing was taken.
    package mutating func offer(
        crl bytes: [UInt8],
        source: String,
        at now: Instant
    ) -> Result<(item: RevocationItem, isNew: Bool), RevocationFault> {
        let before = book.additions
        return book.add(crl: bytes, list: list, at: now).map { noted($0, before, source, now) }
    }

    /// Verifies an OCSP answer and takes it when it is newer than what is known.
    ///
    /// - Parameter nonce: of the request that it answers; nil when there was none.
    package mutating func offer(
        ocsp bytes: [UInt8],
        nonce: [UInt8]? = nil,
        source: String,
        at now: Instant
    ) -> Result<(item: RevocationItem, isNew: Bool), RevocationFault> {
        let before = book.additions
        return book.add(ocsp: bytes, list: list, at: now, nonce: nonce).map { noted($0, before, source, now) }
    }

    /// Remembers what an attempt of this process came to.
    ///
    /// - Returns: the record that tells the others.
    package mutating func note(_ report: SourceReport) -> OutboundRecord {
        reports[report.id] = report
        return report.record
    }

    /// A store of everything in force.
    ///
    /// - Throws: ``TrustFailure`` when OpenSSL cannot take up a certificate of the list.
    package func makeStore(generation: UInt64) throws(TrustFailure) -> TrustStore {
        try TrustStore(list: list, revocation: book, generation: generation)
    }

    /// The records that bring the topic up to what is in force here: what is missing there, and what is older there.
    ///
    /// To be asked only once the topic was read to its end. What was written lately is not written again until it had time
    /// to come back.
    package mutating func unpublished(at now: Instant) -> [OutboundRecord] {
        var records: [OutboundRecord] = []
        if let document, let manifest = manifest(of: document, at: now) {
            records += publication(of: document.bytes, manifest, under: .list, at: now)
        }
        for item in book.items {
            let manifest =
                origins[item.digest]
                ?? TrustManifest(of: item.bytes, fetched: item.thisUpdate, source: "")
            records += publication(of: item.bytes, manifest, under: TrustKeeper.key(of: item), at: now)
        }
        return records
    }

    /// The keys of the topic that have waited for pieces since this was asked the last time; each is told once.
    package mutating func abandoned() -> [TrustChange] {
        var now: [TrustRecordKey: PayloadDigest] = [:]
        var changes: [TrustChange] = []
        for key in assembler.incomplete {
            guard let digest = assembler.manifests[key]?.digest else { continue }
            now[key] = digest
            guard waiting[key] == digest, missing[key] != digest else { continue }
            missing[key] = digest
            let text = BilingualText(
                zh: "主题 trust 中 \(key.text) 的内容缺少分块",
                en: "pieces of what stands under \(key.text) in the topic trust are missing"
            )
            changes.append(
                .refused(
                    TrustFault(TrustRecordFault.chunk),
                    source: "topic \(key.text)",
                    text
                )
            )
        }
        waiting = now
        missing = missing.filter { now[$0.key] == $0.value }
        return changes
    }

    /// Looks again at what was from the future before: a clock that was behind may have been set right since.
    ///
    /// - Returns: what was taken.
    package mutating func reconsider(at now: Instant) -> [TrustChange] {
        early.sorted { $0.text < $1.text }.flatMap { key -> [TrustChange] in
            guard let content = assembler.content(under: key) else {
                early.remove(key)
                return []
            }
            return take(content, at: now).filter { change in
                if case .refused = change { false } else { true }
            }
        }
    }

    /// The removal of wishes that nobody repeats, and of answers that nobody can rely on any more.
    ///
    /// What is removed is removed for everybody: besides the present, `now`, the broker's time must have come so far, lest a
    /// process whose clock is ahead empties the topic.
    package mutating func expired(at present: Instant) -> [OutboundRecord] {
        let now = min(present, heard ?? present)
        var records: [OutboundRecord] = []
        for (thumbprint, want) in wants
        where want.at.advanced(byMilliseconds: TrustKeeper.wantLife) < now || want.certificate.notAfter < now {
            wants[thumbprint] = nil
            records.append(TrustRecords.record(.want(thumbprint), nil))
        }
        let before = book.items.filter { $0.kind == .ocsp }
        book.removeAnswers(unusableSince: now)
        let kept = Set(book.items.map(\.digest))
        for item in before where !kept.contains(item.digest) {
            let key = TrustKeeper.key(of: item)
            origins[item.digest] = nil
            revision += 1
            guard let manifest = assembler.manifests[key] else { continue }
            let others = Set(assembler.manifests.filter { $0.key != key }.map(\.value.digest))
            records += TrustRecords.removal(of: key, manifest, needed: others)
        }
        return records
    }

    /// The key of an item in the topic.
    package static func key(of item: RevocationItem) -> TrustRecordKey {
        .item(item.kind == .ocsp ? .ocsp : .crl, slot: item.key)
    }

    private mutating func take(_ content: TrustContent, at now: Instant) -> [TrustChange] {
        if written[content.key]?.digest == content.manifest.digest { written[content.key]?.isBack = true }
        early.remove(content.key)
        let source = content.manifest.source
        let outcome: Result<(item: RevocationItem, isNew: Bool), RevocationFault>
        switch content.key {
        case .list:
            return take(list: content, at: now)
        case .item(.crl, _):
            outcome = offer(crl: content.bytes, source: source, at: now)
        case .item(.ocsp, _):
            outcome = offer(ocsp: content.bytes, source: source, at: now)
        case .chunk, .want, .source:
            return []
        }
        switch outcome {
        case .success(let taken):
            judged[content.key] = content.manifest.digest
            guard taken.isNew else { return [] }
            origins[taken.item.digest] = content.manifest
            return [.item(taken.item, source: source)]
        case .failure(let fault):
            switch fault.code {
            case .notYetValid: early.insert(content.key)
            case .issuerUnknown: break
            default: judged[content.key] = content.manifest.digest
            }
            return [.refused(TrustFault(fault.code), source: source, fault.message)]
        }
    }

    private mutating func noted(
        _ item: RevocationItem,
        _ before: Int,
        _ source: String,
        _ now: Instant
    ) -> (item: RevocationItem, isNew: Bool) {
        guard book.additions != before else { return (item, false) }
        revision += 1
        // Now and then, so that thousands of answers cost no more than each by itself.
        if origins.count > 2 * book.count + 64 {
            let held = Set(book.items.map(\.digest))
            origins = origins.filter { held.contains($0.key) }
        }
        origins[item.digest] = TrustManifest(of: item.bytes, fetched: now, source: source)
        return (item, true)
    }

    /// A new list is in force: what it no longer names is left out, and what only it names is looked at again.
    ///
    /// - Returns: what was taken besides.
    mutating func listChanged(at now: Instant) -> [TrustChange] {
        book.rebind(to: list)
        revision += 1
        return assembler.contents.flatMap { content -> [TrustChange] in
            guard case .item = content.key, judged[content.key] != content.manifest.digest else { return [] }
            return take(content, at: now).filter { change in
                if case .refused = change { false } else { true }
            }
        }
    }

    /// The list that stands in the topic was judged.
    mutating func judgeList(_ digest: PayloadDigest) {
        judged[.list] = digest
    }

    private mutating func publication(
        of content: [UInt8],
        _ manifest: TrustManifest,
        under key: TrustRecordKey,
        at now: Instant
    ) -> [OutboundRecord] {
        let standing = assembler.manifests[key]
        let isComplete = assembler.isComplete(key)
        guard standing?.digest != manifest.digest || !isComplete else { return [] }
        if let standing, isComplete, judged[key] != standing.digest { return [] }
        // Nobody would read what is larger.
        guard content.count <= TrustManifest.maximumLength else { return [] }
        var count = 1
        if let last = written[key], last.digest == manifest.digest {
            guard last.permitsAnother(at: now) else { return [] }
            count = last.isBack ? last.count + 1 : last.count
        }
        written[key] = Writing(digest: manifest.digest, at: now, count: count)
        var others: Set<PayloadDigest> = []
        if let standing, standing.digest != manifest.digest {
            others = Set(assembler.manifests.filter { $0.key != key }.map(\.value.digest))
        }
        return TrustRecords.content(content, manifest, under: key, replacing: standing, needed: others)
    }

    private mutating func take(want value: [UInt8]?, for thumbprint: CertificateThumbprint, at now: Instant) {
        guard let value else {
            wants[thumbprint] = nil
            return
        }
        guard wants[thumbprint] != nil || wants.count < TrustKeeper.wantLimit,
            let want = TrustWant(value, thumbprint: thumbprint)
        else { return }
        wants[thumbprint] = want
    }

    private mutating func take(report value: [UInt8]?, of id: PayloadDigest, at now: Instant) {
        guard let value else {
            reports[id] = nil
            return
        }
        guard reports[id] != nil || reports.count < TrustKeeper.reportLimit, let report = SourceReport(value),
            report.id == id, report.at <= now.advanced(byMilliseconds: TrustKeeper.tolerance)
        else { return }
        // A report of an earlier attempt may be written later.
        if let known = reports[id], known.at >= report.at { return }
        reports[id] = report
        reportChanges += 1
    }
}
