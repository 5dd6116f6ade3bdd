/// What a directory of contracts holds.
struct LoadedContents {
    /// The editions, in order.
    var editions: [LoadedEdition] = []
    /// The profiles, in order.
    var profiles: [LoadedProfile] = []
}
