# The faults themselves, drawn by the seed.
# 按种子抽取的各种故障。
import os, signal, sys, threading, time

from .relay import ADD_OFFSETS, ADD_PARTITIONS, END, INIT_PRODUCER, NAMES, OFFSETS, PRODUCE
from .worker import Worker

# What is told in place of an answer: by the request, errors of Kafka's protocol that a broker may give it.
ERRORS = {
    # Not the leader, timed out, too few copies, too few copies although written, the sequence number was there before.
    PRODUCE: [6, 7, 19, 20, 46],
    # The coordinator is loading, not there, elsewhere; another transaction is being ended.
    INIT_PRODUCER: [14, 15, 16, 51],
    ADD_PARTITIONS: [14, 15, 16, 51],
    ADD_OFFSETS: [14, 15, 16, 51],
    # The same, and: unknown member, old generation, another member under this instance id.
    OFFSETS: [14, 15, 16, 25, 22, 82],
    # The same, and: not in this state, an old epoch, although it was carried out.
    END: [14, 15, 16, 51, 48, 47],
}

# The names that dev-broker has for these requests. Its aborted records stay visible, so that nothing is told there by which a
# transaction comes to nothing.
EMBEDDED = {"produce": [6, 7], "initProducerID": [14, 15, 16], "addPartitionsToTransaction": [14, 15, 16],
            "addOffsetsToTransaction": [14, 15, 16], "transactionOffsetCommit": [14, 15, 16],
            "endTransaction": [14, 15, 16]}


class Faults:
    """What the course of the suite draws from; a part of Suite, which has the workers."""

    def victim(self, among=None):
        """A worker that is up; None when all are broken already."""
        among = self.workers if among is None else among
        up = [worker for worker in among if not worker.is_down and not worker.paused]
        return self.random.choice(up) if up else None

    def fault_kill(self):
        worker, seconds = self.victim(), self.random.choice([0.0, 0.0, 0.5, 0.5, 3.0, 20.0])
        if worker:
            self.note("kill", "%s %.1fs" % (worker.name, seconds))
            worker.kill()
            self.later(seconds, worker.start)

    def fault_kill_all(self):
        stage = self.random.choice(["admission", "registration", "index", "delivery"])
        chosen = [worker for worker in self.workers if worker.name.startswith(stage) and not worker.is_down]
        self.note("kill_stage", stage)
        for worker in chosen:
            worker.take_down()
            worker.send(signal.SIGKILL)
        for worker in chosen:
            worker.process.wait()
            worker.start()

    def fault_freeze(self):
        worker = self.victim()
        seconds = self.random.choice([2, 5] if self.options.embedded else [3, 20, 25])
        if worker:
            self.note("freeze", "%s %ds" % (worker.name, seconds))
            worker.freeze()
            self.later(seconds, worker.thaw)

    def fault_drain(self):
        worker = self.victim()
        if not worker:
            return
        self.note("drain", worker.name)
        seconds, code = worker.drain()
        self.drains.append([worker.name, round(seconds, 2), code])
        worker.start()

    def fault_visitor(self):
        """A process that joins the groups of a stage and goes again. A static member that is gone holds up its groups
        until its session is over, so one of them at a time is enough."""
        if any(visitor.process.poll() is None for visitor, _, _ in self.visitors):
            return
        name = "visitor-%d" % self.counts["visitor"]
        arguments = self.random.choice([worker.arguments for worker in self.workers])
        self.note("visitor", "%s %s" % (name, " ".join(arguments)))
        visitor = Worker(self, name, arguments)
        visitor.start()
        self.visitors.append((visitor, time.monotonic() + self.random.uniform(4, 12), self.random.random() < 0.5))

    def tend_visitors(self, everyone=False):
        for entry in list(self.visitors):
            visitor, end, gently = entry
            if everyone or time.monotonic() > end or visitor.process.poll() is not None:
                self.visitors.remove(entry)
                if gently:
                    seconds, code = visitor.drain()
                    self.drains.append([visitor.name, round(seconds, 2), code])
                else:
                    visitor.kill()

    # The network

    def fault_slow(self):
        self.net("slow", self.random.uniform(4, 10))

    def fault_partition(self):
        self.net("hold", self.random.choice([3, 20]))

    def net(self, mode, seconds):
        if time.monotonic() < self.net_until:
            return
        self.net_until = time.monotonic() + seconds
        self.note("network_slow" if mode == "slow" else "network_partition", "%.0fs" % seconds)
        self.relay.set(mode)
        self.later(seconds, lambda: self.relay.set("pass"))

    def fault_inject(self):
        """Requests of the workers behind the relay that never arrive, whose answer never arrives, or that are carried out
        and answered with an error. The embedded broker itself answers with errors."""
        if self.options.embedded:
            request = self.random.choice(sorted(EMBEDDED))
            codes = self.random.choices(EMBEDDED[request], k=self.random.choice([1, 1, 2, 4]))
            self.note("inject", "%s %s" % (request, codes))
            with open(self.fault_file, "a") as file:
                file.write("%s %s\n" % (request, ",".join(str(code) for code in codes)))
            return
        request = self.random.choice(sorted(NAMES))
        act = self.random.choice(["refuse", "forget", "error", "error"])
        code = self.random.choice(ERRORS[request])
        count = self.random.choice([1, 1, 2, 4])
        self.note("inject", "%s %s%s, %d" % (NAMES[request], act, " %d" % code if act == "error" else "", count))
        self.relay.order(request, act, code, count)

    # The brokers

    def fault_broker(self):
        is_kill = bool(self.cluster.commands["KILL"]) and self.random.random() < 0.5
        self.note("broker_kill" if is_kill else "broker_stop")
        start = time.monotonic()
        self.cluster.call("KILL" if is_kill else "STOP")
        self.pause(self.random.choice([0, 3, 8]))
        self.cluster.call("START", check=True)
        self.outages += time.monotonic() - start

    def fault_broker_move(self):
        """One broker goes and comes back while everything else goes on: leaders and coordinators move to the others."""
        number = self.random.randint(1, self.cluster.size)
        is_kill = bool(self.cluster.commands["KILL"]) and self.random.random() < 0.5
        seconds = self.random.uniform(2, 12)
        if self.moving and self.moving.is_alive():
            return
        self.note("broker_move", "%d %s %.0fs" % (number, "killed" if is_kill else "stopped", seconds))
        self.moving = threading.Thread(target=self.cluster.move, args=([number], is_kill, seconds, self.faults_over))
        self.moving.start()

    # The clocks

    def fault_clock(self):
        """The clock of one worker jumps forward or back, and after a while to where it was."""
        worker = self.victim([worker for worker in self.workers if worker.clock and not worker.clock.is_off])
        jump = self.random.choice([-7200, -1800, -120, -20, 20, 120, 1800, 7200])
        seconds = self.random.uniform(3, 25)
        if worker:
            self.note("clock", "%s %+ds for %.0fs" % (worker.name, jump, seconds))
            worker.clock.set(jump)
            self.later(seconds, lambda: worker.clock.set(0))

    # Which of them there are

    def faults(self):
        """The faults with their weights; those that cannot be done here are told in the notes."""
        table = [(self.fault_kill, 30), (self.fault_kill_all, 4), (self.fault_freeze, 5), (self.fault_drain, 14)]
        if self.options.embedded:
            # An error makes a transaction last, and one that a kill then cuts short stays visible on this broker.
            if "inject" in (self.options.only or "").split(","):
                table.append((self.fault_inject, 14))
            self.notes.append("broker stop, rebalances, clock jumps: not on the embedded broker")
        else:
            table.append((self.fault_visitor, 14))
            if not self.cluster.can_restart:
                self.notes.append("broker stop and kill: skipped, HUTONG_TEST_BROKER_STOP and _START are not set")
            elif self.cluster.size > 1:
                table.append((self.fault_broker_move, 8))
            else:
                table.append((self.fault_broker, 2))
            if self.cluster.size < 2:
                self.notes.append("coordinator and leader moves: skipped, the cluster has one broker")
        if self.relay:
            table += [(self.fault_slow, 4), (self.fault_partition, 4), (self.fault_inject, 14)]
        if any(worker.clock for worker in self.workers):
            table.append((self.fault_clock, 8))
        if self.options.only:
            names = self.options.only.split(",")
            table = [entry for entry in table if entry[0].__name__[len("fault_"):] in names]
            if not table and names != ["rebalance"]:
                sys.exit("faults: --only names no fault that is possible here")
        left_out = (self.options.without or "").split(",")
        if self.options.without:
            self.notes.append("left out: " + self.options.without)
        table = [entry for entry in table if entry[0].__name__[len("fault_"):] not in left_out]
        return table
