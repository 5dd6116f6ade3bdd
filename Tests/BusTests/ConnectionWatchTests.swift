import Testing

@testable import Bus

/// Times are in milliseconds here; the expected interval of a second is the one that the operators' document names.
struct ConnectionWatchTests {
    private func at(_ milliseconds: UInt64) -> UInt64 { 5_000_000_000 + milliseconds * 1_000_000 }

    @Test func nothingIsAskedWithoutADoubt() {
        let watch = ConnectionWatch()
        #expect(!watch.mustProbe(at: at(0)))
        #expect(!watch.isCutOff)
    }

    @Test func aReportAloneCutsNothingOff() {
        var watch = ConnectionWatch()
        watch.lostEveryBroker()
        #expect(!watch.isCutOff)
        #expect(watch.mustProbe(at: at(0)))
        watch.probed(isAnswered: true, at: at(1))
        #expect(!watch.isCutOff)
        #expect(!watch.mustProbe(at: at(60_000)))
    }

    @Test func askedOnceASecondUntilABrokerAnswers() {
        var watch = ConnectionWatch()
        watch.lostEveryBroker()
        watch.probed(isAnswered: false, at: at(500))
        #expect(watch.isCutOff)
        #expect(!watch.mustProbe(at: at(1499)))
        #expect(watch.mustProbe(at: at(1500)))
        watch.probed(isAnswered: false, at: at(2000))
        #expect(watch.isCutOff)
        // The library tells of an outage once, or again: neither changes the pace.
        watch.lostEveryBroker()
        #expect(!watch.mustProbe(at: at(2999)))
        #expect(watch.mustProbe(at: at(3000)))
        watch.probed(isAnswered: true, at: at(3001))
        #expect(!watch.isCutOff)
        #expect(!watch.mustProbe(at: at(9000)))
    }

    @Test func aSecondOutageIsSeenToo() {
        var watch = ConnectionWatch()
        watch.lostEveryBroker()
        watch.probed(isAnswered: true, at: at(0))
        watch.lostEveryBroker()
        // Connections that come and go do not make a stream of requests.
        #expect(!watch.mustProbe(at: at(999)))
        #expect(watch.mustProbe(at: at(1000)))
        watch.probed(isAnswered: false, at: at(1500))
        #expect(watch.isCutOff)
    }
}
