# The brokers: stopping and starting them, who leads what, and what the groups went through.
# 消息代理集群：停启、分区主副本归属与消费组的再均衡次数。
import collections, json, os, shutil, struct, subprocess, threading, time

INTERNAL = ("__consumer_offsets", "__transaction_state")


class Cluster:
    """The cluster of HUTONG_TEST_BROKERS. Where it names several brokers the commands are called with the number of one,
    counted from 1 in the order in which the variable names them."""

    def __init__(self, brokers):
        self.brokers = brokers
        self.size = len(brokers.split(","))
        self.commands = {name: os.environ.get("HUTONG_TEST_BROKER_" + name) for name in ("STOP", "START", "KILL")}
        self.kcat = shutil.which("kcat") or shutil.which("kafkacat")
        self.lock = threading.Lock()
        self.leaders, self.leader_changes, self.coordinator_moves = {}, 0, 0
        self.away, self.failures = [], []

    @property
    def can_restart(self):
        return bool(self.commands["STOP"] and self.commands["START"])

    def call(self, name, number=None, check=False):
        command = self.commands[name] + (" %d" % number if number is not None else "")
        return subprocess.run(command, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=check).returncode

    def look(self):
        """Counts the partitions that another broker leads than at the last look; how many lack a copy, or None where the
        cluster does not answer."""
        if not self.kcat:
            return None
        try:
            found = subprocess.run([self.kcat, "-b", self.brokers, "-L", "-J", "-m", "10"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, timeout=60)
            topics = json.loads(found.stdout.decode(errors="replace"))["topics"]
        except (OSError, ValueError, KeyError, subprocess.TimeoutExpired):
            return None
        lacking = 0
        with self.lock:
            for topic in topics:
                for partition in topic["partitions"]:
                    place, leader = (topic["topic"], partition["partition"]), partition.get("leader", -1)
                    if len(partition.get("isrs", [])) < len(partition.get("replicas", [])) or leader < 0:
                        lacking += 1
                    if leader < 0:
                        continue
                    if self.leaders.get(place, leader) != leader:
                        self.leader_changes += 1
                        self.coordinator_moves += place[0] in INTERNAL
                    self.leaders[place] = leader
        return lacking

    def move(self, numbers, is_kill, seconds, over):
        """Takes brokers away and brings them back; waits until every partition has all its copies again."""
        start = time.monotonic()
        self.look()
        for number in numbers:
            self.call("KILL" if is_kill else "STOP", number)
        self.look()
        over.wait(seconds)
        self.look()
        for number in numbers:
            # Its port may have gone to some connection meanwhile.
            for _ in range(10):
                if self.call("START", number) == 0:
                    break
                time.sleep(3)
            else:
                self.failures.append("broker %d does not start again" % number)
        back = time.monotonic()
        while self.look() != 0 and time.monotonic() - back < 90:
            over.wait(1)
        self.away.append([round(back - start, 1), round(time.monotonic() - back, 1)])

    def generations(self):
        """The last generation of each group, as the coordinator wrote it; None where it cannot be read."""
        if not self.kcat:
            return None
        process = subprocess.Popen(
            [self.kcat, "-b", self.brokers, "-C", "-t", INTERNAL[0], "-o", "beginning", "-e", "-q", "-f", "%K %S\n%k%s\n"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        found = collections.defaultdict(int)
        stream = process.stdout
        try:
            while True:
                line = stream.readline()
                if not line:
                    break
                key_size, value_size = (max(0, int(part)) for part in line.split())
                key, value = stream.read(key_size), stream.read(value_size)
                stream.read(1)
                # A group's own record has a key of version 2: version, name; the value: version, protocol type, generation.
                if len(key) < 4 or struct.unpack_from(">h", key)[0] != 2 or len(value) < 8:
                    continue
                group = key[4:4 + struct.unpack_from(">h", key, 2)[0]].decode(errors="replace")
                generation = struct.unpack_from(">i", value, 4 + max(0, struct.unpack_from(">h", value, 2)[0]))[0]
                found[group] = max(found[group], generation)
        except (ValueError, struct.error):
            process.kill()
        return dict(found) if process.wait() == 0 else None
