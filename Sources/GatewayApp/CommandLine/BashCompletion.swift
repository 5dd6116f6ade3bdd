/// A bash completion script made from the declarations.
package enum BashCompletion {
    /// The script; `eval "$(hutong completion bash)"` switches it on.
    package static func script(for declarations: [CommandDeclaration]) -> String {
        let verbs = unique(declarations.compactMap(\.path.first))
        var cases: [String] = []
        for verb in verbs {
            let family = declarations.filter { $0.path.first == verb }
            let second = unique(family.compactMap { $0.path.count > 1 ? $0.path[1] : nil })
            let options = unique(family.flatMap(\.options).map { "--\($0.name)" })
            cases.append("    \(verb)) words=\"\((second + options).joined(separator: " "))\" ;;")
        }
        return """
            _hutong() {
              local current="${COMP_WORDS[COMP_CWORD]}" words
              case "${COMP_WORDS[1]}" in
            \(cases.joined(separator: "\n"))
                *) words="" ;;
              esac
              if [ "$COMP_CWORD" -eq 1 ]; then words="\(verbs.joined(separator: " ")) help --help --version"; fi
              case "$current" in
                -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
                *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;
              esac
            }
            complete -o filenames -F _hutong hutong
            """
    }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
