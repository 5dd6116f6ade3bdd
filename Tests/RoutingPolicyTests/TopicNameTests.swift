import Testing

@testable import RoutingPolicy

@Suite struct TopicNameTests {
    @Test(arguments: [
        ("submit.fuzhou-trade", "fuzhou-trade" as String?), ("submit.", nil), ("submit.UPPER", nil),
        ("submit.a.b", nil), ("deliver.fuzhou-trade", nil), ("submit.a/../b", nil),
    ])
    func platformOfSubmitTopic(topic: String, id: String?) {
        #expect(TopicName.platform(ofSubmit: topic) == id)
    }

    @Test func names() {
        #expect(TopicName.submit("a") == "submit.a")
        #expect(TopicName.receipt("a") == "receipt.a")
        #expect(TopicName.deliver("a") == "deliver.a")
        #expect(TopicName.quarantine("a") == "quarantine.a")
        #expect(TopicName.ledger(.trading) == "ledger.trading")
        #expect(TopicName.facts(.supervision) == "facts.supervision")
    }
}
