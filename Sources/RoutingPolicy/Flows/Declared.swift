/// A declaration and where it stands in its file.
struct Declared<Value> {
    let path: String
    let value: Value

    init(_ path: String, _ value: Value) {
        self.path = path
        self.value = value
    }
}
