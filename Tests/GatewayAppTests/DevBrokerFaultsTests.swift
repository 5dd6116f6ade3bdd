import Bus
import Testing

@testable import GatewayApp

/// The names are those of the requests, the numbers those of Kafka's protocol.
struct DevBrokerFaultsTests {
    @Test func readsRequestAndErrors() throws {
        let (request, codes) = try #require(DevBrokerFaults.fault(in: "endTransaction 14,-195"))
        #expect(request == .endTransaction)
        #expect(codes == [14, -195])
        #expect(EmbeddedBroker.Request.endTransaction.rawValue == 26)
    }

    @Test(arguments: ["", "endTransaction", "endTransaction x", "end 14", "endTransaction 14 15"])
    func passesOverWhatSaysNothing(line: String) {
        #expect(DevBrokerFaults.fault(in: line) == nil)
    }
}
