extension FlowCondition {
    /// True when a record of `dataset` as public as `publicity` may go to `recipient` on `flow`.
    @inline(__always)
    func carries(
        _ publicity: Publicity,
        _ dataset: String,
        of flow: String,
        to recipient: RegisteredPlatform
    ) -> Bool {
        switch publicity {
        case .open: true
        case .closed: reach == .all
        case .authorised:
            reach != .open
                && (recipient.plane == .supervision || recipient.authorised.contains(dataset)
                    || recipient.authorised.contains(flow))
        }
    }
}
