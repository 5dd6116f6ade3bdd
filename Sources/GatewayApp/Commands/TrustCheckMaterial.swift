import Core
import Trust

/// Reads the files that `hutong trust check` is given.
struct TrustCheckMaterial {
    let console: Console

    /// All certificates of `files` in order, at least one of each.
    func certificates(_ files: [String]) throws(CommandFailure) -> [Certificate] {
        var certificates: [Certificate] = []
        for file in files {
            let bytes = try bytes(file)
            guard let found = TrustMaterial.certificates(in: bytes) else {
                throw CommandFailure(
                    .dataRefused,
                    zh: "\(file) 不含可读的证书（PEM 或 DER）",
                    en: "\(file) holds no readable certificate in PEM or DER"
                )
            }
            certificates += found
        }
        return certificates
    }

    /// All revocation lists of `files`, each in DER.
    func lists(_ files: [String]) throws(CommandFailure) -> [[UInt8]] {
        var lists: [[UInt8]] = []
        for file in files {
            guard let found = TrustMaterial.lists(in: try bytes(file)) else {
                throw CommandFailure(
                    .dataRefused,
                    zh: "\(file) 不含吊销列表（PEM 或 DER）",
                    en: "\(file) holds no revocation list in PEM or DER"
                )
            }
            lists += found
        }
        return lists
    }

    /// The OCSP responses of `files`.
    func answers(_ files: [String]) throws(CommandFailure) -> [[UInt8]] {
        var answers: [[UInt8]] = []
        for file in files { answers.append(try bytes(file)) }
        return answers
    }

    /// `book` with the lists and responses of the files that verify under `list`; what does not is told.
    func book(
        _ files: [String],
        answers: [String],
        into book: RevocationBook,
        list: TrustList,
        at now: Instant
    ) throws(CommandFailure) -> RevocationBook {
        var book = book
        for file in files {
            for der in try lists([file]) { tell(file, book.add(crl: der, list: list, at: now)) }
        }
        for file in answers {
            tell(file, book.add(ocsp: try bytes(file), list: list, at: now))
        }
        return book
    }

    private func tell(_ file: String, _ result: Result<RevocationItem, RevocationFault>) {
        guard case .failure(let fault) = result else { return }
        console.note("hutong: \(file): \(fault.code.rawValue): \(console.say(fault.message))")
    }

    private func bytes(_ file: String) throws(CommandFailure) -> [UInt8] {
        try InputDocument.single(file, limit: RevocationList.maximumLength, on: console)
    }
}
