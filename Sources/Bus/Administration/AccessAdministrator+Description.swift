internal import CRDKafka
package import Core

/// Reading the list of rights.
extension AccessAdministrator {
    /// The whole list of rights.
    ///
    /// - Throws: ``BusFailure`` of kind `unavailable` when no answer comes, `configuration` when it is another refusal.
    package func describe() throws(BusFailure) -> AccessReport {
        var text = [CChar](repeating: 0, count: 256)
        // A filter that every entry passes; the null pointers are "any". Ours until destroyed below; the call copies it.
        let filter = unsafe rd_kafka_AclBindingFilter_new(
            RD_KAFKA_RESOURCE_ANY,
            nil,
            RD_KAFKA_RESOURCE_PATTERN_ANY,
            nil,
            nil,
            RD_KAFKA_ACL_OPERATION_ANY,
            RD_KAFKA_ACL_PERMISSION_TYPE_ANY,
            &text,
            text.count
        )
        defer { if unsafe filter != nil { unsafe rd_kafka_AclBinding_destroy(filter) } }
        guard unsafe filter != nil else { throw BusFailure(.fatal, "describe rights: the library refuses the filter") }
        let answer = try unsafe AdminCall.run(client, deadline, while: "describe rights") { queue, options in
            unsafe rd_kafka_DescribeAcls(client.handle, filter, options, queue)
        }
        switch answer {
        case .failure(let error):
            switch rd_kafka_resp_err_t(rawValue: error.code) {
            case RD_KAFKA_RESP_ERR_SECURITY_DISABLED: return .withoutAuthorizer
            case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED: return .forbidden
            default: throw client.failure(error, while: "describe rights")
            }
        case .success(let event):
            var count = 0
            // Entries and their texts belong to the event, which lives until the end of this scope; all is copied.
            let bindings = unsafe rd_kafka_DescribeAcls_result_acls(
                rd_kafka_event_DescribeAcls_result(event.pointer),
                &count
            )
            var entries: Set<AccessEntry> = []
            for index in 0..<count {
                if let entry = unsafe entry(of: bindings?[index]) { entries.insert(entry) }
            }
            return entries.isEmpty ? try meaningOfNothing() : .entries(entries)
        }
    }

    /// What an empty list means.
    ///
    /// The library (2.0.2 to 2.16 at least) puts the error of this answer on each entry, so without entries it is lost. Taking
    /// away what is not there is answered with errors of its own, and only those who may change rights are let pass. Whoever
    /// may see them and not change them has the right to, which is an entry: an empty list is none of his.
    private func meaningOfNothing() throws(BusFailure) -> AccessReport {
        let nothing = AccessEntry(
            resourceType: 2,
            resourceName: "hutong-no-such-topic",
            patternType: 3,
            principal: "User:hutong-nobody-\(UInt64.random(in: .min ... .max))",
            host: "*",
            operation: 3,
            permission: AccessEntry.allowed
        )
        switch try refusal(ofDeleting: nothing) {
        case nil: return .entries([])
        case RD_KAFKA_RESP_ERR_SECURITY_DISABLED: return .withoutAuthorizer
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED: return .forbidden
        case .some(let code): throw client.failure(LibraryError(code), while: "describe rights")
        }
    }

    /// What the cluster says against taking `entry` away; nil for nothing.
    private func refusal(ofDeleting entry: AccessEntry) throws(BusFailure) -> rd_kafka_resp_err_t? {
        guard let filter = unsafe filter(entry) else { return RD_KAFKA_RESP_ERR__INVALID_ARG }
        var filters: [OpaquePointer?] = unsafe [filter]
        // Made by the line above and destroyed here; the call copies it.
        defer { unsafe rd_kafka_AclBinding_destroy(filter) }
        let answer = try unsafe AdminCall.run(client, deadline, while: "describe rights") { queue, options in
            unsafe rd_kafka_DeleteAcls(client.handle, &filters, filters.count, options, queue)
        }
        switch answer {
        case .failure(let error): return rd_kafka_resp_err_t(rawValue: error.code)
        case .success(let event):
            var count = 0
            // The results belong to the event, which lives until the end of this scope.
            let results = unsafe rd_kafka_DeleteAcls_result_responses(
                rd_kafka_event_DeleteAcls_result(event.pointer),
                &count
            )
            guard count > 0, let error = unsafe rd_kafka_DeleteAcls_result_response_error(results?[0]) else {
                return nil
            }
            let code = unsafe rd_kafka_error_code(error)
            return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : code
        }
    }

    /// A copy of `binding`, which belongs to an event that the caller holds; nil for a null pointer.
    private func entry(of binding: OpaquePointer?) -> AccessEntry? {
        guard let binding = unsafe binding,
            let name = unsafe rd_kafka_AclBinding_name(binding),
            let principal = unsafe rd_kafka_AclBinding_principal(binding),
            let host = unsafe rd_kafka_AclBinding_host(binding)
        else { return nil }
        return unsafe AccessEntry(
            resourceType: Int32(bitPattern: rd_kafka_AclBinding_restype(binding).rawValue),
            resourceName: String(cString: name),
            patternType: Int32(bitPattern: rd_kafka_AclBinding_resource_pattern_type(binding).rawValue),
            principal: String(cString: principal),
            host: String(cString: host),
            operation: Int32(bitPattern: rd_kafka_AclBinding_operation(binding).rawValue),
            permission: Int32(bitPattern: rd_kafka_AclBinding_permission_type(binding).rawValue)
        )
    }
}
