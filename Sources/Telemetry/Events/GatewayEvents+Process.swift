extension GatewayEvents {
    /// The process begins its work on `stages` under the configuration with this digest.
    package func processStarted(_ build: BuildInfo, stages: [String], configuration: String) {
        metrics.process.build.set(1, build.version, build.swift, build.librdkafka, build.openssl)
        write(
            .processStarted,
            [
                LogField("version", build.version), LogField("swift", build.swift),
                LogField("librdkafka", build.librdkafka), LogField("openssl", build.openssl),
                LogField("stages", stages), LogField("configuration", configuration),
            ]
        )
    }

    /// The process stops taking in records and ends what it has begun.
    package func processDraining(reason: String) {
        write(.processDraining, [LogField("reason", reason)])
    }

    /// The process is done; `clean` when everything begun was ended in time.
    package func processStopped(clean: Bool, after duration: Duration) {
        write(.processStopped, [LogField("clean", clean), LogField("duration_ms", milliseconds: duration)])
    }

    /// Contracts, trust list, registry or flows were loaded.
    package func artifactLoaded(_ artifact: String, version: String, entries: Int) {
        write(
            .artifactLoaded,
            [LogField("artifact", artifact), LogField("version", version), LogField("entries", entries)]
        )
    }

    /// Contracts, trust list, registry or flows cannot be used; `detail` says why.
    package func artifactRefused(_ artifact: String, detail: String) {
        write(.artifactRefused, [LogField("artifact", artifact), LogField("detail", detail)])
    }

    /// A worker begins to receive.
    package func stageStarted(_ worker: WorkerIdentity) {
        write(.stageStarted, Self.fields(of: worker))
    }

    /// A worker has ended.
    package func stageStopped(_ worker: WorkerIdentity) {
        write(.stageStopped, Self.fields(of: worker))
    }

    private static func fields(of worker: WorkerIdentity) -> [LogField] {
        [
            LogField("stage", worker.stage), LogField("plane", worker.plane), LogField("worker", worker.worker),
        ]
    }
}
