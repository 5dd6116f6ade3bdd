# The parts of Ops/faults.
