# Wrong clocks.
# 使个别工作进程的时钟出错。
import os, shutil, struct, subprocess, sys

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clock.c")


class Clock:
    """The wall clock of one worker, off by as many seconds as a file says (clock.c). The monotonic clock goes on as it is,
    as it does when somebody sets the time of a machine."""

    def __init__(self, directory, name, library):
        self.library, self.file = library, os.path.join(directory, "clock-%s" % name)
        self.is_off = False
        with open(self.file, "wb") as file:
            file.write(struct.pack("=q", 0))

    @staticmethod
    def build(directory):
        """The library that makes a clock wrong; raises OSError with the reason where it cannot be built."""
        if not sys.platform.startswith("linux"):
            raise OSError("not on this system")
        swift = shutil.which("swift")
        beside = os.path.join(os.path.dirname(os.path.realpath(swift)), "clang") if swift else None
        compiler = beside if beside and os.access(beside, os.X_OK) else shutil.which("clang") or shutil.which("cc")
        if not compiler:
            raise OSError("no C compiler")
        library = os.path.join(directory, "clock.so")
        made = subprocess.run([compiler, "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        if made.returncode:
            raise OSError("the library cannot be built: " + made.stdout.strip()[:300])
        return library

    def set(self, seconds):
        self.is_off = seconds != 0
        with open(self.file, "r+b") as file:
            file.write(struct.pack("=q", seconds))

    def environment(self):
        return {"LD_PRELOAD": self.library, "HUTONG_FAULTS_CLOCK": self.file}
