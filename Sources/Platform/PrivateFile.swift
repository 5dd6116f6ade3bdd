import Foundation

/// Writes files that nobody but their owner may read, from the first byte on.
package enum PrivateFile {
    /// What became of a file.
    package enum Outcome: Sendable, Hashable {
        /// It is written and on disk.
        case written
        /// Something of that name is there already.
        case exists
        /// The system refuses, for the reason that `errno` gives.
        case failed(Int32)
    }

    /// Writes `bytes` to `path`, mode 0600.
    ///
    /// - Parameter replaces: puts the new file into the place of an old one, whole or not at all; otherwise whatever is
    ///   there stays, also a link.
    package static func write(_ bytes: UnsafeRawBufferPointer, to path: String, replaces: Bool) -> Outcome {
        let target = replaces ? "\(path).\(getpid()).new" : path
        // Right because the path is a terminated string for the length of the call.
        let descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno == EEXIST ? .exists : .failed(errno) }
        var number = unsafe fill(descriptor, with: bytes)
        if number == 0, fsync(descriptor) != 0, errno != EINVAL { number = errno }
        if close(descriptor) != 0, number == 0 { number = errno }
        // Right because both paths are terminated strings for the length of the call.
        if number == 0, replaces, unsafe rename(target, path) != 0 { number = errno }
        guard number != 0 else { return .written }
        // Right because the path is a terminated string; half a file is worth nothing.
        _ = unsafe unlink(target)
        return .failed(number)
    }

    /// Writes everything; the error number, 0 when all is written.
    private static func fill(_ descriptor: Int32, with bytes: UnsafeRawBufferPointer) -> Int32 {
        var offset = 0
        while offset < bytes.count {
            // Right because the slice lies within the caller's memory, which is only read.
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
            let written = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            guard written > 0 else {
                if errno == EINTR { continue }
                return errno == 0 ? EIO : errno
            }
            offset += written
        }
        return 0
    }
}
