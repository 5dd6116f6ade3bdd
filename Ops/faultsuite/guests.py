# Foreign members that join the groups and leave again: rebalances.
# 加入消费组后又离开的外来成员，引起再均衡。
import os, random, signal, subprocess, threading, time


class Guests:
    """Visits one group after the other by a seed of its own, beside the other faults: each visit is a member of another
    make (kcat) that takes partitions, does nothing with them, commits nothing, and goes, mostly with a farewell."""

    def __init__(self, suite, groups, per_minute):
        self.suite, self.kcat = suite, suite.cluster.kcat
        self.random = random.Random(suite.options.seed ^ 0x6775657374)
        # Registration reads the state of all its cases anew at each of them, so it is visited less.
        self.groups = groups
        self.weights = [1 if "registration" in group else 3 for group, _ in groups]
        self.pause = 120.0 / per_minute
        self.visits = self.joined = 0
        self.over = threading.Event()
        self.process = None
        self.threads = [threading.Thread(target=self.go, daemon=True)]
        self.threads[0].start()

    def go(self):
        running = []
        while not self.over.is_set():
            group, topic = self.random.choices(self.groups, self.weights)[0]
            stay, gently = self.random.uniform(0.2, 1.5), self.random.random() < 0.85
            pause = self.random.uniform(0.5, 1.5) * self.pause
            running = [thread for thread in running if thread.is_alive()]
            # Two of a group at a time are one rebalance, not two.
            if group not in [thread.name for thread in running]:
                self.visits += 1
                thread = threading.Thread(target=self.visit, args=(group, topic, stay, gently), name=group, daemon=True)
                thread.start()
                running.append(thread)
            self.over.wait(pause)
        for thread in running:
            thread.join()

    def visit(self, group, topic, stay, gently):
        process = subprocess.Popen(
            [self.kcat, "-b", self.suite.brokers, "-G", group, "-X", "enable.auto.commit=false",
             "-X", "enable.auto.offset.store=false", "-X", "session.timeout.ms=6000",
             "-X", "heartbeat.interval.ms=1000", "-X", "partition.assignment.strategy=range", "-f", "", topic],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        timer = threading.Timer(20, process.kill)
        timer.start()
        try:
            for line in process.stderr:
                if b"assigned:" in line:
                    self.joined += 1
                    self.over.wait(stay)
                    break
            process.send_signal(signal.SIGTERM if gently else signal.SIGKILL)
            # What it still says must not fill the pipe.
            process.stderr.read()
        finally:
            timer.cancel()
            process.kill()
            process.wait()

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()
