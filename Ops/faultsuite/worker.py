# Workers of the exchange as processes, and the supervisor that keeps them alive.
# 交换环境的工作进程，以及使其保持运行的监督者。
import os, signal, subprocess, threading, time


class Worker:
    """One process of the gateway.

    The course of the faults and the supervisor act on it from two threads: whoever starts it or says that it is down on
    purpose holds `lock`."""

    def __init__(self, suite, name, arguments, boxed=False, clock=None):
        self.suite, self.name, self.arguments, self.boxed, self.clock = suite, name, arguments, boxed, clock
        self.process = None
        self.log = os.path.join(suite.directory, "log-%s" % name)
        self.paused = self.is_down = False
        self.died = None
        self.lock = threading.RLock()

    def start(self):
        command = [self.suite.hutong, "run", "--config", self.suite.configuration, "--ops", "off",
                   "--instance", self.name] + self.arguments
        if self.boxed:
            command = ["ip", "netns", "exec", self.suite.namespace] + command
        environment = dict(os.environ, **(self.clock.environment() if self.clock else {}))
        with self.lock:
            with open(self.log, "ab") as output:
                self.process = subprocess.Popen(command, cwd=self.suite.directory, stdout=output, stderr=output,
                                                env=environment)
            self.paused = self.is_down = False
            self.died = None

    def send(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def take_down(self):
        """Says that its end is meant: nobody starts it again but who says so."""
        with self.lock:
            self.is_down = True

    def kill(self):
        self.take_down()
        self.send(signal.SIGKILL)
        self.process.wait()

    def freeze(self):
        self.paused = True
        self.send(signal.SIGSTOP)

    def thaw(self):
        self.paused = False
        self.send(signal.SIGCONT)

    def drain(self):
        """Ends it with SIGTERM; the seconds that it took, and its exit code."""
        start = time.monotonic()
        self.take_down()
        self.send(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()
            code = None
        return time.monotonic() - start, code


class Supervisor:
    """Starts again what ends by itself, from the first worker to the last word of the oracle, whatever the course of the
    faults waits for meanwhile."""

    INTERVAL = 0.2
    # So long it waits, as supervisors do: what cannot start yet does not take the machine's time.
    DELAY = 1.0

    def __init__(self, suite):
        self.suite = suite
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.over.wait(self.INTERVAL):
            for worker in self.suite.workers:
                with worker.lock:
                    if worker.is_down or not worker.process or worker.process.poll() is None:
                        continue
                    now = time.monotonic()
                    if worker.died is None:
                        worker.died = now
                        self.suite.deaths.append([self.suite.elapsed(), worker.name, worker.process.returncode,
                                                  self.suite.tail(worker.log)[:500]])
                    elif now - worker.died >= self.DELAY:
                        worker.start()

    def end(self):
        self.over.set()
        self.thread.join()
