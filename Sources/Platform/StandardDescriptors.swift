import Foundation

/// The descriptors 0, 1 and 2, which a caller may have closed.
package enum StandardDescriptors {
    /// Puts `/dev/null`, open for reading alone, in the place of each that is closed.
    ///
    /// To be called before anything is opened: the next file or socket would get the free number otherwise, and what the
    /// command prints would land in it. Writing to what stands there now fails, as it does for a closed descriptor.
    package static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // Right because the path is a terminated string for the length of the call. The lowest free number is taken,
            // which is this one: those below it are open by now.
            _ = unsafe open("/dev/null", O_RDONLY)
        }
    }

    /// The system's words for `number`, a value of `errno`.
    package static func text(of number: Int32) -> String {
        // Right because `strerror` returns a terminated string that stays valid until this thread asks again.
        unsafe String(cString: strerror(number))
    }
}
