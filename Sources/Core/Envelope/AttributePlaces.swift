/// Where attributes stand among the headers of a record that another stage of Hutong has parsed and passed on: nothing is
/// judged again.
package struct AttributePlaces: BitwiseCopyable, Sendable {
    /// By the position of the attribute; -1 for one that is not there.
    private var places = SIMD32<Int32>(repeating: -1)

    /// Finds the attributes `wanted` among the first `count` of `headers`; of a repeated one the first counts.
    package init(of wanted: AttributeSelection, in headers: [RecordHeader], first count: Int) {
        var missing = wanted.bits
        var expected = 0
        for index in 0..<min(count, headers.count) {
            guard missing != 0 else { break }
            guard let name = AttributeName.named(byHeader: headers[index].name, expected: expected) else { continue }
            expected = name.position + 1
            guard missing & name.bit != 0 else { continue }
            missing &= ~name.bit
            places[name.position] = Int32(clamping: index)
        }
    }

    /// The index of the header; nil where there is none.
    package subscript(_ name: AttributeName) -> Int? {
        let place = places[name.position]
        return place < 0 ? nil : Int(place)
    }
}
