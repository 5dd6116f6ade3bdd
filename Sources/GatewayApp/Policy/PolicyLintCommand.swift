import Core

/// `hutong policy lint`: are registry and flow table what they have to be, without the rest of a deployment?
package enum PolicyLintCommand: Command {
    static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        zh: "配置文件：检查其自身，并取用其所指的登记册、流向表与数据规范；dev 同其他命令",
        en: "configuration: checked itself, and its registry, flow table and contracts are taken; 'dev' as elsewhere"
    )
    static let registry = OptionDeclaration(
        "registry",
        .path(placeholder: "F"),
        zh: "此登记册（代替配置所指的）",
        en: "this registry, instead of the configuration's"
    )
    static let flows = OptionDeclaration(
        "flows",
        .path(placeholder: "F"),
        zh: "此流向表（代替配置所指的）",
        en: "this flow table, instead of the configuration's"
    )
    static let contracts = OptionDeclaration(
        "contracts",
        .path(placeholder: "DIR"),
        zh: "与此数据规范目录对照（代替配置所指的）；两者皆无则不对照",
        en: "compare with these contracts, instead of the configuration's; without either nothing is compared"
    )

    package static let declaration = CommandDeclaration(
        "policy",
        "lint",
        zh: "检查登记册与流向表文件",
        en: "check the files of registry and flow table",
        discussion: BilingualText(
            zh: "一次报告全部问题（文件、行、列、键、代码、说明）；有问题时退出码为 78。"
                + "不需要信任列表、证书与密钥，不连接消息总线；这些由 hutong check 检查。",
            en:
                "Reports all problems at once (file, line, column, key, code, message); ends with 78 when there is one. Needs "
                + "no trust list, certificates or keys, which hutong check looks at, and connects to no broker."
        ),
        options: [configuration, registry, flows, contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let reading = arguments[configuration].map { ConfigurationReader(console).read($0) }
        func path(_ option: OptionDeclaration, _ configured: String?) -> String? {
            arguments[option].map { console.resolve($0) } ?? configured
        }
        let lint = PolicyLint(
            registry: path(registry, reading?.sources.registry),
            flows: path(flows, reading?.sources.flows),
            contracts: path(contracts, reading?.sources.contracts)
        )
        guard reading != nil || lint.registry != nil || lint.flows != nil else {
            throw CommandFailure(
                .usage,
                zh: "须有 --config、--registry 或 --flows",
                en: "one of --config, --registry and --flows is needed"
            )
        }
        if lint.contracts == nil {
            console.note(
                zh: "未与数据规范对照（--contracts）",
                en: "nothing was compared with contracts (--contracts)"
            )
        }
        let problems = ConfigurationProblem.located(reading?.problems ?? []) + lint.problems()
        ConfigurationProblemOutput.print(
            problems,
            otherwise: BilingualText(zh: "登记册与流向表无误", en: "registry and flow table are fine"),
            on: console
        )
        return problems.isEmpty ? .success : .configuration
    }
}
