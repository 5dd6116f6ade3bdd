internal import CRDKafka
internal import Core

/// Owner of a `rd_kafka_conf_t` until a client takes it over.
///
/// `@safe`: the pointer is freed by `deinit` unless ``release()`` handed it on.
@safe struct ClientSettings: ~Copyable {
    private let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        // The owner is noncopyable and `release` discards it, so this is the only reference.
        unsafe rd_kafka_conf_destroy(pointer)
    }

    /// Settings holding `properties`, and those of `whereKnown` that this version of the library has.
    ///
    /// - Throws: ``BusFailure`` of kind `configuration` naming the first property that the library refuses.
    static func make(
        _ properties: [String: String],
        whereKnown optional: [String: String] = [:]
    ) throws(BusFailure) -> ClientSettings {
        // The library aborts when memory ends, it never returns null; guarded all the same.
        guard let pointer = unsafe rd_kafka_conf_new() else {
            throw BusFailure(.fatal, "librdkafka gave no configuration object")
        }
        let settings = unsafe ClientSettings(adopting: pointer)
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            if let refusal = settings.set(key, value) { throw BusFailure(.configuration, "\(key): \(refusal.en)") }
        }
        for (key, value) in optional where properties[key] == nil { _ = settings.set(key, value) }
        return settings
    }

    /// Sets one property; returns the library's objection.
    ///
    /// The objection never names the value: it may be a password.
    func set(_ key: String, _ value: String) -> BilingualText? {
        var text = [CChar](repeating: 0, count: 512)
        // Key and value are copied by the library; it writes at most `text.count` bytes, terminated.
        let result = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe rd_kafka_conf_set(pointer, key, value, buffer.baseAddress, buffer.count)
        }
        switch result {
        case RD_KAFKA_CONF_OK: return nil
        case RD_KAFKA_CONF_UNKNOWN:
            return BilingualText(zh: "librdkafka 没有该属性", en: "no such librdkafka property")
        default: return BilingualText(zh: "librdkafka 不接受该值", en: "librdkafka does not accept the value")
        }
    }

    /// Lends the pointer for one call of the library.
    func withPointer<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        unsafe body(pointer)
    }

    /// Hands the object on to a client, which frees it.
    consuming func release() -> OpaquePointer {
        let pointer = unsafe self.pointer
        discard self
        return unsafe pointer
    }
}
