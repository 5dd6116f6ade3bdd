internal import CRDKafka
package import Core
internal import Platform

/// Describes, creates and adjusts topics.
///
/// Owned by one thread. The embedded broker has no Admin API: there, topics are created by asking for their metadata,
/// always with 4 partitions, and have no settings.
package final class TopicAdministrator {
    private let client: Client
    private let connection: ClusterConnection
    private let deadline: Duration

    /// An administrator of the cluster behind `connection`; each request may take `deadline`.
    ///
    /// - Throws: ``BusFailure`` of kind `configuration` when the library refuses the settings.
    package init(_ connection: ClusterConnection, deadline: Duration = .seconds(15)) throws(BusFailure) {
        self.connection = connection
        self.deadline = deadline
        let context = ClientContext(log: connection.log)
        let settings = try ClientSettings.make(connection.properties(with: ["allow.auto.create.topics": "false"]))
        context.install(in: settings, deliveryReports: false, rebalance: false)
        client = try Client(.producer, settings, context: context)
    }

    /// Ends the client; harmless the second time.
    package func close() {
        client.close()
    }

    /// Those of `names` that exist, with their settings.
    ///
    /// - Throws: ``BusFailure``: `unavailable`, or `configuration` when the right to see a topic is missing.
    package func describe(_ names: [String]) throws(BusFailure) -> [String: TopicDescription] {
        let wanted = Set(names)
        let topics: [TopicMetadata.Topic]
        switch unsafe TopicMetadata.fetch(nil, client: client, wait: deadline) {
        case .success(let all): topics = all.filter { wanted.contains($0.name) && $0.error == 0 }
        case .failure(let error): throw client.failure(error, while: "metadata")
        }
        guard !topics.isEmpty else { return [:] }
        let entries = try configEntries(topics.map(\.name))
        var found: [String: TopicDescription] = [:]
        for topic in topics {
            let own = entries[topic.name] ?? []
            found[topic.name] = TopicDescription(
                name: topic.name,
                partitions: topic.partitions,
                replication: topic.replicas,
                config: Dictionary(own.map { ($0.name, $0.value) }) { first, _ in first },
                overrides: Dictionary(own.filter(\.isOverride).map { ($0.name, $0.value) }) { first, _ in first }
            )
        }
        return found
    }

    /// The number of partitions of those of `names` that exist; asks for metadata only, so the right to describe a topic
    /// suffices.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable`.
    package func partitions(of names: [String]) throws(BusFailure) -> [String: Int32] {
        let wanted = Set(names)
        switch unsafe TopicMetadata.fetch(nil, client: client, wait: deadline) {
        case .success(let all):
            let found = all.filter { wanted.contains($0.name) && $0.error == 0 }
            return Dictionary(found.map { ($0.name, $0.partitions) }) { first, _ in first }
        case .failure(let error): throw client.failure(error, while: "metadata")
        }
    }

    /// The names of all topics that this client may see, in order; those of the broker's own among them.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable`.
    package func visibleTopics() throws(BusFailure) -> [String] {
        switch unsafe TopicMetadata.fetch(nil, client: client, wait: deadline) {
        case .success(let all): return all.filter { $0.error == 0 }.map(\.name).sorted()
        case .failure(let error): throw client.failure(error, while: "metadata")
        }
    }

    /// The value in effect of the setting `key` for each of `names`, all of which exist.
    ///
    /// Left out where it cannot be known: on the embedded broker, which has no Admin API, and where this client lacks the
    /// right to see a topic's settings, which reading and writing it do not need.
    ///
    /// - Throws: ``BusFailure``: `unavailable`, or `configuration` when the broker refuses for another reason.
    package func setting(_ key: String, of names: [String]) throws(BusFailure) -> [String: String] {
        guard !names.isEmpty else { return [:] }
        return try configEntries(names, skipsForbidden: true).compactMapValues { entries in
            entries.first { $0.name == key }?.value
        }
    }

    /// What has to change for the topics to be as `wanted`.
    ///
    /// - Throws: as ``describe(_:)``.
    package func plan(_ wanted: [TopicSpecification]) throws(BusFailure) -> TopicPlan {
        TopicPlan(wanted: wanted, existing: try describe(wanted.map(\.name)))
    }

    /// Creates what is missing and sets what differs. Does nothing at all when there are conflicts.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming the topic and the refusal, `unavailable`.
    package func apply(_ plan: TopicPlan) throws(BusFailure) {
        if let conflict = plan.conflicts.first {
            throw BusFailure(
                .configuration,
                "topic \(conflict.topic) has \(conflict.current) partitions, \(conflict.wanted) are wanted; "
                    + "the order of cases depends on the number, so it is not changed"
            )
        }
        try create(plan.missing)
        try set(plan.settings)
        try awaitEffect(of: plan.settings)
    }

    /// Creates topics and waits until they can be used.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming the topic and the refusal (it may exist already), `unavailable`.
    package func create(_ topics: [TopicSpecification]) throws(BusFailure) {
        guard !topics.isEmpty else { return }
        guard !isEmbedded else { return try createByAsking(topics.map(\.name)) }
        var requests: [OpaquePointer?] = unsafe []
        // Each request is made here and destroyed here; the call copies them. Names and values are copied on setting.
        defer { for index in unsafe requests.indices { unsafe rd_kafka_NewTopic_destroy(requests[index]) } }
        for topic in topics {
            var text = [CChar](repeating: 0, count: 256)
            let request = unsafe rd_kafka_NewTopic_new(
                topic.name,
                topic.partitions,
                topic.replication ?? -1,
                &text,
                text.count
            )
            guard unsafe request != nil else {
                throw BusFailure(.configuration, "topic \(topic.name): impossible name, partitions or replication")
            }
            unsafe requests.append(request)
            for (key, value) in topic.config { _ = unsafe rd_kafka_NewTopic_set_config(request, key, value) }
        }
        let answer = try unsafe AdminCall.run(client, deadline, while: "create topics") { queue, options in
            unsafe rd_kafka_CreateTopics(client.handle, &requests, requests.count, options, queue)
        }
        switch answer {
        case .failure(let error):
            throw client.failure(error, while: "create topics")
        case .success(let event):
            var count = 0
            // The results belong to the event, which lives until the end of this scope.
            let results = unsafe rd_kafka_CreateTopics_result_topics(
                rd_kafka_event_CreateTopics_result(event.pointer),
                &count
            )
            try unsafe AdminCall.requireSuccess(results, count, while: "create")
            for topic in topics { try TopicMetadata.partitions(of: topic.name, client: client, patience: deadline) }
        }
    }

    /// Deletes topics.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming the topic and the refusal, `unavailable`.
    package func delete(_ names: [String]) throws(BusFailure) {
        guard !names.isEmpty else { return }
        // Each request is made here and destroyed here; the call copies them.
        var requests: [OpaquePointer?] = unsafe names.map { unsafe rd_kafka_DeleteTopic_new($0) }
        defer { for index in unsafe requests.indices { unsafe rd_kafka_DeleteTopic_destroy(requests[index]) } }
        let answer = try unsafe AdminCall.run(client, deadline, while: "delete topics") { queue, options in
            unsafe rd_kafka_DeleteTopics(client.handle, &requests, requests.count, options, queue)
        }
        switch answer {
        case .failure(let error):
            throw client.failure(error, while: "delete topics")
        case .success(let event):
            var count = 0
            // The results belong to the event, which lives until the end of this scope.
            let results = unsafe rd_kafka_DeleteTopics_result_topics(
                rd_kafka_event_DeleteTopics_result(event.pointer),
                &count
            )
            try unsafe AdminCall.requireSuccess(results, count, while: "delete")
        }
    }

    /// True on librdkafka's mock cluster, which tells so by its cluster id.
    package var isEmbedded: Bool {
        // The text is ours, from the library's allocator.
        guard let text = unsafe rd_kafka_clusterid(client.handle, deadline.milliseconds) else { return false }
        defer { unsafe rd_kafka_mem_free(client.handle, text) }
        return unsafe String(cString: text).hasPrefix("mockCluster")
    }

    /// Creates topics on a broker that makes them when asked for.
    private func createByAsking(_ names: [String]) throws(BusFailure) {
        let context = ClientContext(log: connection.log)
        let settings = try ClientSettings.make(connection.properties(with: ["allow.auto.create.topics": "true"]))
        context.install(in: settings, deliveryReports: false, rebalance: false)
        let asking = try Client(.producer, settings, context: context)
        defer { asking.close() }
        for name in names { try TopicMetadata.partitions(of: name, client: asking, patience: deadline) }
    }

    /// Sets `changes`, keeping the other settings that were made for the topics: the call replaces them all.
    private func set(_ changes: [TopicPlan.SettingChange]) throws(BusFailure) {
        let byTopic = Dictionary(grouping: changes, by: \.topic)
        guard !byTopic.isEmpty else { return }
        let existing = try describe(Array(byTopic.keys))
        var resources: [OpaquePointer?] = unsafe []
        // Each resource is made here and destroyed here; the call copies them.
        defer { for index in unsafe resources.indices { unsafe rd_kafka_ConfigResource_destroy(resources[index]) } }
        for (topic, changes) in byTopic {
            let resource = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)
            unsafe resources.append(resource)
            var values = existing[topic]?.overrides ?? [:]
            for change in changes { values[change.key] = change.wanted }
            for (key, value) in values { _ = unsafe rd_kafka_ConfigResource_set_config(resource, key, value) }
        }
        let answer = try unsafe AdminCall.run(client, deadline, while: "set topic settings") { queue, options in
            unsafe rd_kafka_AlterConfigs(client.handle, &resources, resources.count, options, queue)
        }
        switch answer {
        case .failure(let error):
            throw client.failure(error, while: "set topic settings")
        case .success(let event):
            var count = 0
            // The results belong to the event, which lives until the end of this scope.
            let results = unsafe rd_kafka_AlterConfigs_result_resources(
                rd_kafka_event_AlterConfigs_result(event.pointer),
                &count
            )
            for index in 0..<count {
                let result = unsafe results?[index]
                let code = unsafe rd_kafka_ConfigResource_error(result)
                guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                let name = unsafe String(cString: rd_kafka_ConfigResource_name(result))
                throw BusFailure(.configuration, "settings of topic \(name): \(LibraryError(code).detail)")
            }
        }
    }

    /// Brokers take settings over a moment after the controller has confirmed them; a plan made then should be empty.
    private func awaitEffect(of changes: [TopicPlan.SettingChange]) throws(BusFailure) {
        guard !changes.isEmpty, !isEmbedded else { return }
        for attempt in 1...12 {
            let found = try describe(changes.map(\.topic))
            guard changes.contains(where: { found[$0.topic]?.config[$0.key] != $0.wanted }) else { return }
            client.idle(Backoff.pause(attempt: attempt))
        }
    }

    /// One setting as the broker tells it.
    private struct ConfigEntry {
        let name: String
        let value: String
        let isOverride: Bool
    }

    /// The settings of `names`; nothing where the broker has no Admin API. A topic whose settings this client may not see
    /// is a failure, or left out if `skipsForbidden`.
    private func configEntries(
        _ names: [String],
        skipsForbidden: Bool = false
    ) throws(BusFailure) -> [String: [ConfigEntry]] {
        guard !isEmbedded else { return [:] }
        // Each resource is made here and destroyed here; the call copies them.
        var resources: [OpaquePointer?] = unsafe names.map {
            unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0)
        }
        defer { for index in unsafe resources.indices { unsafe rd_kafka_ConfigResource_destroy(resources[index]) } }
        let answer = try unsafe AdminCall.run(client, deadline, while: "describe topics") { queue, options in
            unsafe rd_kafka_DescribeConfigs(client.handle, &resources, resources.count, options, queue)
        }
        let event: AdminCall.Event
        switch answer {
        case .failure(let error): throw client.failure(error, while: "describe topics")
        case .success(let success): event = success
        }
        var count = 0
        // Results and entries belong to the event, which lives until the end of this scope; names are terminated.
        let results = unsafe rd_kafka_DescribeConfigs_result_resources(
            rd_kafka_event_DescribeConfigs_result(event.pointer),
            &count
        )
        var found: [String: [ConfigEntry]] = [:]
        for index in 0..<count {
            let resource = unsafe results?[index]
            let name = unsafe String(cString: rd_kafka_ConfigResource_name(resource))
            let code = unsafe rd_kafka_ConfigResource_error(resource)
            if skipsForbidden, code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED { continue }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw BusFailure(.configuration, "settings of topic \(name): \(LibraryError(code).detail)")
            }
            var entryCount = 0
            let entries = unsafe rd_kafka_ConfigResource_configs(resource, &entryCount)
            found[name] = (0..<entryCount).compactMap { position in
                let entry = unsafe entries?[position]
                guard let key = unsafe rd_kafka_ConfigEntry_name(entry),
                    let value = unsafe rd_kafka_ConfigEntry_value(entry)
                else { return nil }
                let source = unsafe rd_kafka_ConfigEntry_source(entry)
                return unsafe ConfigEntry(
                    name: String(cString: key),
                    value: String(cString: value),
                    isOverride: source == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG
                )
            }
        }
        return found
    }
}
