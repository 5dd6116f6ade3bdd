package import Core

/// Third-party certification of a platform (苏政办发〔2017〕106号 二(二), rule R9): state and period.
package struct Certification: Sendable, Hashable {
    /// Where the certification stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// 已认证.
        case certified
        /// 暂停.
        case suspended
        /// 未认证.
        case none
    }

    /// Where the certification stands.
    package let state: State
    /// First instant at which it holds; nil unless certified.
    package let from: Instant?
    /// First instant at which it holds no longer; nil unless certified.
    package let until: Instant?

    /// A certification in `state`, from `from` up to, not including, `until`.
    package init(state: State, from: Instant?, until: Instant?) {
        self.state = state
        self.from = from
        self.until = until
    }

    /// The milliseconds at which it holds; empty where it never does.
    var period: Range<Int64> {
        guard state == .certified, let from, let until, from < until else { return 0..<0 }
        return from.milliseconds..<until.milliseconds
    }

    /// True when the platform may take part at `time`.
    package func holds(at time: Instant) -> Bool {
        guard state == .certified, let from, let until else { return false }
        return from <= time && time < until
    }
}
