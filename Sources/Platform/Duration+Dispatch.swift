import Dispatch

extension Duration {
    /// This duration for Dispatch, in whole nanoseconds; at most 24 days, never negative.
    var dispatchInterval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return .nanoseconds(0) }
        let bounded = min(seconds, 24 * 86_400)
        return .nanoseconds(Int(bounded) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }
}
