/// What must hold before this process may take part; `/ready` answers 200 when all of it does.
package enum ReadinessLatch: String, CaseIterable, Sendable, Hashable {
    /// The cluster answers and the topics are as planned.
    case broker
    /// The trust list is loaded and usable.
    case trust
    /// The contracts are compiled.
    case contracts
    /// Every stage of this process has joined its group.
    case assignment
}
