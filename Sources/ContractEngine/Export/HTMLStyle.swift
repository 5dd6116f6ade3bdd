/// The style of the pages: no external resource, light and dark, narrow screens and paper.
enum HTMLStyle {
    static let text = """
        :root{color-scheme:light dark;--bg:#fbfbf9;--panel:#fff;--ink:#1d2329;--soft:#5d6771;--line:#dfe2e0;--head:#f1f3f0;
        --link:#0b5c8a;--req:#a3271b;--req-bg:#fcebe8;--key:#5a3b9c;--key-bg:#f0ebfb;--shape:#43505b;--shape-bg:#eaeef0;
        --list:#0b5c63;--list-bg:#e3f3f3;--warn:#7d5200;--warn-bg:#fdf2d8;--mark:#fff6c7;--code:#f4f5f2}
        @media (prefers-color-scheme:dark){:root{--bg:#14181b;--panel:#1b2125;--ink:#e4e8ea;--soft:#9aa6af;--line:#333c42;
        --head:#222a2f;--link:#7cc4ee;--req:#ffb4a8;--req-bg:#4a221c;--key:#cdbcff;--key-bg:#352a55;--shape:#c3ced6;
        --shape-bg:#2c363d;--list:#8fdedd;--list-bg:#173d40;--warn:#f3cf86;--warn-bg:#44340f;--mark:#3e3a14;--code:#20272b}}
        *{box-sizing:border-box}html{scroll-padding-top:3.2rem;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.65 -apple-system,"PingFang SC","Noto Sans CJK SC",
        "Noto Sans SC","Source Han Sans SC","Microsoft YaHei",system-ui,sans-serif}
        a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:3px}
        code,pre,.mono{font-family:ui-monospace,"SF Mono",Consolas,"Noto Sans Mono CJK SC",monospace;font-size:.9em}
        main,header>div,nav>div,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
        header{background:var(--panel);border-bottom:1px solid var(--line);padding:1rem 0 1.1rem}
        header p{margin:.1rem 0;color:var(--soft)}h1{font-size:1.7rem;line-height:1.3;margin:.3rem 0 .2rem;font-weight:650}
        h1 small{font-weight:400;color:var(--soft);font-size:1.05rem;white-space:nowrap}
        h2{font-size:1.2rem;margin:2.2rem 0 .7rem;font-weight:650}h3{font-size:1rem;margin:1.4rem 0 .4rem;font-weight:600}
        nav{position:sticky;top:0;z-index:3;background:var(--panel);border-bottom:1px solid var(--line)}
        nav>div{display:flex;gap:1.2rem;overflow-x:auto;white-space:nowrap;scrollbar-width:none}
        nav a{padding:.55rem 0;text-decoration:none}nav a:hover{text-decoration:underline}
        dl{margin:1rem 0 0;max-width:60rem}
        dl>div{display:flex;gap:.8rem;padding:.12rem 0}
        dt{color:var(--soft);flex:0 0 6rem}dd{margin:0;overflow-wrap:anywhere}
        table{border-collapse:separate;border-spacing:0;width:100%;background:var(--panel);border:1px solid var(--line);
        border-radius:6px;font-size:.94rem}
        th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;border-top:1px solid var(--line)}
        thead th{border-top:0;background:var(--head);font-weight:600;color:var(--soft);white-space:nowrap}
        .fields thead th{position:sticky;top:2.72rem;z-index:2;border-bottom:1px solid var(--line)}
        .fields thead th:first-child{border-top-left-radius:6px}tbody tr:first-child>*{border-top:0}
        tbody th{font-weight:500}.fields tbody th{min-width:11rem}.fields td.title{min-width:9rem}.fields td.type{min-width:5.6rem}.list tbody th{width:6rem}tbody th a{text-decoration:none;color:inherit}
        tbody th a:hover{text-decoration:underline}tr:target>*{background:var(--mark)}
        .fields tr[id]{scroll-margin-top:3rem}.num{white-space:nowrap}.refused{table-layout:fixed}.refused th,.refused td{overflow-wrap:anywhere}.notes{color:var(--soft);font-size:.86rem;overflow-wrap:anywhere}
        .tag{display:inline-block;padding:0 .45rem;margin:0 .3rem .22rem 0;border-radius:4px;font-size:.82rem;line-height:1.6;
        text-decoration:none;background:var(--shape-bg);color:var(--shape)}
        .tag.required,.tag.reject{background:var(--req-bg);color:var(--req)}.tag.key{background:var(--key-bg);color:var(--key)}
        .tag.list{background:var(--list-bg);color:var(--list)}.tag.warn{background:var(--warn-bg);color:var(--warn)}
        a.tag:hover{text-decoration:underline}
        .rule{background:var(--panel);border:1px solid var(--line);border-left:4px solid var(--req);border-radius:6px;
        padding:.6rem .9rem;margin:.6rem 0}.rule.warn{border-left-color:var(--warn)}.rule p{margin:.15rem 0}
        .rule:target{background:var(--mark)}.statement{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
        .group td,.group th{background:var(--head);color:var(--soft);font-size:.86rem;padding:.3rem .7rem}
        details{margin:.5rem 0;background:var(--panel);border:1px solid var(--line);border-radius:6px}
        summary{cursor:pointer;padding:.5rem .9rem}summary small{color:var(--soft)}details[open]>summary{border-bottom:1px solid var(--line)}
        details>table{border:0;border-radius:0}pre{margin:0;padding:.8rem .9rem;overflow-x:auto;background:var(--code);line-height:1.5}
        .empty{color:var(--soft);padding:.3rem .9rem}.lists{columns:2;column-gap:1.2rem}.lists>*{break-inside:avoid}
        footer{color:var(--soft);font-size:.86rem;padding-top:2.5rem;padding-bottom:2rem}
        input[type=search]{width:100%;font:inherit;padding:.55rem .8rem;border:1px solid var(--line);border-radius:6px;
        background:var(--bg);color:inherit;margin-top:.8rem}
        input[type=search]:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .sets{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.6rem;list-style:none;padding:0;margin:0}
        .sets a{display:block;height:100%;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem;
        text-decoration:none;color:inherit}.sets a:hover{border-color:var(--link)}.sets b{font-weight:600}
        .sets small{display:block;color:var(--soft);overflow-wrap:anywhere}.sets .n{color:var(--link);font-variant-numeric:tabular-nums}
        [hidden]{display:none!important}
        @media (max-width:760px){main,header>div,nav>div,footer{padding:0 1rem}body{font-size:15.5px}h1{font-size:1.4rem}
        h1 small{display:block;white-space:normal}.lists{columns:1}
        .fields,.fields tbody,.fields tr,.fields th,.fields td{display:block}.fields{background:none;border:0}
        .fields thead{display:none}.fields tr{background:var(--panel);border:1px solid var(--line);border-radius:6px;
        margin:0 0 .6rem;padding:.5rem .8rem}.fields tbody th,.fields td{border:0;padding:.05rem 0}
        .fields tr.group{background:none;border:0;margin:.9rem 0 .4rem;padding:0}.group td,.group th{background:none;padding:0}
        .fields tbody th{font-size:.92rem;color:var(--soft)}.fields td.title{font-size:1.05rem;font-weight:600}
        .fields td:empty{display:none}.fields td.num,.fields td.type{color:var(--soft);font-size:.9rem}
        .fields tr{display:flex;flex-wrap:wrap;column-gap:1rem}.fields tr>*{flex:0 0 100%}.fields td.num,.fields td.type{flex:0 0 auto;min-width:0}
        .fields tr .title{order:-1}.fields tr:target{background:var(--mark)}
        tr:target>*{background:none}.codes td:nth-child(2){white-space:nowrap}}
        @media print{:root{color-scheme:light;--bg:#fff;--panel:#fff;--ink:#000;--soft:#444;--line:#bbb;--head:#eee;--link:#000}
        nav,input,footer{display:none}body{font-size:10pt}.fields thead th{position:static}tr,.rule{break-inside:avoid}
        details::details-content{content-visibility:visible;display:block}a{text-decoration:none}main,header>div{max-width:none;padding:0}
        .tag{border:1px solid #999;background:none!important;color:#000!important}}
        """

    /// Filters the index; without it the search box stays hidden and the page works all the same.
    static let search = """
        (function(){var box=document.getElementById('q');if(!box)return;box.hidden=false;
        var items=[].slice.call(document.querySelectorAll('[data-text]')),groups=[].slice.call(document.querySelectorAll('section[data-group]')),
        none=document.getElementById('none');
        function run(){var words=box.value.toLowerCase().split(/\\s+/).filter(Boolean),shown=0;
        items.forEach(function(i){var t=i.getAttribute('data-text'),ok=words.every(function(w){return t.indexOf(w)>=0});i.hidden=!ok;if(ok)shown++});
        groups.forEach(function(g){g.hidden=!g.querySelector('[data-text]:not([hidden])')});none.hidden=shown>0}
        box.addEventListener('input',run);run()})();
        """
}
