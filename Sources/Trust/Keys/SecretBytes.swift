import COpenSSL
import Platform

/// Bytes that nobody may see: a passphrase, the content of a key file. They stand in one place of memory, which is wiped
/// before it is given back, and have no textual form.
///
/// `@unchecked Sendable`: any thread may read them; the memory never changes after `init`.
@safe
package final class SecretBytes: @unchecked Sendable {
    /// Largest content of a key file.
    static let fileLimit = 64 << 10
    /// Longest passphrase, what OpenSSL takes.
    static let passphraseLimit = 1023

    /// One byte more than ``count``, which is zero: some calls of OpenSSL take a terminated string.
    private let memory: UnsafeMutableRawBufferPointer
    /// How many bytes there are.
    let count: Int

    /// Room for `limit` bytes, which `fill` fills.
    ///
    /// - Parameter fill: returns how many bytes it has written; nil leaves nothing.
    init?(limit: Int, fill: (UnsafeMutableRawBufferPointer) -> Int?) {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: limit + 1, alignment: 16)
        // The memory is fresh; nothing but this object knows it, and `fill` is lent all of it but the last byte.
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
        let filled = unsafe fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<limit]))
        count = min(max(0, filled ?? 0), limit)
        if filled == nil { return nil }
        // A passphrase cut in half must not leave its tail behind the terminator.
        unsafe OPENSSL_cleanse(memory.baseAddress?.advanced(by: count), memory.count - count)
    }

    /// A passphrase from text that is already known to the process; for tests and throw-away keys.
    package convenience init(copying text: String) {
        self.init(copying: Array(text.utf8.prefix(SecretBytes.passphraseLimit)))
    }

    /// The content of a key file from text that is already known to the process.
    convenience init(copyingFile text: String) {
        self.init(copying: Array(text.utf8.prefix(SecretBytes.fileLimit)))
    }

    private init(copying bytes: [UInt8]) {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 16)
        // The memory is fresh and large enough.
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe memory.copyBytes(from: bytes)
        count = bytes.count
    }

    deinit {
        // The only owner; nobody reads the memory any more.
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }

    /// Everything that `file` holds; nil when it cannot be read or holds more than `limit`.
    convenience init?(of file: borrowing OpenedFile, limit: Int) {
        unsafe self.init(limit: limit + 1) { target -> Int? in
            var filled = 0
            while filled < target.count {
                // The rest of the memory that is lent.
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[filled...])
                guard let count = unsafe file.read(into: rest) else { return nil }
                if count == 0 { break }
                filled += count
            }
            return filled <= limit ? filled : nil
        }
    }

    /// The next line of `file` without its end (LF or CR LF), read byte by byte so that the following line stays there for
    /// whoever asks next; nil when it cannot be read, is at its end, or the line is longer than `limit`.
    convenience init?(lineOf file: borrowing OpenedFile, limit: Int) {
        unsafe self.init(limit: limit + 2) { target -> Int? in
            var filled = 0
            var isEnded = false
            while !isEnded, filled < target.count {
                // One byte of the memory that is lent.
                let next = unsafe UnsafeMutableRawBufferPointer(rebasing: target[filled..<(filled + 1)])
                guard let count = unsafe file.read(into: next) else { return nil }
                if count == 0 {
                    guard filled > 0 else { return nil }
                    break
                }
                isEnded = unsafe target[filled] == 0x0a
                if !isEnded { filled += 1 }
            }
            if filled > 0, unsafe target[filled - 1] == 0x0d { filled -= 1 }
            return filled <= limit ? filled : nil
        }
    }

    /// Lends the bytes, followed by a zero, for the duration of `body`, which must not keep them.
    func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try unsafe body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }

    /// True when a zero stands among the bytes, which would cut a terminated string.
    var holdsZero: Bool { unsafe withBytes { unsafe $0.contains(0) } }
}
