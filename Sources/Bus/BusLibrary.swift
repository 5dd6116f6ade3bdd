internal import CRDKafka

/// The library that this module stands on.
package enum BusLibrary {
    /// Version of librdkafka at run time; Debian's build and the loaded library may differ.
    package static var version: String {
        // A constant string of the library.
        unsafe String(cString: rd_kafka_version_str())
    }
}
