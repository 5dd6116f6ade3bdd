import Core
import Testing

@testable import Bus

/// Expected actions are those of the diagram in ``RebalanceMachine``.
struct RebalanceMachineTests {
    private let first = [TopicPartition("in", 0), TopicPartition("in", 1)]
    private let second = [TopicPartition("in", 1), TopicPartition("in", 2)]

    @Test func assignThenRevokeOutsideOfATransaction() {
        var machine = RebalanceMachine()
        #expect(!machine.hasJoined)
        #expect(machine.on(.assign(first)) == .assign(first))
        #expect(machine.hasJoined)
        #expect(machine.held == Set(first))
        #expect(machine.on(.revoke) == .unassign)
        #expect(machine.held.isEmpty)
        #expect(machine.on(.assign(second)) == .assign(second))
        #expect(machine.assigned == second)
        #expect(machine.rebalances == 3)
    }

    @Test func anEmptyAssignmentIsAnAnswerToo() {
        var machine = RebalanceMachine()
        #expect(machine.on(.assign([])) == .assign([]))
        #expect(machine.hasJoined)
        #expect(machine.held.isEmpty)
    }

    @Test func revocationWaitsForTheTransaction() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        machine.transactionBegan()
        #expect(machine.on(.revoke) == .postpone)
        #expect(machine.held == Set(first))
        #expect(machine.revocationIsPending)
        #expect(machine.transactionEnded() == .unassign)
        #expect(machine.held.isEmpty)
        #expect(!machine.revocationIsPending)
        // Only once.
        #expect(machine.transactionEnded() == nil)
    }

    @Test func transactionWithoutRebalanceEndsQuietly() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        machine.transactionBegan()
        #expect(machine.transactionIsOpen)
        #expect(machine.transactionEnded() == nil)
        #expect(!machine.transactionIsOpen)
        #expect(machine.held == Set(first))
    }

    @Test func lostOutsideOfATransactionIsARevocation() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        #expect(machine.on(.lost) == .unassign)
        #expect(machine.held.isEmpty)
    }

    @Test func lostInATransactionAborts() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        machine.transactionBegan()
        #expect(machine.on(.lost) == .unassignAndAbort)
        #expect(machine.held.isEmpty)
        #expect(machine.transactionEnded() == nil)
    }

    @Test func lostAfterAPostponedRevocationLeavesNothingPending() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        machine.transactionBegan()
        #expect(machine.on(.revoke) == .postpone)
        #expect(machine.on(.lost) == .unassignAndAbort)
        #expect(machine.transactionEnded() == nil)
    }

    @Test func resumesExactlyWhatItPaused() {
        var machine = RebalanceMachine()
        #expect(machine.pause() == [])
        #expect(machine.resume() == [])
        _ = machine.on(.assign(first))
        #expect(machine.pause() == first)
        #expect(machine.pause() == [])
        #expect(machine.resume() == first)
        #expect(machine.resume() == [])
    }

    @Test func aPauseOutlivesTheAssignmentAndIsLiftedWhenThePartitionComesBack() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        _ = machine.pause()
        #expect(machine.isPaused)
        _ = machine.on(.revoke)
        #expect(!machine.isPaused)
        #expect(machine.resume() == [])
        _ = machine.on(.assign(second))
        #expect(machine.resume() == [TopicPartition("in", 1)])
        #expect(machine.resume() == [])
        _ = machine.on(.assign(first))
        #expect(machine.resume() == [TopicPartition("in", 0)])
    }

    @Test func aNewAssignmentIsPausedAgain() {
        var machine = RebalanceMachine()
        _ = machine.on(.assign(first))
        #expect(machine.pause() == first)
        _ = machine.on(.lost)
        _ = machine.on(.assign(second))
        #expect(machine.pause() == second)
        #expect(machine.resume() == second)
    }
}
