"""How our own HTML looks: one stylesheet, made from the palette, following the reader's light or dark."""

from functools import cache

from ui.look.theme import DARK, LIGHT, SIGNS, Meaning


def _pair(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})" if light else "transparent"


def _variables() -> str:
    neutrals = {
        name: _pair(getattr(LIGHT, name), getattr(DARK, name))
        for name in ("page", "panel", "text", "muted", "border", "link")
    }
    lines = [f"--cc-{name}: {value};" for name, value in neutrals.items()]
    for meaning in SIGNS:
        light, dark = LIGHT.tone(meaning), DARK.tone(meaning)
        for part in ("fill", "text", "tint"):
            lines.append(f"--cc-{meaning}-{part}: {_pair(getattr(light, part), getattr(dark, part))};")
    for step, (light, dark) in enumerate(zip(LIGHT.heat, DARK.heat, strict=True), start=1):
        lines.append(f"--cc-heat-{step}: {_pair(light, dark)};")
    for step, (light, dark) in enumerate(zip(LIGHT.heat_text, DARK.heat_text, strict=True), start=1):
        lines.append(f"--cc-heat-text-{step}: {_pair(light, dark)};")
    return ":root {" + "\n".join(lines) + "}"


def _tone_rule(meaning: Meaning) -> str:
    return (
        f".cc-{meaning} {{ --cc-fill: var(--cc-{meaning}-fill); --cc-ink: var(--cc-{meaning}-text);"
        f" --cc-tint: var(--cc-{meaning}-tint); }}"
    )


# Generated class names of Streamlit change with every version: select by our prefix and by ARIA only.
_RULES = """
.cc-h2 { font-size: 1.0625rem; font-weight: 600; line-height: 1.35; margin: 0; padding: 0; color: var(--cc-text); }
.cc-sub { font-size: 0.875rem; line-height: 1.5; margin: 0.125rem 0 0; color: var(--cc-muted); max-width: 62rem; }
.cc-lead { font-size: 1.0625rem; line-height: 1.5; margin: 0; max-width: 62rem; color: var(--cc-text); }
.cc-source { font-size: 0.875rem; line-height: 1.5; margin: 0; color: var(--cc-muted); }
.cc-source strong, .cc-sub strong { font-weight: 600; }
.cc-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.cc-card { border: 1px solid var(--cc-border); border-radius: 6px; padding: 16px; background: var(--cc-page);
  color: var(--cc-text); font-size: 0.9375rem; line-height: 1.5; min-width: 0; }
.cc-card p { margin: 0; }
.cc-grid { container-type: inline-size; }
.cc-pair { display: grid; grid-template-columns: 5fr 7fr; gap: 16px; }
.cc-key { font-size: 0.8125rem; font-weight: 500; color: var(--cc-muted); }
.cc-big { font-size: 1.75rem; font-weight: 600; line-height: 1.3; }
.cc-deadline-head { display: flex; justify-content: space-between; gap: 8px 16px; flex-wrap: wrap; margin-bottom: 4px; }
.cc-deadline-head .cc-key:last-child { line-height: 1.5; }
.cc-aside { text-align: right; font-size: 0.8125rem; color: var(--cc-muted); }
.cc-aside strong { font-weight: 600; }
ul.cc-rows.cc-rows, ol.cc-calls.cc-calls { list-style: none; margin: 8px 0 0; padding: 0; }
.cc-rows.cc-rows > li { display: flex; align-items: center; gap: 4px 16px; padding: 7px 0; margin: 0;
  border-top: 1px solid var(--cc-border); font-size: 0.9375rem; }
.cc-rows.cc-rows > li:first-child { border-top: 0; }
.cc-row-name { flex: 1 1 9rem; min-width: 0; }
.cc-row-value { flex: 0 0 auto; text-align: right; margin-left: auto; }
.cc-row-bar { flex: 0 1 7.75rem; }
.cc-row-bar + .cc-row-value { flex: 0 0 7.75rem; margin-left: 0; }
.cc-row-chip { flex: 0 0 8.5rem; text-align: right; }
.cc-row-value strong, .cc-strong { font-weight: 600; }
.cc-bars.cc-bars > li { display: grid; grid-template-columns: 9.25rem minmax(3rem, 1fr) 10rem 8.5rem; gap: 12px; }
.cc-chip-line { margin: 4px 0 !important; }
.cc-note { font-size: 0.875rem; color: var(--cc-muted); margin-top: 4px !important; }
.cc-chip { display: inline-flex; align-items: center; gap: 6px; border-radius: 4px; padding: 1px 8px 1px 6px;
  background: var(--cc-tint); color: var(--cc-ink); font-size: 0.875rem; font-weight: 600; line-height: 1.6;
  white-space: nowrap; }
.cc-not_applicable.cc-chip { padding-left: 0; font-weight: 500; }
.cc-sign { display: inline-flex; width: 16px; height: 16px; flex: 0 0 16px; align-items: center; justify-content: center;
  font-size: 11px; font-weight: 600; line-height: 1; background: var(--cc-ink); color: var(--cc-tint); }
.cc-disc { border-radius: 50%; }
.cc-half { border-radius: 50%; border: 2px solid var(--cc-ink);
  background: linear-gradient(90deg, var(--cc-ink) 50%, transparent 50%); }
.cc-diamond { clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
.cc-triangle { clip-path: polygon(50% 4%, 100% 96%, 0 96%); padding-top: 4px; font-size: 10px; }
.cc-octagon { clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
.cc-ring { border-radius: 50%; border: 1.5px dashed var(--cc-ink); background: transparent; color: var(--cc-ink); }
.cc-none { background: transparent; color: var(--cc-ink); }
.cc-bar { display: block; height: 8px; border-radius: 4px; overflow: hidden; min-width: 2.5rem;
  background: color-mix(in srgb, var(--cc-muted) 18%, var(--cc-page)); }
.cc-bar > span { display: block; height: 100%; background: var(--cc-fill); border-radius: 0; }
.cc-bar.cc-unknown { background: repeating-linear-gradient(135deg, var(--cc-unknown-fill) 0 2px,
  var(--cc-page) 2px 6px); }
.cc-bar-small { height: 6px; }
.cc-calls.cc-calls > li { padding: 10px 0; margin: 0; border-top: 1px solid var(--cc-border); }
.cc-calls.cc-calls > li:first-child { border-top: 0; padding-top: 4px; }
.cc-call-head { display: flex; justify-content: space-between; gap: 16px; font-size: 1rem; font-weight: 600; }
.cc-call-head > span:last-child { white-space: nowrap; }
.cc-call-detail { font-size: 0.875rem; color: var(--cc-muted); }
.cc-table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.5; margin: 8px 0 0;
  color: var(--cc-text); border: 0; }
.cc-table th, .cc-table td { padding: 8px 16px 8px 0; border: 0; border-top: 1px solid var(--cc-border);
  text-align: left; vertical-align: middle; background: transparent; }
.cc-table th:last-child, .cc-table td:last-child { padding-right: 0; }
.cc-table thead th { font-size: 0.8125rem; font-weight: 500; color: var(--cc-muted); border-top: 0; vertical-align: bottom; }
.cc-table tbody th { font-weight: 500; }
.cc-blocks tbody th { min-width: 8.5rem; }
.cc-table .cc-number { text-align: right; font-variant-numeric: tabular-nums; }
.cc-cell { display: flex; flex-direction: column; gap: 4px; }
.cc-cell-line { display: flex; align-items: flex-start; gap: 6px; white-space: nowrap; }
.cc-cell-line > .cc-sign { margin-top: 3px; }
.cc-cell-left { color: var(--cc-muted); font-size: 0.875rem; white-space: normal; min-width: 0; }
.cc-word { color: var(--cc-ink); font-weight: 500; }
.cc-table a, .cc-calls a { color: inherit; text-decoration: underline; text-decoration-color: var(--cc-border);
  text-underline-offset: 3px; }
.cc-table a:hover, .cc-calls a:hover { color: var(--cc-link); text-decoration-color: currentColor; }
.cc-table a.cc-origin, a.cc-origin { color: inherit; text-decoration: none; display: inline-flex; gap: 6px; }
a.cc-origin:hover, a.cc-origin:focus-visible { text-decoration: underline; text-underline-offset: 3px; }
.cc-row-value a.cc-origin { display: inline; }
.cc-phone { display: none; }
.cc-empty { border: 1px dashed var(--cc-border); border-radius: 6px; padding: 24px 16px; color: var(--cc-text); }
.cc-empty p { margin: 0; }
.cc-menu { font-size: 0.875rem; font-weight: 500; color: var(--cc-muted); margin: 12px 0 2px 8px; line-height: 1.5; }
.cc-menu + .cc-sub { margin-left: 8px; }
.cc-sub a { color: var(--cc-link); }
.cc-product { margin: 0 0 4px 8px; line-height: 1.4; }
.cc-product strong { display: block; font-size: 1rem; font-weight: 600; color: var(--cc-text); }
.cc-product span { font-size: 0.8125rem; color: var(--cc-muted); }
.cc-banner { display: flex; align-items: center; gap: 8px; border-radius: 4px; padding: 6px 12px; font-size: 0.875rem;
  line-height: 1.5; background: var(--cc-tint); color: var(--cc-ink); font-weight: 500; }
@media (min-width: 641px) { .cc-banner { margin-top: 8px; } }
.st-key-cc-tep-lon section { min-height: 7rem; align-items: center; justify-content: center; border-style: dashed; }
/* The label names kinds and size already, and this line does not fit a phone. */
[class*=st-key-cc-tep] [data-testid=stFileUploaderDropzoneInstructions] { display: none; }
@media (max-width: 30rem) {
  .cc-steps li:not([aria-current]) b { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
.cc-steps b { font-weight: inherit; }
.cc-steps.cc-steps { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0; padding: 0;
  font-size: 0.9375rem; line-height: 1.5; color: var(--cc-muted); }
.cc-steps.cc-steps > li { display: inline-flex; align-items: center; gap: 8px; margin: 0; padding: 0; }
.cc-steps span { display: inline-flex; width: 24px; height: 24px; align-items: center; justify-content: center;
  border: 1px solid currentColor; border-radius: 50%; font-size: 0.8125rem; font-weight: 600; }
.cc-steps [aria-current=step] { color: var(--cc-link); font-weight: 600; }
.cc-text { margin: 8px 0 0; font-size: 0.9375rem; line-height: 1.5; }
.cc-file, .cc-file-words { margin: 0; font-size: 0.9375rem; line-height: 1.5; overflow-wrap: anywhere; }
.cc-file strong { font-weight: 600; margin-left: 4px; }
.cc-heat { overflow-x: auto; position: relative; }
.cc-heat td.cc-step-1 { background: var(--cc-heat-1); color: var(--cc-heat-text-1); }
.cc-heat td.cc-step-2 { background: var(--cc-heat-2); color: var(--cc-heat-text-2); }
.cc-heat td.cc-step-3 { background: var(--cc-heat-3); color: var(--cc-heat-text-3); }
.cc-heat td.cc-step-4 { background: var(--cc-heat-4); color: var(--cc-heat-text-4); }
.cc-heat td.cc-step-5 { background: var(--cc-heat-5); color: var(--cc-heat-text-5); }
.cc-heat td a { color: inherit; text-decoration: none; display: block; }
.cc-heat td a:hover, .cc-heat td a:focus-visible { text-decoration: underline; }
.cc-heat td { border: 1px solid var(--cc-page); padding: 6px 8px; text-align: right; }
.cc-heat thead th { writing-mode: horizontal-tb; text-align: right; padding-right: 8px; }
.cc-heat thead th:first-child { text-align: left; }
.cc-heat tbody th { min-width: 9.5rem; }
td.cc-hatched.cc-hatched { background: repeating-linear-gradient(135deg, var(--cc-unknown-tint) 0 4px, var(--cc-page) 4px 8px); }
.cc-heat-list { display: none; }
.cc-heat-list details { border-top: 1px solid var(--cc-border); }
.cc-heat-list summary { display: flex; justify-content: space-between; gap: 12px; min-height: 44px; align-items: center;
  cursor: pointer; font-size: 0.9375rem; }
.cc-heat-list summary::before { content: "›"; width: 12px; color: var(--cc-muted); }
.cc-heat-list details[open] > summary::before { transform: rotate(90deg); }
.cc-heat-list summary span { flex: 1; }
.cc-heat-list tbody th { font-weight: 400; }
.cc-heat.cc-heat-list td { width: 4.5rem; padding-right: 8px; }
.cc-scale { display: flex; flex-wrap: wrap; gap: 4px 12px; font-size: 0.8125rem; color: var(--cc-muted); margin-top: 8px; }
.cc-scale span { display: inline-flex; align-items: center; gap: 4px; }
.cc-scale i { width: 16px; height: 12px; display: inline-block; border: 1px solid var(--cc-border); }
@container (max-width: 44rem) {
  .cc-pair { grid-template-columns: minmax(0, 1fr); }
  .cc-blocks thead { display: none; }
  .cc-blocks, .cc-blocks tbody, .cc-blocks tr, .cc-blocks td, .cc-blocks th { display: block; width: auto; }
  .cc-blocks tr { border-top: 1px solid var(--cc-border); padding: 10px 0; }
  .cc-blocks tbody tr:first-child { border-top: 0; }
  .cc-blocks th, .cc-blocks td { border-top: 0; padding: 2px 0; }
  .cc-blocks tbody th { font-weight: 600; font-size: 1rem; min-width: 0; }
  .cc-blocks td { display: flex; justify-content: space-between; align-items: center; gap: 12px; }
  .cc-blocks td::before { content: attr(data-label); color: var(--cc-muted); flex: 1 1 auto; text-align: left; }
  .cc-blocks td .cc-cell { flex: 0 0 10.5rem; }
  .cc-blocks tr.cc-quiet { display: flex; justify-content: space-between; gap: 12px; align-items: center; }
  .cc-blocks tr.cc-quiet td { display: none; }
  .cc-blocks tr.cc-quiet td.cc-phone { display: block; }
  .cc-blocks tr.cc-quiet td.cc-phone::before { content: none; }
}
@container (max-width: 30rem) {
  .cc-aside { text-align: left; }
  .cc-bars.cc-bars > li { grid-template-columns: minmax(9rem, 1fr) minmax(0, max-content); gap: 4px 12px; }
  .cc-bars .cc-row-chip { grid-column: 2; grid-row: 1; }
  .cc-bars .cc-row-bar { grid-column: 1; grid-row: 2; }
  .cc-bars .cc-row-value { grid-column: 2; grid-row: 2; }
}
[class*=st-key-cc-tiles] { display: grid !important; grid-template-columns: repeat(4, minmax(0, 1fr));
  gap: 16px !important; align-items: stretch !important; }
[class*=st-key-cc-tiles-1], [class*=st-key-cc-tiles-2] { grid-template-columns: repeat(2, minmax(0, 1fr)); }
[class*=st-key-cc-tiles] > * { width: 100% !important; min-width: 0 !important; }
/* A name or a note too long for its tile takes a second line; cut off it says nothing. */
[class*=st-key-cc-tiles] :is([data-testid=stMetricLabel], [data-testid=stMetricDelta]) * { white-space: normal !important;
  overflow: visible !important; }
@media (max-width: 640px) { [class*=st-key-cc-tiles] { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
[class*=st-key-cc-dau-tep] { flex-wrap: nowrap !important; }
[class*=st-key-cc-dau-tep] > :first-child { flex: 1 1 0 !important; width: auto !important; min-width: 0 !important; }
[class*=st-key-cc-loi-nhac] code { font-family: inherit; }
.st-key-cc-visit { margin-top: 16px; padding: 12px 8px 0; border-top: 1px solid var(--cc-border); }
.cc-phone-list.cc-phone-list { list-style: none; margin: 0; padding: 0; }
.cc-h2 + .cc-phone-list.cc-phone-list { margin-top: 8px; }
.cc-phone-list > li { margin: 0; padding: 10px 0; border-top: 1px solid var(--cc-border); }
.cc-block-title { font-size: 0.9375rem; font-weight: 500; line-height: 1.5; display: -webkit-box; -webkit-box-orient: vertical;
  -webkit-line-clamp: 2; overflow: hidden; }
.cc-block-line { display: flex; justify-content: space-between; gap: 12px; font-size: 0.875rem; line-height: 1.5; }
.cc-block-line > span:first-child { color: var(--cc-muted); flex: 0 0 auto; max-width: 55%; }
.cc-block-line > span:last-child { text-align: right; overflow-wrap: anywhere; }
.cc-contents.cc-contents { columns: 18rem 3; column-gap: 24px; margin: 0; padding-left: 1.5rem; font-size: 0.9375rem;
  line-height: 1.5; color: var(--cc-muted); }
.cc-contents a { color: var(--cc-link); }
.st-key-cc-method :is(p, li) { max-width: 46rem; }
.st-key-cc-method, .st-key-cc-method :is(code, td, th) { overflow-wrap: anywhere; }
.st-key-cc-method :is(code, pre) { white-space: pre-wrap; }
[class*=st-key-cc-narrow], :has(> [class*=st-key-cc-narrow]) { display: none; }
.st-key-cc-phone-units { display: none; }
[class*=st-key-cc-fold], :has(> [class*=st-key-cc-fold]) { display: none; }
.cc-fold summary { cursor: pointer; min-height: 44px; line-height: 44px; padding: 0 12px; font-weight: 500;
  border: 1px solid var(--cc-border); border-radius: 6px; color: var(--cc-text); }
@media (max-width: 640px) { .st-key-cc-plan [data-testid=stColumn]:first-child { order: 2; } }
@media (max-width: 44rem) {
  .cc-heat-grid { display: none; }
  .cc-heat-list { display: block; }
  [class*=st-key-cc-fold], :has(> [class*=st-key-cc-fold]) { display: flex; }
  :has(> [class*=st-key-cc-fold] details:not([open])) + * { display: none !important; }
  .st-key-cc-wide-units { display: none; }
  .st-key-cc-phone-units { display: flex; }
  [class*=st-key-cc-narrow], :has(> [class*=st-key-cc-narrow]) { display: flex; }
}
[role=radio][data-selected=true] p, [role=tab][aria-selected=true] p { color: var(--cc-link); }
"""


@cache
def stylesheet() -> str:
    """The whole stylesheet as one ``<style>`` element."""
    tones = "\n".join(_tone_rule(meaning) for meaning in SIGNS)
    return f"<style>{_variables()}\n{tones}\n{_RULES}</style>"
