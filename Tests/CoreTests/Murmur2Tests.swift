import Core
import Testing

/// Expected values are those of Apache Kafka's own unit test of `Utils.murmur2`.
struct Murmur2Tests {
    @Test(
        arguments: [
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ] as [(String, Int32)]
    )
    func agreesWithKafka(key: String, expected: Int32) {
        let bytes = Array(key.utf8)
        #expect(Int32(bitPattern: Murmur2.hash(bytes.span)) == expected)
    }
}
