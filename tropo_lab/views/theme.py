"""The style of all views: one small sheet, for classes that begin with `tl-` and nothing else.

Colours are mixed from the surface they lie on. In JupyterLab that surface is the theme's own variable, so light and
dark follow the theme; elsewhere it follows `prefers-color-scheme`. In forced colours the system's colours are used.
Nothing moves, so there is no motion to reduce. A class named three times outweighs JupyterLab's own rules for code.
"""

from markupsafe import Markup

_SHEET = """
.tl-view,.tl-svg{--tl-bg:var(--jp-layout-color0,#fff);--tl-fg:var(--jp-ui-font-color0,#14181d);
--tl-accent:var(--jp-brand-color1,#1669c1);--tl-bad:var(--jp-error-color1,#c62828)}
@media (prefers-color-scheme:dark){.tl-view,.tl-svg{--tl-bg:var(--jp-layout-color0,#14181d);
--tl-fg:var(--jp-ui-font-color0,#f2f4f6);--tl-accent:var(--jp-brand-color1,#64b0f4);
--tl-bad:var(--jp-error-color1,#ef6c66)}}
.tl-view,.tl-svg{--tl-soft:color-mix(in srgb,var(--tl-fg) 70%,var(--tl-bg));
--tl-line:color-mix(in srgb,var(--tl-fg) 20%,var(--tl-bg));--tl-wash:color-mix(in srgb,var(--tl-fg) 4%,var(--tl-bg));
--tl-now:color-mix(in srgb,var(--tl-accent) 16%,var(--tl-bg));
--tl-fault:color-mix(in srgb,var(--tl-bad) 10%,var(--tl-bg));
--tl-alarm:color-mix(in srgb,var(--tl-bad) 80%,var(--tl-fg));
--tl-sans:var(--jp-ui-font-family,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif);
--tl-mono:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace)}
.tl-browser{--tl-hue:#4d7fb8}.tl-launcher{--tl-hue:#d9822b}.tl-tropo{--tl-hue:#14978a}
.tl-catcher{--tl-hue:#8f5fd0}.tl-phone{--tl-hue:#cf4677}
.tl-browser,.tl-launcher,.tl-tropo,.tl-catcher,.tl-phone{--tl-tint:color-mix(in srgb,var(--tl-hue) 15%,var(--tl-bg));
--tl-ink:color-mix(in srgb,var(--tl-hue) 66%,var(--tl-fg))}
@media (forced-colors:active){.tl-view,.tl-svg{--tl-bg:Canvas;--tl-fg:CanvasText;--tl-soft:CanvasText;
--tl-line:GrayText;--tl-wash:Canvas;--tl-now:Canvas;--tl-fault:Canvas;--tl-alarm:CanvasText;--tl-accent:Highlight;
--tl-bad:CanvasText}.tl-svg *{--tl-tint:Canvas;--tl-ink:CanvasText}
.tl-view .tl-hops>li::before,.tl-view .tl-dot{color:CanvasText!important}.tl-later{opacity:1!important}}
.tl-view{container-type:inline-size;box-sizing:border-box;background:var(--tl-bg);color:var(--tl-fg);
font:15px/1.5 var(--tl-sans);padding:2px}
.tl-view *{box-sizing:border-box}
.tl-view .tl-caption{margin:0 0 8px;color:var(--tl-soft);font-size:13.5px;overflow-wrap:anywhere}
.tl-view .tl-step{margin:14px 0 4px;font-size:14.5px;color:var(--tl-soft)}
.tl-view .tl-step b{color:var(--tl-fg);margin-right:4px}
.tl-view .tl-party{color:var(--tl-ink);font-weight:600}
.tl-view .tl-none{margin:2px 0 2px 34px;color:var(--tl-soft);font-style:italic}
.tl-view .tl-end{margin:12px 0 0;color:var(--tl-soft);font-size:13.5px;overflow-wrap:anywhere}
.tl-view .tl-broken{margin:8px 0;padding:8px 12px;border:1px solid var(--tl-bad);border-left-width:5px;
border-radius:6px;background:var(--tl-fault);color:var(--tl-fg);overflow-wrap:anywhere}
.tl-view .tl-broken b{color:var(--tl-alarm)}
.tl-view .tl-esc{color:var(--tl-alarm);background:var(--tl-fault);border-radius:3px}
.tl-view.tl-view.tl-view code{font:13px/1.5 var(--tl-mono);background:none;color:inherit;padding:0;border:0;
white-space:pre-wrap;overflow-wrap:anywhere}
.tl-view ol.tl-hops{list-style:none;margin:0;padding:0}
.tl-view .tl-hops>li{position:relative;margin:0;padding:3px 0 3px 34px}
.tl-view .tl-hops>li::before{content:counter(list-item);position:absolute;left:2px;top:4px}
.tl-view .tl-hops>li::before,.tl-view .tl-dot{box-sizing:border-box;display:inline-block;min-width:22px;height:22px;
padding:0 4px;border-radius:11px;background:var(--tl-ink);color:var(--tl-bg);border:1px solid var(--tl-ink);
font:600 12px/20px var(--tl-sans);text-align:center}
.tl-view .tl-dot{margin-right:8px}
.tl-view .tl-hops>li.tl-reply::before{background:var(--tl-bg);color:var(--tl-ink)}
.tl-view table.tl-grid{border-collapse:collapse;width:100%;margin:0;font-size:13.5px;border:0}
.tl-view .tl-grid caption{caption-side:top;text-align:left;padding:0 0 8px;color:var(--tl-soft);font-style:normal}
.tl-view .tl-grid tr:nth-child(n){background:none}
.tl-view .tl-grid th,.tl-view .tl-grid td{text-align:left;vertical-align:top;padding:6px 10px 6px 0;border:0;
border-bottom:1px solid var(--tl-line);overflow-wrap:anywhere;max-width:none;white-space:normal}
.tl-view .tl-grid thead th{color:var(--tl-soft);font-weight:600;border-bottom:2px solid var(--tl-line)}
.tl-view .tl-grid .tl-num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.tl-view .tl-grid{table-layout:auto}.tl-view .tl-fields td:first-child{overflow-wrap:break-word}
.tl-view .tl-pair{table-layout:fixed}.tl-view .tl-pair thead th:first-child{width:17%}
.tl-view .tl-pair .tl-none{margin:2px 0}
.tl-view .tl-gap{display:block;padding:6px 10px;border:1.5px dashed var(--tl-line);border-radius:6px;
color:var(--tl-soft);background:var(--tl-wash)}
.tl-view.tl-view.tl-view pre{margin:0;padding:10px 12px;background:var(--tl-wash);border:1px solid var(--tl-line);
border-radius:6px;
color:var(--tl-fg);font:13px/1.55 var(--tl-mono);white-space:pre-wrap;overflow-wrap:anywhere}
.tl-view.tl-view.tl-view :is(pre+pre,pre+.tl-grid,.tl-grid+pre){margin-top:8px}
.tl-view .tl-key{color:color-mix(in srgb,#2f7fc4 66%,var(--tl-fg))}
.tl-view .tl-note{margin:6px 0;color:var(--tl-soft);font-size:13.5px;overflow-wrap:anywhere}
.tl-view .tl-says{margin:10px 0 4px;font-size:16px}
.tl-view figure{margin:0}
.tl-view details{margin-top:6px}.tl-view summary{cursor:pointer;color:var(--tl-soft);font-size:13.5px}
.tl-svg{display:block;width:100%;height:auto;font-family:var(--tl-sans);background:var(--tl-bg)}
.tl-view .tl-small{display:none}
@container (max-width:559px){.tl-view .tl-wide{display:none}.tl-view .tl-small{display:block!important}
.tl-view .tl-table thead{display:none}.tl-view .tl-table tr{display:flex;flex-wrap:wrap;gap:0 10px;padding:6px 0;
border-bottom:1px solid var(--tl-line)}.tl-view .tl-table tbody td{border:0;padding:0}
.tl-view .tl-table td:last-child{flex-basis:100%}.tl-view .tl-table td:nth-child(3)::after{content:" →"}
.tl-view .tl-table td:nth-child(6)::after{content:" bytes"}.tl-view .tl-pair thead{display:none}
.tl-view .tl-pair,.tl-view .tl-pair :is(caption,tbody,tr,th,td){display:block;width:auto}
.tl-view .tl-pair tbody th,.tl-view .tl-pair tbody td{border:0;padding:4px 0}
.tl-view .tl-pair tr{border-bottom:1px solid var(--tl-line);padding:6px 0}
.tl-view .tl-pair td::before{content:attr(data-flow) ": ";font-weight:600;color:var(--tl-soft)}}
.tl-head{fill:var(--tl-tint);stroke:var(--tl-ink);stroke-width:1.2}
.tl-icon{fill:none;stroke:var(--tl-ink);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.tl-svg text{fill:var(--tl-fg)}.tl-svg .tl-soft{fill:var(--tl-soft)}.tl-svg .tl-bold{font-weight:600;fill:var(--tl-fg)}
.tl-mask{fill:var(--tl-bg)}.tl-wash,.tl-washed .tl-mask{fill:var(--tl-wash)}.tl-absent{font-style:italic}
.tl-life{stroke:var(--tl-ink);stroke-opacity:.45;stroke-width:1.4}
.tl-arrow{stroke:var(--tl-ink);stroke-width:1.9;fill:none;stroke-linecap:round;stroke-linejoin:round}
.tl-fill{fill:var(--tl-ink);stroke:var(--tl-ink);stroke-linejoin:round}
.tl-open{fill:var(--tl-bg);stroke:var(--tl-ink);stroke-width:1.6}
.tl-svg .tl-count{font-weight:700;fill:var(--tl-bg);text-anchor:middle}.tl-svg .tl-reply .tl-count{fill:var(--tl-ink)}
.tl-dash{stroke-dasharray:6 5}
.tl-here{fill:var(--tl-now);stroke:var(--tl-accent);stroke-width:1.2}.tl-bar{fill:var(--tl-accent)}
.tl-svg .tl-current .tl-mask{fill:var(--tl-now)}.tl-current .tl-arrow{stroke-width:3}
.tl-later{opacity:.55}
.tl-cross{stroke:var(--tl-bad);stroke-width:3;stroke-linecap:round}
.tl-fault{fill:var(--tl-fault);stroke:var(--tl-bad);stroke-width:1.2}
"""

CSS = "".join(_SHEET.strip().splitlines())
STYLE = Markup("<style>{}</style>").format(Markup(CSS))
