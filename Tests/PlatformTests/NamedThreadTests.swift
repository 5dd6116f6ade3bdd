import Dispatch
import Foundation
import Platform
import Testing

struct NamedThreadTests {
    @Test func runsUnderItsName() {
        let name = Locked("")
        let thread = NamedThread("hutong-probe") {
            let path = "/proc/thread-self/comm"
            name.withLock { $0 = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        }
        #expect(thread.join(within: .seconds(30)))
        #expect(name.withLock { $0 } == "hutong-probe\n")
    }

    @Test func joinGivesUpAtItsDeadline() {
        let release = DispatchSemaphore(value: 0)
        let thread = NamedThread("hutong-wait") { release.wait() }
        #expect(!thread.join(within: .milliseconds(10)))
        release.signal()
        #expect(thread.join(within: .seconds(30)))
        #expect(thread.join(within: .zero), "a second join finds it ended")
    }
}
