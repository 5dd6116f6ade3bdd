extension Duration {
    /// Whole milliseconds, rounded down, within what the library's time-outs take; never negative.
    var milliseconds: Int32 {
        let parts = components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        guard parts.seconds < 2_000_000 else { return 2_000_000_000 }
        return Int32(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
    }

    /// Nanoseconds for comparison with the monotonic clock; never negative.
    var nanoseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        guard parts.seconds < 2_000_000 else { return 2_000_000_000_000_000 }
        return UInt64(parts.seconds) * 1_000_000_000 + UInt64(parts.attoseconds / 1_000_000_000)
    }
}
