# The text of record.json that its approver signs (approver-signature.md §3), written field by field; sourced.

# line NAME VALUE: one line, the value as a JSON string: quotation mark, backslash and line feed escaped.
line() {
    escaped=$(printf '%s' "$2" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n/\\n/g')
    printf '\n"%s": "%s"' "$1" "$escaped"
}

approval_text() {
    printf '"@dataset": "ADMIN_SUPER_ITEM_INFO"'
    line TENDER_PROJECT_NAME '环岛路改造工程'
    line TENDER_PROJECT_CODE A3502000001000001001
    line BID_SECTION_CODE A3502000001000001001001
    line BID_SECTION_NAME '环岛路改造工程一标段'
    line PROJECT_TYPE A01
    line TRADE_TYPE 01
    line TRADE_STEP '招标公告'
    line APPROVAL_PROJECT '招标公告备案'
    line GOVERMENT '示例监督部门'
    line AREA 350200
    line LAW '招标投标法'
    line IS_PAST 1
    line CONTENT '同意备案。
附件 "1\2"'
    line APPROVAL_DATE 20261121120000
    line PLATFORM_CODE 11350000000000027C
    line PUB_SERVICE_PLAT_CODE 123500000000000354
    line DATA_TIMESTAMP 20261121120500
}
