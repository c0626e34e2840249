#include "api/docs/docs_page.hpp"

namespace hotline::api {

std::string_view docs_html() {
  return R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hotline API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header><h1>Hotline API</h1><input id="find" type="search" aria-label="search"><button id="lang" type="button"></button></header>
<nav id="nav" aria-label="operations"></nav>
<main id="main"></main>
<script src="/api/docs.js"></script>
</body>
</html>
)html";
}

std::string_view docs_css() {
  return R"css(:root { --ink: #1d2b3a; --soft: #5b6b7c; --line: #dde4ec; --paper: #fff; --ground: #f5f7fa; --accent: #1a5fb4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf1; --soft: #9fb0c0; --line: #2d3947; --paper: #17202a; --ground: #10171f; --accent: #78aeed; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 15px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }
header { position: sticky; top: 0; z-index: 1; display: flex; gap: 1rem; align-items: center; padding: .6rem 1.2rem;
  background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.1rem; }
#find { flex: 1; max-width: 26rem; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--ground); color: inherit; font: inherit; }
button { padding: .35rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground);
  color: inherit; font: inherit; cursor: pointer; }
nav { position: fixed; top: 3.4rem; bottom: 0; width: 17rem; overflow: auto; padding: 1rem 1.2rem; }
nav h2 { margin: 1rem 0 .2rem; color: var(--soft); font-size: .8rem; text-transform: uppercase; letter-spacing: .04em; }
nav a { display: block; overflow: hidden; color: inherit; text-decoration: none; text-overflow: ellipsis; white-space: nowrap; }
nav a:hover { color: var(--accent); }
main { margin-left: 17rem; padding: 1rem 1.5rem 6rem; max-width: 62rem; }
section { margin: 0 0 1rem; padding: 1rem 1.2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
  scroll-margin-top: 4rem; }
section h3 { margin: 0; font-size: 1.02rem; }
h4 { margin: .9rem 0 .2rem; color: var(--soft); font-size: .85rem; }
code, .path { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; font-size: .92em; overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.2rem; margin-right: .6rem; padding: 0 .5rem; border-radius: 5px; color: #fff;
  font-size: .78rem; font-weight: 600; text-align: center; }
.get { background: #2c6e49; } .post { background: #1a5fb4; } .put, .patch { background: #8a5a00; } .delete { background: #a51d2d; }
.tags { color: var(--soft); font-size: .85rem; }
table { width: 100%; border-collapse: collapse; }
td { padding: .25rem .6rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 13rem; } td:nth-child(2) { width: 12rem; color: var(--soft); }
.must::after { content: " *"; color: #c01c28; }
@media (max-width: 60rem) { nav { display: none; } main { margin-left: 0; } }
)css";
}

std::string_view docs_js() {
  return R"js('use strict';
const words = {
  zh: { lang: 'English', find: '查找接口', query: '参数', body: '请求正文', answers: '答复', rights: '所需权限（任一）', open: '无需登录', signed: '需登录' },
  en: { lang: '中文', find: 'Find an operation', query: 'Parameters', body: 'Body', answers: 'Answers', rights: 'Needs one of', open: 'Open to anyone', signed: 'Sign in first' },
};
let lang = localStorage.getItem('docs-lang') || (navigator.language.startsWith('zh') ? 'zh' : 'en');
let doc = null;
const el = (tag, props = {}, ...kids) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...kids);
  return node;
};
const say = (text) => {
  const parts = (text || '').split(text && text.includes('\n\n') ? '\n\n' : ' / ');
  return parts.length === 2 ? parts[lang === 'zh' ? 0 : 1] : text || '';
};
const follow = (schema) => (schema && schema.$ref ? doc.components.schemas[schema.$ref.split('/').pop()] : schema);
const typeText = (schema) => {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' | ');
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.type === 'array') return typeText(schema.items) + '[]';
  const limits = [];
  if (schema.format && schema.format !== 'int64') limits.push(schema.format);
  if (schema.maxLength) limits.push('≤ ' + schema.maxLength);
  if (schema.minimum !== undefined) limits.push('≥ ' + schema.minimum);
  if (schema.maximum !== undefined) limits.push('≤ ' + schema.maximum);
  return [].concat(schema.type || 'any').join(' | ') + (limits.length ? ' (' + limits.join(', ') + ')' : '');
};
const row = (name, must, type, about) => el('tr', {},
  el('td', {}, el('code', { className: must ? 'must' : '', textContent: name })),
  el('td', { textContent: type }), el('td', { textContent: about }));
const fields = (schema, prefix, depth, table, seen) => {
  const object = follow(schema);
  if (!object || !object.properties) return;
  for (const [name, field] of Object.entries(object.properties)) {
    table.append(row(prefix + name, (object.required || []).includes(name), typeText(field), say(field.description)));
    const inner = field.type === 'array' ? field.items : field;
    const key = inner && inner.$ref;
    if (depth < 4 && !seen.includes(key)) fields(inner, prefix + name + (field.type === 'array' ? '[].' : '.'), depth + 1, table, key ? seen.concat(key) : seen);
  }
};
const content = (part) => {
  const [type, media] = Object.entries((part && part.content) || {})[0] || [];
  return type ? { type, schema: media.schema } : null;
};
const schemaBlock = (part) => {
  const found = content(part);
  if (!found) return '';
  const table = el('table');
  fields(found.schema, '', 0, table, []);
  return table.rows.length ? table : el('div', { className: 'tags', textContent: found.type });
};
const operation = (path, method, op) => {
  const w = words[lang];
  const section = el('section', { id: op.operationId },
    el('h3', {}, el('span', { className: 'method ' + method, textContent: method.toUpperCase() }), el('span', { className: 'path', textContent: path })),
    el('div', { textContent: say(op.summary) }),
    el('div', { className: 'tags', textContent: op.security ? w.open : op['x-rights'] ? w.rights + ': ' + op['x-rights'].join(', ') : w.signed }));
  if (op.parameters) {
    const table = el('table');
    for (const p of op.parameters) table.append(row(p.name + ' (' + p.in + ')', p.required, typeText(p.schema), say(p.description)));
    section.append(el('h4', { textContent: w.query }), table);
  }
  if (op.requestBody) section.append(el('h4', { textContent: w.body }), schemaBlock(op.requestBody));
  section.append(el('h4', { textContent: w.answers }));
  for (const [status, given] of Object.entries(op.responses)) {
    const answer = given.$ref ? doc.components.responses[given.$ref.split('/').pop()] : given;
    const found = content(answer);
    const line = el('div', {}, el('code', { textContent: status + ' ' }), say(answer.description));
    section.append(line);
    if (found && found.type !== 'application/problem+json') section.append(schemaBlock(answer));
  }
  return section;
};
const draw = () => {
  const w = words[lang];
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  document.getElementById('lang').textContent = w.lang;
  const find = document.getElementById('find');
  find.placeholder = w.find;
  const wanted = find.value.trim().toLowerCase();
  const nav = document.getElementById('nav');
  const main = document.getElementById('main');
  nav.replaceChildren();
  main.replaceChildren();
  for (const tag of doc.tags) {
    const heading = el('h2', { textContent: tag.name });
    let any = false;
    for (const [path, methods] of Object.entries(doc.paths)) {
      for (const [method, op] of Object.entries(methods)) {
        if (op.tags[0] !== tag.name) continue;
        if (wanted && !(path + ' ' + op.operationId + ' ' + op.summary).toLowerCase().includes(wanted)) continue;
        if (!any) nav.append(heading);
        any = true;
        nav.append(el('a', { href: '#' + op.operationId, textContent: say(op.summary), title: path }));
        main.append(operation(path, method, op));
      }
    }
  }
};
document.getElementById('lang').addEventListener('click', () => {
  lang = lang === 'zh' ? 'en' : 'zh';
  localStorage.setItem('docs-lang', lang);
  draw();
});
document.getElementById('find').addEventListener('input', () => draw());
fetch('/api/openapi.json').then((answer) => answer.json()).then((json) => {
  doc = json;
  draw();
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
)js";
}

}  // namespace hotline::api
