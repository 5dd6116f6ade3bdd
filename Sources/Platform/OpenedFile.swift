import Foundation

/// A file or descriptor that is read without any buffer but the caller's, for content that must not linger in memory.
///
/// Permissions are those of the very file that is read, whatever its path names meanwhile.
package struct OpenedFile: ~Copyable {
    private let descriptor: Int32
    private let isOwned: Bool
    /// Permission bits; all of them set where the system does not tell.
    package let permissions: UInt32

    /// Opens `path` for reading; nil when that fails or it is a directory.
    package init?(path: String) {
        // Right because the path is a terminated string for the length of the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        // Right because the system fills the one structure that it is given.
        let isKnown = unsafe fstat(descriptor, &status) == 0
        guard !isKnown || status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        isOwned = true
        permissions = isKnown ? status.st_mode & 0o7777 : 0o7777
    }

    /// Reads from `descriptor`, which somebody else opened and closes.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
        isOwned = false
        permissions = 0
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Reads at most as many bytes as `target` has room for.
    ///
    /// - Returns: how many; 0 at the end, nil when the system refuses.
    package borrowing func read(into target: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            // Right because the system writes at most `count` bytes to memory that the caller owns during the call.
            let count = unsafe Glibc.read(descriptor, target.baseAddress, target.count)
            if count >= 0 { return count }
            guard errno == EINTR else { return nil }
        }
    }
}
