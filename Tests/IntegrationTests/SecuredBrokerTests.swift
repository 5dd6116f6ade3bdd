import Bus
import Foundation
import Testing

extension SecuredClusterTests {
    /// Rights on a broker that enforces them: made, found too many, taken away; and what everybody can do with his own and no
    /// more, as a client that is not ours sees it.
    @Suite(.enabled(if: SecuredExchange.lacks.isEmpty, "\(SecuredExchange.lacks)"))
    struct SecuredBrokerTests {
        private static let workers = [
            ("admission", "trading"), ("registration", "trading"), ("index", "trading"), ("delivery", "service"),
            ("delivery", "supervision"),
        ]

        private func object(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        /// `principal operation name` of each right in an answer.
        private func rights(_ answer: [String: Any], _ member: String) -> [String] {
            (answer[member] as? [[String: Any]] ?? []).map { right in
                ["principal", "operation", "name"].map { right[$0] as? String ?? "" }.joined(separator: " ")
            }
        }

        @Test(.timeLimit(.minutes(15))) func theBrokerEnforcesThePlan() throws {
            let exchange = try SecuredExchange()
            defer { exchange.remove() }
            let admin = exchange.superUser
            #expect(try exchange.hutong(admin, "topics", "apply").status == 0)

            // Made once, and nothing the second time. What an older library cannot write, Kafka's own tool does.
            let first = try exchange.hutong(admin, "acl", "apply", "--format", "json")
            let made = try object(first.output)
            #expect(rights(made, "surplus") == [])
            if !rights(made, "byHand").isEmpty {
                #expect(first.status == 78)
                let script = try exchange.hutong(admin, "acl", "plan", "--script")
                #expect(try exchange.run(script: script.output) == 0)
            }
            let plan = try exchange.hutong(admin, "acl", "plan")
            #expect(plan.status == 0)
            #expect(plan.output == "all rights are as they should be\n")
            let second = try exchange.hutong(admin, "acl", "apply", "--format", "json")
            #expect(second.status == 0)
            #expect(rights(try object(second.output), "missing") == [])

            try surplusIsToldAndTakenAway(exchange)
            try nobodyReachesMoreThanHisOwn(exchange)
            try aRecordGoesFromEndToEnd(exchange)
        }

        private func surplusIsToldAndTakenAway(_ exchange: SecuredExchange) throws {
            let admin = exchange.superUser
            let rights = try AccessAdministrator(exchange.connection)
            defer { rights.close() }
            let stolen = exchange.platform("fuzhou-construction")
            let spy = AccessEntry(
                resourceType: 2,
                resourceName: "deliver.\(stolen)",
                patternType: 3,
                principal: "User:\(exchange.platform("fuzhou-trade"))",
                host: "*",
                operation: 3,
                permission: AccessEntry.allowed
            )
            var worker = spy
            worker.principal = "User:hutong.admission.trading"
            worker.resourceName = "ledger.trading"
            #expect(try rights.create([spy, worker]).isEmpty)
            try rights.awaitEffect(added: [spy, worker], removed: [])
            let expected = [
                "User:hutong.admission.trading Read ledger.trading",
                "User:\(exchange.platform("fuzhou-trade")) Read deliver.\(stolen)",
            ].sorted()
            let audit = try exchange.hutong(admin, "policy", "audit", "--format", "json")
            #expect(audit.status == 78)
            #expect(self.rights(try object(audit.output), "surplus").sorted() == expected)
            #expect(self.rights(try object(audit.output), "missing") == [])
            // A worker whose credentials can do more does not start.
            let user = try exchange.add("hutong.admission.trading")
            let run = ["run", "--stage", "admission", "--plane", "trading", "--ops", "off", "--strict"]
            let start = try SpawnedProcess.run(
                try #require(TestEnvironment.hutong),
                run + ["--config", try exchange.configuration(of: user), "--lang", "en"],
                in: exchange.directory
            )
            #expect(start.status == 78)
            #expect(start.error.contains("surplus right User:hutong.admission.trading Read topic ledger.trading"))
            // Refused as long as nobody says so, then taken away.
            let apply = try exchange.hutong(admin, "acl", "apply", "--format", "json")
            #expect(apply.status == 78)
            #expect(self.rights(try object(apply.output), "surplus").sorted() == expected)
            #expect(try exchange.hutong(admin, "acl", "apply", "--prune").status == 0)
            let clean = try exchange.hutong(admin, "policy", "audit", "--format", "json")
            #expect(clean.status == 0)
            #expect(try object(clean.output)["clean"] as? Bool == true)
            // A super user stands in no list, and does not start either.
            let over = try SpawnedProcess.run(
                try #require(TestEnvironment.hutong),
                run + [
                    "--lang", "en", "--config",
                    try exchange.configuration(of: admin) { members in
                        members["access"] = ["workers": ["admission.trading": "User:\(admin.name)"]]
                    },
                ],
                in: exchange.directory
            )
            #expect(over.status == 78)
            #expect(over.error.contains("super user"))
        }

        private func nobodyReachesMoreThanHisOwn(_ exchange: SecuredExchange) throws {
            let topics = try TopicAdministrator(exchange.connection)
            let names = try topics.visibleTopics()
            topics.close()
            let log = LogTail.authorizer()
            #expect(names.contains("ledger.trading") && names.contains { $0.hasPrefix("deliver.") })
            // One of each plane, and somebody who is nobody here.
            let platforms = ["fuzhou-trade", "fuzhou-service", "fuzhou-construction"].map(exchange.platform)
            for id in platforms + ["\(exchange.prefix)-stranger"] {
                let user = try exchange.add(id)
                let own = id.hasSuffix("stranger") ? [] : [id]
                let readable = try names.filter { try exchange.attempt(user, reads: true, $0).isEmpty }
                #expect(Set(readable) == Set(own.flatMap { ["receipt.\($0)", "deliver.\($0)"] }))
                let writable = try names.filter { try exchange.attempt(user, reads: false, $0).isEmpty }
                #expect(Set(writable) == Set(own.map { "submit.\($0)" }))
                try theLogTellsWhatWasTried(
                    by: id,
                    names.filter { !readable.contains($0) && !writable.contains($0) },
                    exchange,
                    log
                )
                // Nor does a platform see what rights others have.
                #expect(try exchange.hutong(user, "policy", "audit").status == 77)
            }
        }

        /// `HUTONG_TEST_AUTHORIZER_LOG` is the log of the broker's authorizer; without it this is left out.
        private func theLogTellsWhatWasTried(
            by id: String,
            _ topics: [String],
            _ exchange: SecuredExchange,
            _ log: LogTail?
        ) throws {
            guard let file = try log?.copy(to: exchange.directory) else { return }
            let audit = try exchange.hutong(
                exchange.superUser,
                "policy",
                "audit",
                "--authorizer-log",
                file,
                "--format",
                "json"
            )
            #expect(audit.status == 0)
            let refusals = try #require(try object(audit.output)["refusals"] as? [[String: Any]])
            let own = refusals.filter {
                $0["principal"] as? String == "User:\(id)" && $0["resource"] as? String == "topic"
            }
            let told = Set(own.compactMap { $0["name"] as? String })
            #expect(!topics.isEmpty && told.isSuperset(of: topics))
            #expect(own.allSatisfy { ($0["role"] as? String == "platform \(id)") != id.hasSuffix("stranger") })
            #expect(own.allSatisfy { $0["planned"] as? Bool == false })
        }

        private func aRecordGoesFromEndToEnd(_ exchange: SecuredExchange) throws {
            let program = try #require(TestEnvironment.hutong)
            let processes = try Self.workers.map { stage, plane in
                let user = try exchange.add("hutong.\(stage).\(plane)")
                return try SpawnedProcess(
                    program,
                    [
                        "run", "--strict", "--stage", stage, "--plane", plane, "--ops", "off", "--lang", "en",
                        "--config",
                        try exchange.configuration(of: user),
                    ],
                    in: exchange.directory,
                    name: "\(stage).\(plane)"
                )
            }
            let trade = try exchange.add(exchange.platform("fuzhou-trade"))
            let service = try exchange.add(exchange.platform("fuzhou-service"))
            let published = try exchange.hutong(
                trade,
                "publish",
                "--platform",
                trade.name,
                "--contract",
                "PROJECT",
                "--timeout",
                "60",
                TestEnvironment.checkout + "/Contracts/demo/tour/project.json"
            )
            #expect(published.status == 0, "\(published.error)")
            let taken = try exchange.hutong(
                service,
                "tap",
                "--platform",
                service.name,
                "--from-beginning",
                "--count",
                "1",
                "--timeout",
                "60"
            )
            #expect(taken.status == 0, "\(taken.error)")
            #expect(taken.output.contains("type=cn.ggzy.PROJECT"))
            for process in processes { #expect(process.terminate() == 0, "\(process.error.suffix(2000))") }
        }
    }
}
