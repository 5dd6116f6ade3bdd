# What the suite found, as JSON and for a person.
# 演练结果的输出。
import collections, json, os, re, shutil, subprocess


class Reporting:
    """A part of Suite: reads what is left and writes the report."""

    def count_independently(self, verdict):
        """The ids in the ledger as kcat, another client than ours, reads them: committed records only."""
        kcat = shutil.which("kcat") or shutil.which("kafkacat")
        if not kcat:
            self.notes.append("independent reading: skipped, kcat is not installed")
            return None
        process = subprocess.Popen(
            [kcat, "-b", self.brokers, "-C", "-t", "ledger.trading", "-o", "beginning", "-e", "-q", "-f", "%h\n",
             "-X", "isolation.level=read_committed", "-X", "check.crcs=true"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        pattern = re.compile(rb"ce_id=([^,]*)")
        seen, twice, records = set(), 0, 0
        for line in process.stdout:
            found = pattern.search(line)
            if not found:
                continue
            records += 1
            if found.group(1) in seen:
                twice += 1
            seen.add(found.group(1))
        code = process.wait()
        return {"client": "kcat", "records": records, "ids": len(seen), "twice": twice, "status": code,
                # The fresh record of the probe stands there too.
                "agrees": code == 0 and twice == 0 and records - verdict.get("ledger", -1) in (0, 1)}

    def events(self):
        """What the logs of all incarnations of all workers say, by event."""
        counts = collections.Counter()
        self.assignments = 0
        for name in os.listdir(self.directory):
            if not name.startswith("log-") or name in ("log-load", "log-check", "log-broker"):
                continue
            with open(os.path.join(self.directory, name), errors="replace") as file:
                for line in file:
                    found = re.search(r'"event":"([a-z_.]+)"', line)
                    if found:
                        counts[found.group(1)] += 1
                        if found.group(1) == "bus.rebalanced" and '"kind":"assigned"' in line:
                            self.assignments += 1
        return counts

    def tail(self, path):
        try:
            with open(path, errors="replace") as file:
                lines = file.read().strip().splitlines()
                return lines[-1] if lines else ""
        except OSError:
            return ""

    def broker_version(self):
        command = os.environ.get("HUTONG_TEST_BROKER_VERSION")
        if self.options.embedded:
            return "librdkafka mock"
        if not command:
            return "unknown (HUTONG_TEST_BROKER_VERSION is not set)"
        return subprocess.run(command, shell=True, stdout=subprocess.PIPE, universal_newlines=True).stdout.strip()

    def library_version(self):
        kcat = shutil.which("kcat") or shutil.which("kafkacat")
        found = subprocess.run("ldconfig -p | grep -o '/.*librdkafka.so.1$' | head -1 | xargs -r readlink -f; "
                               "pkg-config --modversion rdkafka 2>/dev/null", shell=True, stdout=subprocess.PIPE,
                               universal_newlines=True).stdout.split()
        return " ".join(found) or ("unknown" if not kcat else kcat)

    def report(self, verdict, violations, independent, seconds, load_ended, status):
        events = self.events()
        load = {}
        try:
            load = json.loads(open(self.load_output).read() or "{}")
        except (OSError, ValueError):
            pass
        times = sorted(seconds for _, seconds, _ in self.drains)
        drains = {"count": len(times), "longest": times[-1] if times else None,
                  "median": times[len(times) // 2] if times else None,
                  "over10": sum(1 for value in times if value > 10),
                  "unclean": sum(1 for _, _, code in self.drains if code != 0)}
        # The short form runs beside other tests: what it takes there says nothing.
        drained = self.options.embedded or drains["over10"] == 0
        generations = None
        if not self.options.embedded:
            after = self.cluster.generations()
            generations = after and sum(value - self.generations_before.get(group, 0) for group, value in after.items())
            self.cluster.look()
        clean = (status == 0 and verdict.get("verdict") == "clean" and load_ended and drained
                 and not self.cluster.failures and (independent is None or independent["agrees"]))
        return {
            "verdict": "clean" if clean else "violated", "oracle": verdict, "violations": violations,
            "independent": independent, "seed": self.options.seed, "minutes": round(self.seconds / 60, 2),
            "checkSeconds": round(seconds, 1), "load": load, "loadEnded": load_ended, "faults": dict(self.counts),
            "brokerAwaySeconds": round(self.outages, 1), "rebalances": self.assignments, "generations": generations,
            "guests": {"visits": self.guests.visits, "joined": self.guests.joined} if self.guests else None,
            "leaderChanges": self.cluster.leader_changes, "coordinatorMoves": self.cluster.coordinator_moves,
            "brokersAway": self.cluster.away, "injected": self.relay.carried_out() if self.relay else {},
            "events": dict(events), "drains": drains, "deaths": self.deaths, "notes": self.notes + self.cluster.failures,
            "broker": self.broker_version(), "librdkafka": self.library_version(),
            "partitions": self.options.partitions, "instances": self.options.instances,
            "host": {"processors": os.cpu_count()}, "schedule": self.schedule,
        }


def text(report):
    """The report for a person."""
    rows = [("verdict", report["verdict"]), ("seed", report["seed"]), ("broker", report["broker"]),
            ("librdkafka", report["librdkafka"]), ("minutes", report["minutes"]), ("load", report["load"]),
            ("faults", report["faults"]), ("assignments to members", report["rebalances"]),
            ("generations of groups", report["generations"]), ("guests", report["guests"]),
            ("leader changes", report["leaderChanges"]), ("coordinator moves", report["coordinatorMoves"]),
            ("requests touched", report["injected"]),
            ("broker away, seconds", report["brokerAwaySeconds"]), ("drains", report["drains"]),
            ("deaths", len(report["deaths"])), ("oracle", report["oracle"]),
            ("oracle, seconds", report["checkSeconds"]), ("oracle, peak MB", report.get("checkPeakMegabytes")),
            ("independent", report["independent"])]
    lines = ["%-28s %s" % (name, value if not isinstance(value, dict) else json.dumps(value)) for name, value in rows]
    lines += ["note                         " + note for note in report["notes"]]
    lines += ["violation                    " + json.dumps(item, ensure_ascii=False)
              for item in report["violations"][:50]]
    return "\n".join(lines)


