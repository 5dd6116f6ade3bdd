/// A map that never holds more than about `limit` entries: two halves, of which the older is dropped when the younger
/// is full; what is looked up moves to the younger half.
///
/// Constant cost per operation and no list of uses; what strangers put in can only push out what nobody asked for.
struct BoundedCache<Key: Hashable, Value> {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let half: Int

    /// A cache of at most `limit` entries, at least 2.
    init(limit: Int) {
        half = max(1, limit / 2)
    }

    /// The number of entries held.
    var count: Int { young.count + old.count }

    /// The value under `key`.
    mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(value, for: key)
        return value
    }

    /// Puts `value` under `key`.
    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= half {
            old = young
            young = [:]
        }
        young[key] = value
    }
}
