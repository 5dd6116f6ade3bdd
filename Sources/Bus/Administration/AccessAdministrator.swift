internal import CRDKafka
package import Core
internal import Platform

/// Reads and changes the rights (ACLs) of a cluster. Owned by one thread.
package final class AccessAdministrator {
    /// Most entries in one request: a controller takes ten thousand, and a refusal should not concern all.
    private static let chunk = 500

    /// For the extensions of this type; nobody else uses it.
    let client: Client
    /// How long a request may take.
    let deadline: Duration

    /// An administrator of the cluster behind `connection`; each request may take `deadline`.
    ///
    /// - Throws: ``BusFailure`` of kind `configuration` when the library refuses the settings.
    package init(_ connection: ClusterConnection, deadline: Duration = .seconds(15)) throws(BusFailure) {
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

    /// True when the library can write rights on transactional ids: versions before 2.6 can only read them, and tell them
    /// as of type 0.
    package var writesTransactionalIDs: Bool {
        let probe = AccessEntry(
            resourceType: AccessEntry.transactionalID,
            resourceName: "probe",
            patternType: 3,
            principal: "User:probe",
            host: "*",
            operation: 4,
            permission: AccessEntry.allowed
        )
        guard let binding = unsafe binding(probe) else { return false }
        // Made by the line above, given to nobody.
        unsafe rd_kafka_AclBinding_destroy(binding)
        return true
    }

    /// Adds `entries`; one that is there already stays.
    ///
    /// - Returns: those that this version of the library has no words for; all others are added.
    /// - Throws: ``BusFailure``: `configuration` naming the entry that was refused, `unavailable`.
    package func create(_ entries: [AccessEntry]) throws(BusFailure) -> [AccessEntry] {
        var inexpressible: [AccessEntry] = []
        var rest = entries[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.chunk)
            rest = rest.dropFirst(Self.chunk)
            var bindings: [OpaquePointer?] = unsafe []
            var named: [AccessEntry] = []
            // Each is made here and destroyed here; the call copies them.
            defer { for index in unsafe bindings.indices { unsafe rd_kafka_AclBinding_destroy(bindings[index]) } }
            for entry in batch {
                guard let binding = unsafe binding(entry) else {
                    inexpressible.append(entry)
                    continue
                }
                unsafe bindings.append(binding)
                named.append(entry)
            }
            guard !named.isEmpty else { continue }
            let answer = try unsafe AdminCall.run(client, deadline, while: "add rights") { queue, options in
                unsafe rd_kafka_CreateAcls(client.handle, &bindings, bindings.count, options, queue)
            }
            let event = try success(answer, while: "add rights")
            var count = 0
            // The results belong to the event, which lives until the end of this scope; they stand in the order asked for.
            let results = unsafe rd_kafka_CreateAcls_result_acls(
                rd_kafka_event_CreateAcls_result(event.pointer),
                &count
            )
            for (index, entry) in named.prefix(count).enumerated() {
                let error = unsafe rd_kafka_acl_result_error(results?[index])
                try unsafe require(error, entry, while: "add right")
            }
        }
        return inexpressible
    }

    /// Takes `entries` away, each by all its members; one that is not there is no failure.
    ///
    /// An entry of type 0 is looked for among all types: the caller makes sure that no other differs from it by type alone.
    /// - Throws: ``BusFailure``: `configuration` naming the entry that was refused, `unavailable`.
    package func delete(_ entries: [AccessEntry]) throws(BusFailure) {
        var rest = entries[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.chunk))
            rest = rest.dropFirst(Self.chunk)
            var filters: [OpaquePointer?] = unsafe []
            // Each is made here and destroyed here; the call copies them.
            defer { for index in unsafe filters.indices { unsafe rd_kafka_AclBinding_destroy(filters[index]) } }
            for entry in batch {
                guard let filter = unsafe filter(entry) else {
                    throw BusFailure(.configuration, "remove right: this library has no words for \(entry)")
                }
                unsafe filters.append(filter)
            }
            let answer = try unsafe AdminCall.run(client, deadline, while: "remove rights") { queue, options in
                unsafe rd_kafka_DeleteAcls(client.handle, &filters, filters.count, options, queue)
            }
            let event = try success(answer, while: "remove rights")
            var count = 0
            // The results belong to the event, which lives until the end of this scope; they stand in the order asked for.
            let results = unsafe rd_kafka_DeleteAcls_result_responses(
                rd_kafka_event_DeleteAcls_result(event.pointer),
                &count
            )
            for (index, entry) in batch.prefix(count).enumerated() {
                let error = unsafe rd_kafka_DeleteAcls_result_response_error(results?[index])
                try unsafe require(error, entry, while: "remove right")
            }
        }
    }

    /// Waits until the brokers report all of `added` and none of `removed`: they follow the controller a moment later.
    ///
    /// - Throws: as ``describe()``; ``BusFailure`` of kind `unavailable` when that takes longer than a request may.
    package func awaitEffect(added: Set<AccessEntry>, removed: Set<AccessEntry>) throws(BusFailure) {
        guard !added.isEmpty || !removed.isEmpty else { return }
        let limit = ContinuousClock.now + deadline
        while true {
            guard case .entries(let entries) = try describe() else { return }
            if added.isSubset(of: entries), removed.isDisjoint(with: entries) { return }
            guard ContinuousClock.now < limit else {
                throw BusFailure(.unavailable, "the brokers have not taken over the new rights in time")
            }
            client.idle(.milliseconds(100))
        }
    }

    private func success(
        _ answer: Result<AdminCall.Event, LibraryError>,
        while attempt: String
    ) throws(BusFailure) -> AdminCall.Event {
        switch answer {
        case .success(let event): return event
        case .failure(let error): throw client.failure(error, while: attempt)
        }
    }

    /// Throws what `error`, which belongs to a result that the caller holds, says of `entry`; null is success.
    private func require(_ error: OpaquePointer?, _ entry: AccessEntry, while attempt: String) throws(BusFailure) {
        guard let error = unsafe error else { return }
        let code = unsafe rd_kafka_error_code(error)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        let said = unsafe String(cString: rd_kafka_error_string(error))
        let subject = "\(entry.principal) on \(entry.resourceName)"
        throw BusFailure(.configuration, "\(attempt) of \(subject): \(said) (\(code.rawValue))")
    }

    /// `entry` in the library's form, the caller's to destroy; nil where it has no words for it.
    private func binding(_ entry: AccessEntry) -> OpaquePointer? {
        var text = [CChar](repeating: 0, count: 256)
        // The library checks every number and copies every text.
        return unsafe rd_kafka_AclBinding_new(
            rd_kafka_ResourceType_t(rawValue: UInt32(bitPattern: entry.resourceType)),
            entry.resourceName,
            rd_kafka_ResourcePatternType_t(rawValue: UInt32(bitPattern: entry.patternType)),
            entry.principal,
            entry.host,
            rd_kafka_AclOperation_t(rawValue: UInt32(bitPattern: entry.operation)),
            rd_kafka_AclPermissionType_t(rawValue: UInt32(bitPattern: entry.permission)),
            &text,
            text.count
        )
    }

    /// A filter that only `entry` passes, the caller's to destroy; nil where the library has no words for it.
    func filter(_ entry: AccessEntry) -> OpaquePointer? {
        var text = [CChar](repeating: 0, count: 256)
        // Type 0 and what an older library does not know are looked for by their other members.
        let type =
            entry.resourceType == 0 ? RD_KAFKA_RESOURCE_ANY.rawValue : UInt32(bitPattern: entry.resourceType)
        // The library checks every number and copies every text.
        return unsafe rd_kafka_AclBindingFilter_new(
            rd_kafka_ResourceType_t(rawValue: type),
            entry.resourceName,
            rd_kafka_ResourcePatternType_t(rawValue: UInt32(bitPattern: entry.patternType)),
            entry.principal,
            entry.host,
            rd_kafka_AclOperation_t(rawValue: UInt32(bitPattern: entry.operation)),
            rd_kafka_AclPermissionType_t(rawValue: UInt32(bitPattern: entry.permission)),
            &text,
            text.count
        )
    }
}
