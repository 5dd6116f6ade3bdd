import Dispatch
import Foundation
import Platform
import Testing

struct SignalSourceTests {
    /// In a process of its own: the disposition of a signal belongs to the whole process.
    @Test func anArmedSignalDoesNotKill() async {
        await #expect(processExitsWith: .exitCode(23)) {
            let arrived = DispatchSemaphore(value: 0)
            let source = SignalSource([.terminate, .interrupt]) { if $0 == .terminate { arrived.signal() } }
            // Directly after the initialiser returned: nothing may be left to happen before the signal is safe.
            kill(getpid(), SIGTERM)
            guard arrived.wait(timeout: .now() + 30) == .success else { exit(1) }
            kill(getpid(), SIGTERM)
            guard arrived.wait(timeout: .now() + 30) == .success else { exit(2) }
            source.cancel()
            exit(23)
        }
    }

    @Test func aBrokenPipeIsAnError() async {
        await #expect(processExitsWith: .exitCode(23)) {
            ProcessSignal.ignoreBrokenPipe()
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            do {
                try pipe.fileHandleForWriting.write(contentsOf: Data([1]))
            } catch {
                exit(23)
            }
        }
    }
}
