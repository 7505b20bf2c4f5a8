"""The markup of the status page; every value in it is escaped."""

from __future__ import annotations

from typing import Final

PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
:root { --green: #1b7a36; --amber: #9a6200; --red: #b3261e; --grey: #5f6368; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 24px 16px 48px; color: #1f1f1f;
  background: #fafafa; font: 16px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; color: #a61b14; }
h2 { font-size: 18px; margin: 28px 0 8px; border-left: 4px solid #a61b14; padding-left: 8px; }
.meta { color: #444; margin: 0 0 16px; }
.bar { height: 14px; border-radius: 7px; background: #e3e3e3; overflow: hidden; }
.bar div { height: 100%; background: var(--green); }
.cards { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0; padding: 0; list-style: none; }
.cards li { background: #fff; border: 1px solid #ddd; border-top: 4px solid; border-radius: 6px;
  padding: 8px 16px; min-width: 96px; text-align: center; }
.cards b { display: block; font-size: 26px; line-height: 1.2; }
.green { border-color: var(--green); color: var(--green); }
.amber { border-color: var(--amber); color: var(--amber); }
.red { border-color: var(--red); color: var(--red); }
.grey { border-color: var(--grey); color: var(--grey); }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: #fff; }
th, td { border: 1px solid #ddd; padding: 5px 8px; text-align: left; vertical-align: top; }
th { background: #f0f0f0; white-space: nowrap; }
td.state { white-space: nowrap; font-weight: bold; }
.dot { display: inline-block; width: 22px; height: 22px; border-radius: 11px; color: #fff;
  text-align: center; font-size: 12px; line-height: 22px; margin-right: 6px; }
.dot.green { background: var(--green); } .dot.amber { background: var(--amber); }
.dot.red { background: var(--red); } .dot.grey { background: var(--grey); }
a { color: #0b57d0; margin-right: 8px; }
@media print { body { background: #fff; padding: 0; font-size: 12px; } a { color: inherit; } }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p class="meta">{{ lead_office }}　截止时间 {{ deadline }}（{{ remaining }}）</p>
{% for sentence in watching %}
<p class="meta">{{ sentence }}</p>
{% endfor %}
<div class="bar" role="img" aria-label="已报 {{ submitted }} 家，应报 {{ due }} 家">
<div style="width: {{ percent }}%"></div></div>
<p>应报 <b>{{ due }}</b> 家，已报 <b>{{ submitted }}</b> 家（{{ percent }}%）。</p>
<ul class="cards">
{% for light, word, number in cards %}
<li class="{{ light }}"><b>{{ number }}</b>{{ word }}</li>
{% endfor %}
</ul>
{% if papers %}
<p>文件：{% for text, target in papers %}<a href="{{ target }}">{{ text }}</a>{% endfor %}</p>
{% endif %}
{% for category, units in groups %}
<h2>{{ category }}（{{ units|length }} 家）</h2>
<div class="wide"><table>
<thead><tr><th>单位</th><th>状态</th><th>版本</th><th>收到时间</th><th>退回次数</th><th>核对结果</th>
<th>文件</th><th>联系人</th></tr></thead>
<tbody>
{% for unit in units %}
<tr>
<td>{{ unit.name }}</td>
<td class="state"><span class="dot {{ unit.light }}">{{ unit.light_word }}</span>{{ unit.state }}{% if unit.late %}（迟报）{% endif %}</td>
<td>{{ unit.version }}</td><td>{{ unit.received }}</td>
<td>{{ unit.returns or "" }}</td><td>{{ unit.findings or "" }}</td>
<td>{% for text, target in unit.links %}<a href="{{ target }}">{{ text }}</a>{% endfor %}</td>
<td>{{ unit.contact }}</td>
</tr>
{% endfor %}
</tbody></table></div>
{% endfor %}
{% if events %}
<h2>最近事项</h2>
<div class="wide"><table>
<thead><tr><th>时间</th><th>动作</th><th>对象</th><th>说明</th></tr></thead>
<tbody>
{% for event in events %}
<tr><td>{{ event.at.strftime("%m-%d %H:%M") }}</td><td>{{ event.action }}</td><td>{{ event.subject }}</td><td>{{ event.detail }}</td></tr>
{% endfor %}
</tbody></table></div>
{% endif %}
</body>
</html>
"""
