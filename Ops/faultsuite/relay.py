# The way to the brokers of the workers in the network namespace.
# 网络命名空间中的工作进程通向代理的中继。
"""Bytes pass through here, so they can be slowed or held up without touching the network of anybody else, and single
requests and answers can be lost or changed."""
import collections, json, os, socket, struct, subprocess, sys, threading, time

# Requests that faults are put into, by their number in Kafka's protocol.
PRODUCE, INIT_PRODUCER, ADD_PARTITIONS, ADD_OFFSETS, END, OFFSETS = 0, 22, 24, 25, 26, 28
NAMES = {PRODUCE: "Produce", INIT_PRODUCER: "InitProducerId", ADD_PARTITIONS: "AddPartitionsToTxn",
         ADD_OFFSETS: "AddOffsetsToTxn", END: "EndTxn", OFFSETS: "TxnOffsetCommit"}


class Relay:
    """Two processes: one inside the namespace that listens where the brokers are expected, one outside that connects to
    them; Unix sockets join them. One file says what happens to the bytes: 'pass', 'slow' or 'hold'; another takes orders
    for single requests, a third tells which were carried out."""

    CHUNK = 65536

    def __init__(self, directory, namespace, addresses, script):
        self.namespace = namespace
        self.mode = os.path.join(directory, "relay.mode")
        self.orders = os.path.join(directory, "relay.orders")
        self.done = os.path.join(directory, "relay.done")
        open(self.orders, "w").close()
        open(self.done, "w").close()
        self.set("pass")
        subprocess.run(["ip", "netns", "add", namespace], check=True)
        try:
            subprocess.run(["ip", "netns", "exec", namespace, "ip", "link", "set", "lo", "up"], check=True)
            command = [sys.executable, script, "--relay"]
            places = [directory] + ["%s:%d" % address for address in addresses]
            self.outer = subprocess.Popen(command + ["out"] + places)
            self.inner = subprocess.Popen(["ip", "netns", "exec", namespace] + command + ["in"] + places)
        except BaseException:
            self.close()
            raise

    def set(self, mode):
        with open(self.mode + ".new", "w") as file:
            file.write(mode)
        os.replace(self.mode + ".new", self.mode)

    def order(self, request, act, code, count):
        """The next `count` requests of this kind: 'refuse' (never arrive), 'forget' (arrive, the answer does not) or 'error'
        (arrive and are carried out, and the answer says `code`)."""
        with open(self.orders, "a") as file:
            file.write(json.dumps([request, act, code, count]) + "\n")

    def carried_out(self):
        """How many of each were carried out."""
        with open(self.done) as file:
            return dict(collections.Counter(line.strip() for line in file))

    def close(self):
        for process in [getattr(self, "inner", None), getattr(self, "outer", None)]:
            if process:
                process.kill()
                process.wait()
        subprocess.run(["ip", "netns", "delete", self.namespace], stderr=subprocess.DEVNULL)


class Orders:
    """What is to be done to requests that come, shared by all connections."""

    def __init__(self, directory):
        self.file, self.done = os.path.join(directory, "relay.orders"), os.path.join(directory, "relay.done")
        self.lock, self.read, self.open = threading.Lock(), 0, collections.defaultdict(collections.deque)

    def poll(self):
        with open(self.file) as file:
            lines = file.read().splitlines()
        with self.lock:
            for line in lines[self.read:]:
                request, act, code, count = json.loads(line)
                self.open[request].extend([(act, code)] * count)
            self.read = len(lines)

    def take(self, request):
        if not self.open.get(request):
            return None
        with self.lock:
            return self.open[request].popleft() if self.open[request] else None

    def tell(self, request, act, code):
        with self.lock, open(self.done, "a") as file:
            file.write("%s %s%s\n" % (NAMES[request], act, " %d" % code if act == "error" else ""))


class Conversation:
    """One connection of a client to a broker, frame by frame."""

    def __init__(self, client, server, orders, state):
        self.client, self.server, self.orders, self.state = client, server, orders, state
        # Correlation number to (request, version, act, code), of those whose answer is to be touched.
        self.waiting = {}

    def start(self):
        for source, sink, look in ((self.client, self.server, self.request), (self.server, self.client, self.answer)):
            threading.Thread(target=self.pump, args=(source, sink, look), daemon=True).start()

    def pump(self, source, sink, look):
        buffer = bytearray()
        try:
            while True:
                data = source.recv(Relay.CHUNK)
                if not data:
                    break
                while self.state["mode"] == "hold":
                    time.sleep(0.05)
                if self.state["mode"] == "slow":
                    time.sleep(0.1)
                buffer += data
                end = 0
                while len(buffer) - end >= 4:
                    size = 4 + struct.unpack_from(">i", buffer, end)[0]
                    if len(buffer) - end < size:
                        break
                    if not look(buffer, end, size):
                        raise OSError("cut as ordered")
                    end += size
                if end:
                    sink.sendall(memoryview(buffer)[:end].tobytes())
                    del buffer[:end]
        except (OSError, struct.error):
            pass
        shut(source, sink)

    def request(self, frame, start, size):
        """False where the connection is to be cut before the request arrives."""
        if size < 12:
            return True
        kind, version, correlation = struct.unpack_from(">hhi", frame, start + 4)
        order = self.orders.take(kind) if kind in NAMES else None
        if not order:
            return True
        act, code = order
        if act == "refuse":
            self.orders.tell(kind, act, code)
            return False
        self.waiting[correlation] = (kind, version, act, code)
        return True

    def answer(self, frame, start, size):
        """False where the connection is to be cut before the answer arrives."""
        if not self.waiting:
            return True
        found = self.waiting.pop(struct.unpack_from(">i", frame, start + 4)[0], None)
        if not found:
            return True
        kind, version, act, code = found
        if act == "forget":
            self.orders.tell(kind, act, code)
            return False
        places = error_places(kind, version, frame, start, size)
        for place in places:
            struct.pack_into(">h", frame, place, code)
        if places:
            self.orders.tell(kind, act, code)
        return True


def shut(*ends):
    """Whoever reads or writes one of these sockets is woken; those that are closed already do not matter."""
    for end in ends:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def error_places(kind, version, frame, start, size):
    """Where the answer says how it went; nothing where this version is not known here."""
    at = start + 8
    if kind in (END, ADD_OFFSETS) and version <= 2:
        return [at + 4]
    if kind == INIT_PRODUCER and version <= 1:
        return [at + 4]
    if kind == INIT_PRODUCER and version <= 4:
        return [at + 5]
    places = []
    if kind == ADD_PARTITIONS and version <= 2:
        at, compact = at + 4, False
        rest = 0
    elif kind == OFFSETS and version <= 3:
        compact = version == 3
        at, rest = at + (5 if compact else 4), 0
    elif kind == PRODUCE and 5 <= version <= 7:
        compact, rest = False, 24
    else:
        return []

    def count():
        nonlocal at
        if compact:
            # Longer than 126 is not to be expected of a batch; then nothing is touched.
            value, at = frame[at] - 1, at + 1
            if value > 126:
                raise ValueError
        else:
            value, at = struct.unpack_from(">i", frame, at)[0], at + 4
        return value

    try:
        for _ in range(count()):
            if compact:
                at += 1 + frame[at] - 1
            else:
                at += 2 + struct.unpack_from(">h", frame, at)[0]
            for _ in range(count()):
                places.append(at + 4)
                at += 6 + rest + (1 if compact else 0)
            at += 1 if compact else 0
        return places if at <= start + size else []
    except (ValueError, IndexError, struct.error):
        return []


def serve(side, directory, places):
    """The process on one side."""
    state, orders = {"mode": "pass"}, Orders(directory)

    def watch():
        while True:
            try:
                with open(os.path.join(directory, "relay.mode")) as file:
                    state["mode"] = file.read().strip()
                orders.poll()
            except (OSError, ValueError):
                os._exit(0)
            time.sleep(0.05)

    def plain(source, sink):
        try:
            while True:
                data = source.recv(Relay.CHUNK)
                if not data:
                    break
                sink.sendall(data)
        except OSError:
            pass
        shut(source, sink)

    def listen(place):
        host, port = place.rsplit(":", 1)
        path = os.path.join(directory, "relay-%s.sock" % port)
        if side == "out" and os.path.exists(path):
            os.remove(path)
        listener = socket.socket(socket.AF_UNIX if side == "out" else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(path if side == "out" else (host, int(port)))
        listener.listen(128)
        while True:
            client, _ = listener.accept()
            try:
                if side == "out":
                    server = socket.create_connection((host, int(port)), timeout=5)
                    server.settimeout(None)
                    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                else:
                    server = socket.socket(socket.AF_UNIX)
                    server.connect(path)
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                client.close()
                continue
            if side == "out":
                Conversation(client, server, orders, state).start()
            else:
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=plain, args=pair, daemon=True).start()

    for place in places[1:]:
        threading.Thread(target=listen, args=(place,), daemon=True).start()
    threading.Thread(target=watch, daemon=True).start()
    listen(places[0])
