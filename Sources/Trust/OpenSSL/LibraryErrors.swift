import COpenSSL

/// OpenSSL's per-thread error queue. What is left in it would be blamed on the next caller: it is emptied before a call
/// that can fail and read out after one that did.
enum LibraryErrors {
    /// Empties the queue.
    @inline(__always)
    static func clear() {
        ERR_clear_error()
    }

    /// Takes everything out of the queue, as text without file names; "no detail" when it was empty.
    static func drain() -> String {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            // The string is a constant of the library or nil.
            guard reasons.count < 8, let text = unsafe ERR_reason_error_string(code) else { continue }
            reasons.append(unsafe String(cString: text))
        }
        return reasons.isEmpty ? "no detail" : reasons.joined(separator: "; ")
    }
}
