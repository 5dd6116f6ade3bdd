# The course of the fault suite: an exchange, its load, the faults, and the judgement.
# 故障演练的流程：环境、负载、故障与判定。
import collections, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time

from .clock import Clock
from .cluster import Cluster
from .faults import Faults
from .guests import Guests
from .relay import Relay
from .report import Reporting
from .worker import Supervisor, Worker


ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def say(text):
    print(time.strftime("%H:%M:%S ") + text, file=sys.stderr, flush=True)


class Suite(Faults, Reporting):
    """One run."""

    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.hutong = options.hutong or self.find()
        self.directory = options.directory or tempfile.mkdtemp(prefix="hutong-faults-")
        os.makedirs(self.directory, exist_ok=True)
        self.configuration = os.path.join(self.directory, ".hutong-dev", "config.json")
        self.journal = os.path.join(self.directory, "journal.ndjson")
        self.counts = collections.Counter()
        self.drains, self.deaths, self.notes, self.schedule = [], [], [], []
        self.workers, self.visitors = [], []
        self.relay = self.broker = self.load = self.guests = self.moving = self.supervisor = None
        self.namespace = "hutong-faults-%d" % os.getpid()
        self.cluster = Cluster(os.environ.get("HUTONG_TEST_BROKERS", ""))
        self.prepared = False
        self.outages = self.net_until = 0.0
        self.pending = []
        self.faults_over = threading.Event()
        self.generations_before = {}
        self.fault_file = os.path.join(self.directory, "broker.faults")

    @property
    def brokers(self):
        return self.cluster.brokers

    def elapsed(self):
        return round(time.monotonic() - self.began, 1)

    def find(self):
        for kind in ("release", "debug"):
            path = os.path.join(ROOT, ".build", kind, "hutong")
            if os.access(path, os.X_OK):
                return path
        sys.exit("faults: hutong is not built; run 'swift build -c release --product hutong'")

    def run_hutong(self, *arguments, **more):
        return subprocess.run([self.hutong] + list(arguments), cwd=self.directory, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, universal_newlines=True, **more)

    # The exchange

    def prepare(self):
        # A copy: workers start again and again, and must find what they started with.
        copy = os.path.join(self.directory, "Contracts")
        shutil.copytree(os.path.join(ROOT, "Contracts"), copy)
        contracts = ["--contracts", copy]
        partitions = ["--partitions", str(self.options.partitions)]
        if self.options.embedded:
            log = open(os.path.join(self.directory, "log-broker"), "ab")
            self.broker = subprocess.Popen([self.hutong, "dev-broker", "--fault-file", self.fault_file]
                                           + contracts + partitions, cwd=self.directory, stdout=log, stderr=log)
            lock = os.path.join(self.directory, ".hutong-dev", "broker.json")
            self.wait(lambda: os.path.exists(lock), 60, "the embedded broker does not start")
            with open(lock) as file:
                self.cluster = Cluster(json.load(file)["bootstrap"])
        else:
            if not self.brokers:
                sys.exit("faults: HUTONG_TEST_BROKERS names no broker (or use --embedded)")
            made = self.run_hutong("oracle", "prepare", "--brokers", self.brokers, "--prefix",
                                   "f%x" % (self.options.seed & 0xffffff), "--replication",
                                   str(min(3, self.cluster.size)), *(contracts + partitions))
            if made.returncode:
                sys.exit("faults: " + made.stderr.strip())
            self.prepared = True
        with open(self.configuration) as file:
            configuration = json.load(file)
        configuration.setdefault("worker", {})["parkingMinutes"] = self.options.parking
        configuration["log"] = {"format": "json", "level": "info"}
        configuration.setdefault("trust", {})["fetch"] = False
        with open(self.configuration, "w") as file:
            json.dump(configuration, file, indent=1)

    def members(self):
        each = self.options.instances
        parts = [("admission", "trading", each), ("registration", "trading", each), ("index", "trading", each),
                 ("delivery", "service", each), ("delivery", "supervision", 1)]
        library = self.clocks()
        for stage, plane, count in parts:
            for index in range(count):
                name = "%s-%s-%d" % (stage, plane, index)
                # One of several lives behind the relay, where the network can be broken for it alone; another one has a
                # clock of its own.
                boxed = self.relay is not None and index == 1
                has_clock = library and index == 0 and stage in self.options.clocks.split(",")
                clock = Clock(self.directory, name, library) if has_clock else None
                yield Worker(self, name, ["--stage", stage, "--plane", plane], boxed, clock)

    def clocks(self):
        if self.options.embedded:
            return None
        try:
            return Clock.build(self.directory)
        except OSError as error:
            self.notes.append("clock jumps: skipped, %s" % error)
            return None

    def open_relay(self):
        addresses = [address.rsplit(":", 1) for address in self.brokers.split(",")]
        if self.options.embedded or self.options.instances < 2:
            self.notes.append("network faults: not on the embedded broker, nor with one instance of each stage")
        elif os.geteuid() != 0 or not shutil.which("ip"):
            self.notes.append("network faults: skipped, they need root and network namespaces")
        elif not all(host.startswith("127.") for host, _ in addresses):
            self.notes.append("network faults: skipped, the broker is not on this machine")
        else:
            try:
                self.relay = Relay(self.directory, self.namespace, [(host, int(port)) for host, port in addresses],
                                   os.path.join(ROOT, "Ops", "faults"))
            except (OSError, subprocess.CalledProcessError) as error:
                self.notes.append("network faults: skipped, no network namespace (%s)" % error)

    def invite(self):
        """Has foreign members come, where asked for and possible."""
        per_minute = self.options.rebalances / max(self.options.minutes, 0.01)
        if self.options.embedded or not self.options.rebalances:
            return
        if self.options.only and "rebalance" not in self.options.only.split(","):
            return
        if "rebalance" in (self.options.without or "").split(","):
            return
        if not self.cluster.kcat:
            self.notes.append("rebalances by guests: skipped, kcat is not installed")
            return
        with open(os.path.join(self.directory, ".hutong-dev", "registry.json")) as file:
            platforms = json.load(file)["platforms"]
        groups = [("hutong.admission.trading", "submit." + platform["id"])
                  for platform in platforms if platform["plane"] == "trading"][:1]
        groups += [("hutong.registration.trading", "admitted.trading"), ("hutong.index.trading", "claims.trading")]
        groups += [("hutong.delivery." + platform["id"], "ledger.trading")
                   for platform in platforms if platform["plane"] in ("service", "supervision")]
        self.guests = Guests(self, groups, per_minute)

    @staticmethod
    def wait(condition, seconds, complaint):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise SystemExit("faults: " + complaint)
            time.sleep(0.1)

    def note(self, kind, detail=""):
        self.counts[kind] += 1
        self.schedule.append([round(time.monotonic() - self.began, 1), kind, detail])

    def later(self, seconds, action):
        self.pending.append((time.monotonic() + seconds, action))

    def end_faults(self):
        """Everything that a fault left open is put right at once."""
        self.faults_over.set()
        while self.pending:
            self.pending.pop()[1]()
        for worker in self.workers:
            worker.thaw()
        if self.guests:
            self.guests.end()
        if self.moving:
            self.moving.join()

    def pause(self, seconds):
        """Waits, and ends the faults whose time is over."""
        end = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            for entry in [entry for entry in self.pending if entry[0] <= now]:
                self.pending.remove(entry)
                entry[1]()
            rest = end - time.monotonic()
            if rest <= 0:
                return
            time.sleep(min(0.2, rest))

    # The course

    def run(self):
        options = self.options
        self.began = time.monotonic()
        self.prepare()
        self.open_relay()
        self.workers = list(self.members())
        for worker in self.workers:
            worker.start()
        self.wait_ready()
        self.supervisor = Supervisor(self)
        if not options.embedded:
            self.cluster.look()
            self.generations_before = self.cluster.generations() or {}
        rate = options.rate or max(1, int(options.records / (options.minutes * 60) * 1.05))
        command = [self.hutong, "oracle", "load", "--config", self.configuration, "--journal", self.journal,
                   "--records", str(options.records), "--cases", str(options.cases), "--seed", str(options.seed),
                   "--rate", str(rate), "--window", str(options.window), "--orphans", str(options.orphans),
                   "--format", "json"]
        if options.embedded:
            command += ["--no-large"]
        self.load_output = os.path.join(self.directory, "load.json")
        self.load_log = os.path.join(self.directory, "log-load")
        self.load = subprocess.Popen(command, cwd=self.directory, stdout=open(self.load_output, "wb"),
                                     stderr=open(self.load_log, "wb"))
        start = self.began = time.monotonic()
        end = start + options.minutes * 60
        table = self.faults()
        self.invite()
        actions, weights = [entry[0] for entry in table], [entry[1] for entry in table]
        told = 0.0
        while time.monotonic() < end:
            self.pause(self.random.uniform(0.3, 2.0) * options.gap)
            self.tend_visitors()
            if self.load.poll() is None or not options.embedded:
                if actions:
                    self.random.choices(actions, weights)[0]()
            elif options.embedded:
                break
            if time.monotonic() - told > 30:
                told = time.monotonic()
                say("%4d s  %s  %s" % (told - start, dict(self.counts), self.tail(self.load_log)))
        self.seconds = time.monotonic() - start
        return self.finish()

    def wait_ready(self):
        def ready(worker):
            try:
                with open(worker.log) as file:
                    return "ready.gained" in file.read()
            except OSError:
                return False
        self.wait(lambda: all(ready(worker) for worker in self.workers), 90, "the workers do not become ready")

    def finish(self):
        say("the faults are over; the load ends")
        self.end_faults()
        self.tend_visitors(everyone=True)
        load_ended = True
        try:
            self.load.wait(timeout=max(120, self.options.minutes * 30))
        except subprocess.TimeoutExpired:
            load_ended = False
            self.notes.append("the load did not end by itself")
            self.load.send_signal(signal.SIGTERM)
            try:
                # It waits for the broker's word as long as a record may take.
                self.load.wait(timeout=960)
            except subprocess.TimeoutExpired:
                self.load.kill()
                self.load.wait()
        # Those that wait for a parent that never comes have their verdict when their time is over.
        patience = self.options.parking * 60 + 90 if self.options.orphans else 90
        say("the oracle reads")
        start = time.monotonic()
        with open(os.path.join(self.directory, "log-check"), "wb") as log:
            check = subprocess.Popen(
                ["/usr/bin/env", self.hutong, "oracle", "check", "--config", self.configuration, "--journal",
                 self.journal, "--format", "json", "--probe", "--patience", str(patience), "--shown", "200"],
                cwd=self.directory, stdout=subprocess.PIPE, stderr=log, universal_newlines=True)
            output, _ = check.communicate()
        usage = self.peak(check)
        lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        verdict = lines[-1] if lines and "verdict" in lines[-1] else {"verdict": "no answer"}
        violations = [line for line in lines if "kind" in line]
        independent = self.count_independently(verdict)
        if not self.options.embedded:
            for worker in self.workers:
                seconds, code = worker.drain()
                self.drains.append([worker.name, round(seconds, 2), code])
        report = self.report(verdict, violations, independent, time.monotonic() - start, load_ended, check.returncode)
        report["checkPeakMegabytes"] = usage
        return report

    @staticmethod
    def peak(process):
        import resource
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

    def close(self):
        self.faults_over.set()
        if self.supervisor:
            self.supervisor.end()
        if self.guests:
            self.guests.end()
        if self.moving:
            self.moving.join()
        for worker in self.workers + [entry[0] for entry in self.visitors]:
            if worker.process and worker.process.poll() is None:
                worker.send(signal.SIGCONT)
                worker.kill()
        if self.load and self.load.poll() is None:
            self.load.kill()
        if self.relay:
            self.relay.close()
        if self.prepared and not self.options.keep:
            removed = self.run_hutong("oracle", "remove")
            if removed.returncode:
                say("the topics could not be removed: " + removed.stderr.strip())
        if self.broker:
            self.broker.terminate()
            self.broker.wait()
        if not self.options.keep and not self.options.directory:
            shutil.rmtree(self.directory, ignore_errors=True)


