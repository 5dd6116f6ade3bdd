/// How far a worker has read back what it remembers.
package struct RestoreProgress: Sendable, Hashable {
    /// Partitions to read.
    package let partitions: Int
    /// Entries of the state that are read.
    package internal(set) var entries = 0
    /// Cases that were found; 0 until all is read.
    package internal(set) var cases = 0
    /// Claims that were found; 0 until all is read, and where none are remembered.
    package internal(set) var claims = 0
    /// True when all is read.
    package internal(set) var isComplete = false

    /// Nothing of `partitions` partitions is read yet.
    package init(partitions: Int) {
        self.partitions = partitions
    }
}
