import Testing

/// The model of the broker does what Kafka's documentation says, and what Kafka does.
@Suite(.serialized) struct BrokerScriptTests {
    @Test(arguments: BrokerScript.scenes)
    func theModelKeepsToTheDocumentation(scene: BrokerScript.Scene) {
        let model = ScriptedModel()
        for (number, line) in scene.lines.enumerated() {
            #expect(model.perform(line.step) == line.outcome, "step \(number + 1): \(line.step)")
        }
    }

    @Test(
        .enabled(
            if: !ScriptedCluster.brokers.isEmpty,
            "needs a real broker: set HUTONG_TEST_BROKERS, for example 127.0.0.1:39092"
        ),
        arguments: BrokerScript.scenes
    )
    func aTrueBrokerDoesWhatTheModelDoes(scene: BrokerScript.Scene) throws {
        let model = ScriptedModel()
        let cluster = try ScriptedCluster()
        defer { cluster.close() }
        for (number, line) in scene.lines.enumerated() {
            let outcome = model.perform(line.step)
            #expect(try cluster.perform(line.step) == outcome, "step \(number + 1): \(line.step)")
        }
    }
}
