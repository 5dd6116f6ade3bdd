import Core

/// What the stage knows of one partition that it holds, found once for all records of it that come one after the other.
/// Owned by one stage.
final class RegistrationPartition {
    /// Its number, in `admitted.<plane>` as in `case.<plane>`.
    let number: Int32
    let register: CaseRegister
    /// Cases of which records that waited can be released, or may be: looked through at the next turn.
    var ready: Set<String>
    /// Log-append time of the newest submission seen.
    var seen: Instant?
    /// How many records of it the batch in work has.
    var records = 0
    /// True when the batch in work has changed it.
    var isChanged = false

    /// The partition `number`, of which `register` was read back.
    init(_ number: Int32, _ register: CaseRegister) {
        self.number = number
        self.register = register
        ready = Set(register.waitingCases)
    }

    /// The transaction of the batch is durable.
    func commit() {
        register.commit()
        isChanged = false
    }

    /// The transaction of the batch came to nothing.
    func discard() {
        register.discard()
        ready = Set(register.waitingCases)
        isChanged = false
    }
}
