internal import Core

/// The problems of single fields, in words. Names, titles and limits only; never a value.
enum FieldProblem {
    static func unknown(_ program: ContractProgram, _ name: String?, _ severity: Severity) -> Problem {
        Problem(
            .fieldUnknown,
            at: name.map(JSONPointer.text(to:)) ?? "",
            rule: "\(program.stem).unknown",
            severity: severity,
            zh: "数据集 \(program.name) 没有此字段",
            en: "the data set \(program.name) has no such field"
        )
    }

    static func missing(_ program: ContractProgram, _ field: Int) -> Problem {
        make(.fieldMissing, program, field, "required", zh: "必填", en: "is required")
    }

    static func type(_ program: ContractProgram, _ field: Int, _ severity: Severity) -> Problem {
        switch program.fields[field].type {
        case .number:
            make(.fieldType, program, field, "type", severity, zh: "须为数字", en: "must be a number")
        case .text, .date, .minute, .dateTime:
            make(.fieldType, program, field, "type", severity, zh: "须为字符串", en: "must be a string")
        }
    }

    static func length(_ program: ContractProgram, _ field: Int) -> Problem {
        let description = program.fields[field]
        let demand: (zh: String, en: String) =
            switch (description.minimumLength, description.length) {
            case (let least?, let most?): ("须为 \(least) 至 \(most) 个字符", "must have \(least) to \(most) characters")
            case (let least?, nil): ("长度不得少于 \(least) 个字符", "must have at least \(least) characters")
            case (nil, let length) where description.isFixed:
                ("长度须为 \(length ?? 0) 个字符", "must have exactly \(length ?? 0) characters")
            case (nil, let most): ("长度不得超过 \(most ?? 0) 个字符", "must have at most \(most ?? 0) characters")
            }
        return make(.fieldLength, program, field, "length", zh: demand.zh, en: demand.en)
    }

    static func digits(_ program: ContractProgram, _ field: Int, _ severity: Severity) -> Problem {
        let description = program.fields[field]
        guard let integer = description.integerDigits, let fraction = description.fractionDigits else {
            return make(
                .fieldNumber,
                program,
                field,
                "digits",
                severity,
                zh: "须为十进制数",
                en: "must be a decimal number"
            )
        }
        return make(
            .fieldNumber,
            program,
            field,
            "digits",
            severity,
            zh: "须为整数部分不超过 \(integer) 位、小数部分不超过 \(fraction) 位的十进制数",
            en: "must be a decimal number with at most \(integer) digits before and \(fraction) after the point"
        )
    }

    static func date(_ program: ContractProgram, _ field: Int, _ severity: Severity) -> Problem {
        let pattern =
            switch program.fields[field].type {
            case .date: "yyyyMMdd"
            case .minute: "yyyyMMddHHmm"
            case .text, .number, .dateTime: "yyyyMMddHHmmss"
            }
        return make(
            .fieldDate,
            program,
            field,
            "date",
            severity,
            zh: "须为 \(pattern) 格式的真实日期时间",
            en: "must be a real date of the form \(pattern)"
        )
    }

    static func code(_ program: ContractProgram, _ field: Int, _ severity: Severity) -> Problem {
        if let id = program.fields[field].list {
            return make(
                .fieldCode,
                program,
                field,
                "list",
                severity,
                zh: "不在代码表 \(id) 中",
                en: "is not in the code list \(id)"
            )
        }
        let values = program.fields[field].values.joined(separator: ", ")
        return make(
            .fieldCode,
            program,
            field,
            "list",
            severity,
            zh: "须为 \(values) 之一",
            en: "must be one of \(values)"
        )
    }

    static func listAbsent(_ program: ContractProgram, _ field: Int) -> Problem {
        make(
            .codeListAbsent,
            program,
            field,
            "list",
            .warning,
            zh: "代码表 \(program.fields[field].list ?? "") 的取值未知，未作校验",
            en: "the values of code list \(program.fields[field].list ?? "") are unknown, so the code was not checked"
        )
    }

    static func placeholder(_ program: ContractProgram, _ field: Int) -> Problem {
        make(
            .fieldPlaceholder,
            program,
            field,
            "placeholder",
            .warning,
            zh: "填写的是占位符，视为未填",
            en: "holds a placeholder and counts as absent"
        )
    }

    static func truncated(_ program: ContractProgram, _ field: Int) -> Problem {
        make(
            .fieldTruncated,
            program,
            field,
            "truncated",
            .warning,
            zh: "恰为 65535 个字符或字节，可能已被截断",
            en: "has exactly 65,535 characters or bytes and may have been cut"
        )
    }

    static func invisible(_ program: ContractProgram, _ field: Int) -> Problem {
        make(
            .fieldText,
            program,
            field,
            "text",
            .warning,
            zh: "含有控制字符、零宽字符或书写方向控制符",
            en: "holds control characters, zero-width characters or controls of direction"
        )
    }

    static func identifier(_ program: ContractProgram, _ field: Int, _ check: CheckPlan) -> Problem {
        let expectation = check.kind.expectation
        return make(
            .fieldIdentifier,
            program,
            field,
            check.kind.rawValue,
            check.severity,
            zh: "不是合法的\(expectation.zh)",
            en: "is not a valid \(expectation.en)"
        )
    }

    private static func make(
        _ code: RejectionCode,
        _ program: ContractProgram,
        _ field: Int,
        _ constraint: String,
        _ severity: Severity = .error,
        zh: String,
        en: String
    ) -> Problem {
        let name = program.fields[field].name
        return Problem(
            code,
            at: "/" + name,
            rule: "\(program.stem).\(name).\(constraint)",
            severity: severity,
            zh: "字段 \(name)(\(program.fields[field].title))\(zh)",
            en: "field \(name) \(en)"
        )
    }
}
