package import Core

/// Trust's machinery could not do what it was asked to: a file, a key, a certificate of our own, or OpenSSL itself.
///
/// Nothing a partner sends in a record leads here; that becomes a `Problem`.
package struct TrustFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What an operator can do about it.
    package enum Kind: String, Sendable, Hashable {
        /// A file is missing or cannot be read.
        case unreadable
        /// A private key or a passphrase can be read by others than its owner.
        case loosePermissions
        /// A passphrase is missing or is not that of the key.
        case passphrase
        /// Something of that name is there already.
        case exists
        /// The file or the bytes are not what they should be.
        case malformed
        /// Key, certificate and algorithm do not fit together.
        case mismatch
        /// OpenSSL refused an operation that should work.
        case library
    }

    /// The kind of trouble.
    package let kind: Kind
    /// What was attempted and what the library said; never key material.
    package let message: BilingualText

    /// A failure of `kind`.
    package init(_ kind: Kind, zh: String, en: String) {
        self.kind = kind
        self.message = BilingualText(zh: zh, en: en)
    }

    /// OpenSSL refused what `detail` names; its own words are English in either language.
    package init(library detail: String) {
        self.init(.library, zh: "密码库操作失败：\(detail)", en: detail)
    }

    /// `what` at `path` can be read by others.
    static func loose(_ path: String, _ permissions: UInt32, what: BilingualText) -> TrustFailure {
        let mode = String(permissions & 0o777, radix: 8)
        return TrustFailure(
            .loosePermissions,
            zh: "\(what.zh) \(path) 的权限为 \(mode)，他人可读；请执行 chmod 600 \(path)",
            en: "\(what.en) \(path) has mode \(mode): group or others may read it; run chmod 600 \(path)"
        )
    }

    /// The message in English, for logs.
    package var description: String { message.en }
}
