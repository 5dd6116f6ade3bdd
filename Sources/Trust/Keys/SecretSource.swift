package import Core
import Platform

/// Where a passphrase or another secret of one line comes from: never from the command line or the environment, where others can read it.
package enum SecretSource: Sendable, Hashable, CustomStringConvertible {
    /// The next line of an open file descriptor.
    case descriptor(Int32)
    /// A file in the credential directory of the service (`$CREDENTIALS_DIRECTORY` of systemd); nil where there is none.
    case credential(name: String, directory: String?)
    /// The first line of a file that its owner alone may read.
    case file(path: String)

    /// What the text form may be.
    package static let rule = BilingualText(
        zh: "须为 fd:N、credential:名称 或 file:路径；口令本身不得写在这里",
        en: "must be fd:N, credential:NAME or file:PATH; the passphrase itself has no place here"
    )

    /// Reads `fd:N`, `credential:NAME` or `file:PATH`; nil for anything else, so that a passphrase written in its place is
    /// never repeated in a message.
    ///
    /// - Parameters:
    ///   - directory: the credential directory, nil where the process has none.
    ///   - absolute: makes a relative path absolute.
    package init?(_ text: String, credentials directory: String?, absolute: (String) -> String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "fd":
            guard let number = Int32(value), (0...65_535).contains(number), String(number) == value else { return nil }
            self = .descriptor(number)
        case "credential":
            guard !value.isEmpty, !value.contains("/"), !value.hasPrefix(".") else { return nil }
            self = .credential(name: value, directory: directory)
        case "file":
            guard !value.isEmpty else { return nil }
            self = .file(path: absolute(value))
        default:
            return nil
        }
    }

    /// The text form.
    package var description: String {
        switch self {
        case .descriptor(let number): "fd:\(number)"
        case .credential(let name, _): "credential:\(name)"
        case .file(let path): "file:\(path)"
        }
    }

    /// Reads the secret; a descriptor gives its next line each time.
    ///
    /// - Parameter what: what it is called in messages.
    /// - Throws: ``TrustFailure`` when the source is not there, open to others, empty, or too long.
    package func read(
        as what: BilingualText = BilingualText(zh: "口令", en: "passphrase")
    ) throws(TrustFailure) -> SecretBytes {
        let secret: SecretBytes?
        switch self {
        case .descriptor(let number):
            secret = SecretBytes(lineOf: OpenedFile(descriptor: number), limit: SecretBytes.passphraseLimit)
        case .credential(let name, let directory):
            guard let directory else {
                throw TrustFailure(
                    .passphrase,
                    zh: "\(what.zh)来源 \(self) 需要服务凭据目录（CREDENTIALS_DIRECTORY），当前没有",
                    en:
                        "the \(what.en) source \(self) needs a credential directory (CREDENTIALS_DIRECTORY); there is none"
                )
            }
            // The service manager guards the directory; where it grants access by a list, the group bits show its mask.
            secret = try line(of: "\(directory)/\(name)", forbidden: 0o007, what)
        case .file(let path):
            secret = try line(of: path, forbidden: 0o077, what)
        }
        guard let secret, secret.count > 0, !secret.holdsZero else {
            throw TrustFailure(
                .passphrase,
                zh: "\(what.zh)来源 \(self) 中没有\(what.zh)（一行，1 至 \(SecretBytes.passphraseLimit) 字节）",
                en: "the \(what.en) source \(self) gives no \(what.en) (one line of 1 to "
                    + "\(SecretBytes.passphraseLimit) bytes)"
            )
        }
        return secret
    }

    private func line(
        of path: String,
        forbidden: UInt32,
        _ what: BilingualText
    ) throws(TrustFailure) -> SecretBytes? {
        guard let file = OpenedFile(path: path) else {
            throw TrustFailure(
                .unreadable,
                zh: "无法读取\(what.zh)文件 \(path)",
                en: "the \(what.en) file \(path) cannot be read"
            )
        }
        guard file.permissions & forbidden == 0 else {
            throw TrustFailure.loose(
                path,
                file.permissions,
                what: BilingualText(zh: "\(what.zh)文件", en: "the \(what.en) file")
            )
        }
        return SecretBytes(lineOf: file, limit: SecretBytes.passphraseLimit)
    }
}
