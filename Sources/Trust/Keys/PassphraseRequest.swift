import COpenSSL

/// What OpenSSL is told when it asks for a passphrase: the one that is given, or nothing; it never asks a terminal.
///
/// Used on one thread, during one call that reads a key.
final class PassphraseRequest {
    /// The shape of OpenSSL's `pem_password_cb`.
    typealias Callback =
        @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32

    private let secret: SecretBytes?
    /// True once OpenSSL has asked.
    private(set) var wasMade = false

    /// Answers with `secret`.
    init(_ secret: SecretBytes?) {
        self.secret = secret
    }

    /// Lends callback and context for one call of OpenSSL.
    func withCallback<Result>(_ body: (PassphraseRequest.Callback, UnsafeMutableRawPointer) -> Result) -> Result {
        defer { withExtendedLifetime(self) {} }
        let callback: Callback = { buffer, size, _, context in
            guard let context = unsafe context else { return -1 }
            // The context is this object, which lives until the call that was lent it returns.
            let request = unsafe Unmanaged<PassphraseRequest>.fromOpaque(context).takeUnretainedValue()
            return unsafe request.answer(buffer, size)
        }
        return unsafe body(callback, Unmanaged.passUnretained(self).toOpaque())
    }

    private func answer(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32) -> Int32 {
        wasMade = true
        guard let secret, let buffer = unsafe buffer, secret.count <= Int(size) else { return -1 }
        // OpenSSL's buffer has room for `size` bytes; it wipes what it was given.
        unsafe secret.withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: start, byteCount: bytes.count)
        }
        return Int32(clamping: secret.count)
    }
}
