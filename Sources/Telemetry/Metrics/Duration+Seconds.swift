extension Duration {
    /// This duration as a number of seconds.
    package var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// Whole milliseconds of this duration, cut, within the range of `Int64`.
    package var inMilliseconds: Int64 {
        let milliseconds = inSeconds * 1000
        guard milliseconds < 9e18 else { return .max }
        guard milliseconds > -9e18 else { return .min }
        return Int64(milliseconds)
    }
}
