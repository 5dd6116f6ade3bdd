import Core
import Testing

@testable import Bus

/// Every class of error at every step; expected actions are those of the diagram in ``TransactionMachine``.
struct TransactionMachineTests {
    private static let second: UInt64 = 1_000_000_000

    /// A machine that stands at `step`, reached by successes (and for abort by a lost assignment).
    private func machine(at step: TransactionMachine.Step) -> TransactionMachine {
        var machine = TransactionMachine(hasOffsets: true, deadline: .seconds(10))
        #expect(machine.start(at: 0) == .perform(.begin))
        for next in [TransactionMachine.Step.begin, .produce, .sendOffsets, .commit] {
            if next == step { return machine }
            if step == .abort && next == .produce {
                #expect(machine.failed(.requiresAbort, "", at: 0) == .perform(.abort))
                return machine
            }
            _ = machine.succeeded(at: 0)
        }
        return machine
    }

    @Test func goesThroughAllStepsInOrder() {
        var machine = TransactionMachine(hasOffsets: true, deadline: .seconds(1))
        #expect(machine.start(at: 0) == .perform(.begin))
        #expect(machine.succeeded(at: 1) == .perform(.produce))
        #expect(machine.succeeded(at: 2) == .perform(.sendOffsets))
        #expect(machine.succeeded(at: 3) == .perform(.commit))
        #expect(machine.succeeded(at: 4) == .finish(.committed))
    }

    @Test func withoutOffsetsNoneAreSent() {
        var machine = TransactionMachine(hasOffsets: false, deadline: .seconds(1))
        _ = machine.start(at: 0)
        #expect(machine.succeeded(at: 0) == .perform(.produce))
        #expect(machine.succeeded(at: 0) == .perform(.commit))
    }

    /// Part of the batch is queued when this step fails; the same step again would write that part twice.
    @Test func recordsAreQueuedOncePerTransaction() {
        var machine = machine(at: .produce)
        #expect(machine.failed(.retriable, "queue full", at: 0) == .perform(.abort))
        #expect(machine.succeeded(at: 0) == .finish(.rewound))
    }

    @Test(arguments: [TransactionMachine.Step.begin, .sendOffsets, .commit, .abort])
    func retriableRepeatsTheSameCallWithGrowingPauses(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        for pause in [5, 10, 20, 40, 80, 160, 320, 500, 500] {
            #expect(machine.failed(.retriable, "", at: 0) == .retry(step, after: .milliseconds(pause)))
        }
    }

    @Test(
        arguments: [
            (.begin, .recreate), (.sendOffsets, .perform(.abort)), (.commit, .recreate), (.abort, .recreate),
        ] as [(TransactionMachine.Step, TransactionMachine.Action)]
    )
    func deadlineOfRetries(step: TransactionMachine.Step, expected: TransactionMachine.Action) {
        var machine = machine(at: step)
        #expect(machine.failed(.retriable, "", at: 9 * Self.second) == .retry(step, after: .milliseconds(5)))
        #expect(machine.failed(.retriable, "", at: 10 * Self.second) == expected)
    }

    @Test func deadlineCountsFromTheStepNotFromTheTransaction() {
        var machine = machine(at: .sendOffsets)
        #expect(machine.succeeded(at: 9 * Self.second) == .perform(.commit))
        #expect(machine.failed(.retriable, "", at: 18 * Self.second) == .retry(.commit, after: .milliseconds(5)))
    }

    @Test(
        arguments: [
            (.begin, .recreate), (.produce, .perform(.abort)), (.sendOffsets, .perform(.abort)),
            (.commit, .perform(.abort)), (.abort, .recreate),
        ] as [(TransactionMachine.Step, TransactionMachine.Action)]
    )
    func requiresAbort(step: TransactionMachine.Step, expected: TransactionMachine.Action) {
        var machine = machine(at: step)
        #expect(machine.failed(.requiresAbort, "", at: 0) == expected)
    }

    @Test func abortedMeansRewound() {
        var machine = machine(at: .abort)
        #expect(machine.succeeded(at: 0) == .finish(.rewound))
    }

    @Test(arguments: TransactionMachine.Step.allCases)
    func fatalMakesANewProducerAndRewinds(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        #expect(machine.failed(.fatal, "", at: 0) == .recreate)
        #expect(machine.recreated() == .finish(.rewound))
    }

    @Test(
        arguments: [
            (.begin, .recreate), (.produce, .perform(.abort)), (.sendOffsets, .perform(.abort)), (.commit, .recreate),
            (.abort, .recreate),
        ] as [(TransactionMachine.Step, TransactionMachine.Action)]
    )
    func indefinite(step: TransactionMachine.Step, expected: TransactionMachine.Action) {
        var machine = machine(at: step)
        #expect(machine.failed(.indefinite, "", at: 0) == expected)
    }

    @Test(arguments: TransactionMachine.Step.allCases)
    func aNewerEpochAloneMakesANewProducer(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        #expect(machine.failed(.fencedProducer, "newer epoch", at: 0) == .confirmMembership)
        #expect(machine.membershipConfirmed() == .recreate)
        #expect(machine.recreated() == .finish(.rewound))
    }

    /// The group says who the other member is: this one, joined anew, or somebody else, which ends the bus from there.
    @Test(arguments: TransactionMachine.Step.allCases)
    func anotherMemberIsAskedForAtTheGroup(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        #expect(machine.failed(.fencedMember, "another member", at: 0) == .confirmMembership)
        #expect(machine.membershipConfirmed() == .recreate)
        #expect(machine.recreated() == .finish(.rewound))
    }

    @Test(arguments: [TransactionMachine.Step.begin, .abort])
    func misconfigurationWithNothingToAbortFails(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        #expect(
            machine.failed(.configuration, "no right", at: 0) == .fail(BusFailure(.configuration, "\(step): no right"))
        )
    }

    @Test(arguments: [TransactionMachine.Step.produce, .sendOffsets, .commit])
    func misconfigurationAbortsThenFails(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        #expect(machine.failed(.configuration, "no right", at: 0) == .perform(.abort))
        #expect(machine.succeeded(at: 0) == .fail(BusFailure(.configuration, "\(step): no right")))
    }

    @Test func recordRefusedForGoodFailsAfterTheAbortEvenOfANewProducer() {
        let expected = TransactionMachine.Action.fail(BusFailure(.configuration, "topic x: too large"))
        var aborted = machine(at: .commit)
        aborted.recordFailed(.configuration, "topic x: too large")
        #expect(aborted.failed(.requiresAbort, "", at: 0) == .perform(.abort))
        #expect(aborted.succeeded(at: 0) == expected)
        var recreated = machine(at: .commit)
        recreated.recordFailed(.configuration, "topic x: too large")
        #expect(recreated.failed(.fatal, "", at: 0) == .recreate)
        #expect(recreated.recreated() == expected)
    }

    @Test func recordThatTimedOutMayBeTriedAgain() {
        var machine = machine(at: .commit)
        machine.recordFailed(.retriable, "topic x: timed out")
        #expect(machine.failed(.requiresAbort, "", at: 0) == .perform(.abort))
        #expect(machine.succeeded(at: 0) == .finish(.rewound))
    }

    @Test(arguments: [TransactionMachine.Step.begin, .produce, .sendOffsets])
    func lostAssignmentAbortsBeforeTheCommit(step: TransactionMachine.Step) {
        var machine = machine(at: step)
        machine.assignmentLost()
        #expect(machine.succeeded(at: 0) == .perform(.abort))
        #expect(machine.succeeded(at: 0) == .finish(.rewound))
    }

    @Test func lostAssignmentLeavesACommitUnderWayToTheBroker() {
        var machine = machine(at: .commit)
        machine.assignmentLost()
        #expect(machine.succeeded(at: 0) == .finish(.committed))
    }
}
