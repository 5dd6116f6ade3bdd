/// The one owner of a C object; it is given back when the owner ends.
///
/// `@safe` because the pointer leaves only through ``withPointer(_:)``, during which the owner is borrowed and lives.
@safe
struct Handle<Kind: HandleKind>: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes over `pointer`, which the caller owned; nil stays nil.
    init?(adopting pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        // The only release: the type is noncopyable.
        unsafe Kind.release(pointer)
    }

    /// Lends the pointer for the duration of `body`, which must not keep it.
    borrowing func withPointer<Result: ~Copyable, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(pointer)
    }
}
