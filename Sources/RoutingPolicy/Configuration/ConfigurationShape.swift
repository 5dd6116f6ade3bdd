/// A kind of object in a configuration file. Keys are declared in one place, so that the published schema of the file can be
/// compared with what is read (docs/specs/flow-table.schema.json, registry.schema.json).
protocol ConfigurationShape {
    /// The keys that such an object may have; every other one is a mistake.
    var keys: Set<String> { get }
}
