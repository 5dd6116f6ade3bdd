extension GatewayEvents {
    /// Sets a latch of `readiness`; written when this changed it.
    package func readyGained(_ latch: ReadinessLatch, in readiness: Readiness) {
        metrics.process.latch.set(true, latch.rawValue)
        guard readiness.set(latch, true) else { return }
        write(.readyGained, [LogField("latch", latch.rawValue)])
    }

    /// Unsets a latch of `readiness`; written when this changed it. `detail` says what happened.
    package func readyLost(_ latch: ReadinessLatch, in readiness: Readiness, detail: String) {
        metrics.process.latch.set(false, latch.rawValue)
        guard readiness.set(latch, false) else { return }
        write(.readyLost, [LogField("latch", latch.rawValue), LogField("detail", detail)])
    }

    /// A worker did not come round its loop within its limit.
    package func workerStalled(_ worker: String, age: Duration) {
        metrics.process.heartbeatAge.set(age.inSeconds, worker)
        write(.workerStalled, [LogField("worker", worker), LogField("age_ms", milliseconds: age)])
    }

    /// Lets `/metrics` show every latch and the age of every heartbeat as they are when it is asked.
    package func observe(_ readiness: Readiness, _ heartbeats: Heartbeats) {
        let process = metrics.process
        metrics.registry.collect {
            for latch in ReadinessLatch.allCases {
                process.latch.set(readiness.holds(latch), latch.rawValue)
            }
            process.heartbeatAge.removeAll()
            for heartbeat in heartbeats.all {
                process.heartbeatAge.set(heartbeat.age().inSeconds, heartbeat.worker)
            }
        }
    }
}
