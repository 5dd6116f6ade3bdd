package import Core

/// The list of mutually recognised certification authorities and of the gateways whose seals count.
///
/// From outside it comes only through ``TrustListDocument/verified(by:)``; the memberwise initialiser is for lists that
/// the process makes itself (demonstration, tests, drafts).
package struct TrustList: Sendable {
    /// Highest serial number: the largest integer that every JSON reader holds exactly.
    package static let maximumSerial: UInt64 = 9_007_199_254_740_991

    /// Number of the list; each new one is higher.
    package let serial: UInt64
    /// When the recognising authority issued it.
    package let issued: Instant
    /// The recognising authority's name.
    package let publisher: BilingualText
    /// The authorities in the order of the list.
    package let authorities: [TrustAuthority]
    /// The gateways in the order of the list.
    package let gateways: [RecognisedGateway]
    /// SHA-256 of the exact bytes of the list.
    package let digest: PayloadDigest

    /// A list of `authorities` made by this process; its digest is that of ``json()``.
    package init(
        serial: UInt64 = 1,
        issued: Instant = Instant(milliseconds: 0),
        publisher: BilingualText = BilingualText(zh: "本进程", en: "this process"),
        authorities: [TrustAuthority],
        gateways: [RecognisedGateway] = []
    ) {
        self.serial = serial
        self.issued = issued
        self.publisher = publisher
        self.authorities = authorities
        self.gateways = gateways
        digest = PayloadDigest(
            .sha256,
            of: TrustListText.bytes(serial, issued, publisher, authorities, gateways)
        )
    }

    /// A list as it was read; `digest` is that of the bytes read.
    init(
        serial: UInt64,
        issued: Instant,
        publisher: BilingualText,
        authorities: [TrustAuthority],
        gateways: [RecognisedGateway],
        digest: PayloadDigest
    ) {
        self.serial = serial
        self.issued = issued
        self.publisher = publisher
        self.authorities = authorities
        self.gateways = gateways
        self.digest = digest
    }

    /// The list as the bytes of a list file, certificates inline.
    package func json() -> [UInt8] {
        TrustListText.bytes(serial, issued, publisher, authorities, gateways)
    }

    /// Reads an unsigned draft (docs/specs/trust-list.md §5) and the certificate files that it names, relative to its
    /// directory. A draft says what a list would be and is never trusted.
    ///
    /// - Throws: ``TrustListProblems`` with everything that is wrong, not only the first.
    package static func draft(contentsOfFile path: String) throws(TrustListProblems) -> TrustList {
        try TrustListReader.list(draft: path)
    }

    /// What remains of this list for the comparison with later ones.
    package var mark: TrustListMark { TrustListMark(serial: serial, digest: digest) }

    /// Why this list may not follow the one that was `seen`: an older one would bring back what was withdrawn since, and
    /// two under one number leave open which counts. Nil when it may.
    package func fault(after seen: TrustListMark) -> BilingualText? {
        if serial < seen.serial {
            return BilingualText(
                zh: "第 \(serial) 号名单早于已见过的第 \(seen.serial) 号，不得回退",
                en: "list \(serial) is older than list \(seen.serial), which has been seen: no roll-back"
            )
        }
        if serial == seen.serial, digest != seen.digest {
            return BilingualText(
                zh: "第 \(serial) 号名单与已见过的同号名单内容不同（\(digest.text) 与 \(seen.digest.text)）",
                en: "list \(serial) differs from the one that has been seen under this number "
                    + "(\(digest.text) and \(seen.digest.text))"
            )
        }
        return nil
    }

    /// This list as the next to be issued.
    package func reissued(serial: UInt64, at instant: Instant) -> TrustList {
        TrustList(
            serial: serial,
            issued: instant,
            publisher: publisher,
            authorities: authorities,
            gateways: gateways
        )
    }
}
