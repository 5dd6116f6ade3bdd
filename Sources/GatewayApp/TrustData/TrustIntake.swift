import Core
import Foundation
import Pipeline
import Telemetry
import Trust

/// Takes bundles and files into a keeper and writes down what became of each item.
struct TrustIntake {
    /// What became of one item.
    struct Result {
        let source: String
        /// `list 17`, `crl 12 of CN=…`.
        let item: String
        let outcome: TrustFetchOutcome
        let reason: BilingualText?
    }

    private static let endings = TrustFiles.endings.union(["bundle"])

    /// What became of each item, in order.
    private(set) var results: [Result] = []
    private let now: Instant

    init(at now: Instant) {
        self.now = now
    }

    /// Takes a bundle, a file of CRLs or with an OCSP answer, or the files of a directory.
    ///
    /// - Throws: ``CommandFailure`` with 66 when `path` cannot be read.
    mutating func take(path: String, into keeper: inout TrustKeeper) throws(CommandFailure) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            try take(file: path, into: &keeper)
            return
        }
        for name in names.sorted()
        where TrustIntake.endings.contains(name.split(separator: ".").last?.lowercased() ?? "") {
            try take(file: path + "/" + name, into: &keeper)
        }
    }

    private mutating func take(file: String, into keeper: inout TrustKeeper) throws(CommandFailure) {
        guard let data = FileManager.default.contents(atPath: file) else { throw unreadable(file) }
        let bytes = [UInt8](data)
        guard TrustBundle.isBundle(bytes) else {
            for found in TrustFiles.items(of: bytes, in: file) {
                take(found.bytes, kind: nil, source: found.path, into: &keeper)
            }
            return
        }
        guard let bundle = TrustBundle.parse(bytes) else {
            refuse(
                file,
                "bundle",
                zh: "数据包不完整，或内容与其摘要不符",
                en: "the bundle is incomplete, or its contents do not have the digests that it states"
            )
            return
        }
        // The list first, so that a gateway which only the new list names cannot vouch for that list.
        let signers = [keeper.signer].compactMap(\.self) + gateways(of: keeper.list)
        guard signers.contains(where: { $0.isSignature(bundle.signature, over: bundle.signed) }) else {
            refuse(
                file,
                "bundle",
                zh: "数据包的签名不是认可机构或信任列表中网关的",
                en: "the bundle is not signed by the recognising authority or by a gateway on the trust list"
            )
            return
        }
        for part in bundle.parts {
            guard part.kind == "list" else {
                take(part.bytes, kind: TrustItemKind(rawValue: part.kind), source: file, into: &keeper)
                continue
            }
            let document = TrustListDocument(
                bytes: part.bytes,
                signature: part.manifest.signature ?? [],
                origin: file
            )
            take(document, source: file, into: &keeper)
        }
    }

    private func gateways(of list: TrustList) -> [TrustListSigner] {
        list.gateways.filter { $0.isRecognised(at: now) }.flatMap(\.certificates)
            .filter { $0.notBefore <= now && now < $0.notAfter }
            .compactMap { certificate in try? TrustListSigner(certificate) }
    }

    private mutating func take(_ document: TrustListDocument, source: String, into keeper: inout TrustKeeper) {
        let changes = keeper.offer(document, source: source, at: now)
        guard let first = changes.first else {
            results.append(Result(source: source, item: "list \(keeper.list.serial)", outcome: .unchanged, reason: nil))
            return
        }
        switch first {
        case .refused(_, _, let reason):
            results.append(Result(source: source, item: "list", outcome: .refused, reason: reason))
        case .list, .item:
            results.append(Result(source: source, item: "list \(keeper.list.serial)", outcome: .taken, reason: nil))
        }
    }

    private mutating func take(
        _ bytes: [UInt8],
        kind: TrustItemKind?,
        source: String,
        into keeper: inout TrustKeeper
    ) {
        var outcome =
            kind == .ocsp
            ? keeper.offer(ocsp: bytes, source: source, at: now) : keeper.offer(crl: bytes, source: source, at: now)
        if kind == nil, case .failure(let fault) = outcome, fault.code == .malformed {
            outcome = keeper.offer(ocsp: bytes, source: source, at: now)
        }
        switch outcome {
        case .success(let (item, isNew)):
            let number = item.number?.description ?? item.serial ?? ""
            results.append(
                Result(
                    source: source,
                    item: "\(item.kind.rawValue) \(number) (\(item.issuerName))",
                    outcome: isNew ? .taken : .unchanged,
                    reason: nil
                )
            )
        case .failure(let fault):
            results.append(
                Result(source: source, item: kind?.rawValue ?? "", outcome: .refused, reason: fault.message)
            )
        }
    }

    private mutating func refuse(_ source: String, _ item: String, zh: String, en: String) {
        results.append(
            Result(source: source, item: item, outcome: .refused, reason: BilingualText(zh: zh, en: en))
        )
    }

    private func unreadable(_ path: String) -> CommandFailure {
        CommandFailure(.inputMissing, zh: "无法读取 \(path)", en: "cannot read \(path)")
    }
}
