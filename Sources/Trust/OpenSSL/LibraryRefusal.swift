import COpenSSL

/// Why OpenSSL refused, taken out of its error queue.
struct LibraryRefusal {
    /// The reasons, as ``LibraryErrors/drain()`` gives them.
    let text: String
    /// True when an algorithm was asked for that no loaded provider has.
    let lacksAlgorithm: Bool

    /// True when OpenSSL gave no reason.
    let isEmpty: Bool

    /// Empties the queue.
    init() {
        // The oldest entry is where the trouble began; later ones are of callers that tried something else.
        let first = ERR_peek_error()
        isEmpty = first == 0
        lacksAlgorithm = first != 0 && hutong_error_lacks_algorithm(first) == 1
        text = LibraryErrors.drain()
    }
}
