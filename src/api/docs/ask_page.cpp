#include "api/docs/ask_page.hpp"

namespace hotline::api {

std::string_view ask_html() {
  return R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>政务服务问答</title>
<link rel="stylesheet" href="/api/public/ask.css">
</head>
<body>
<main>
<h1 id="title"></h1>
<div id="talk" role="log" aria-live="polite"></div>
<form id="ask">
<input id="question" list="hints" maxlength="500" required autocomplete="off">
<datalist id="hints"></datalist>
<button type="submit" id="send"></button>
</form>
</main>
<script src="/api/public/ask.js"></script>
</body>
</html>
)html";
}

std::string_view ask_css() {
  return R"css(:root { --ink: #1d2b3a; --soft: #5b6b7c; --line: #dde4ec; --paper: #fff; --ground: #f5f7fa; --accent: #1a5fb4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf1; --soft: #9fb0c0; --line: #2d3947; --paper: #17202a; --ground: #10171f; --accent: #78aeed; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }
main { display: flex; flex-direction: column; max-width: 44rem; height: 100vh; margin: 0 auto; padding: 1rem; }
h1 { margin: 0 0 .6rem; font-size: 1.1rem; }
#talk { flex: 1; overflow: auto; }
#talk > div { margin: .6rem 0; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); white-space: pre-wrap; }
#talk > .mine { margin-left: 15%; border-color: var(--accent); }
a { color: var(--accent); }
small { display: block; color: var(--soft); }
form { display: flex; gap: .5rem; padding-top: .6rem; }
input { flex: 1; min-width: 0; }
input, button { padding: .5rem .8rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); color: inherit; font: inherit; }
button { cursor: pointer; }
button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); }
.row { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .5rem; white-space: normal; }
)css";
}

std::string_view ask_js() {
  return R"js('use strict';
const english = !(navigator.language || 'zh').toLowerCase().startsWith('zh');
const words = english
  ? { title: 'Ask the city', hint: 'What would you like to know?', send: 'Ask', source: 'Source: ', until: ', valid until ',
      helped: 'Helped', not: 'Did not help', thanks: 'Thank you.', meant: 'Which of these do you mean?', more: 'Also: ',
      person: 'Leave it to a person', phone: 'Your telephone', ask: ' (question)', taken: 'Taken as request #, code *. Somebody will call you.', failed: 'No connection. Please try again, or call ', busy: 'Many are asking. Please wait a moment.' }
  : { title: '政务服务问答', hint: '请输入您想了解的问题', send: '提问', source: '依据：', until: '，有效期至 ', helped: '有用', not: '没有用',
      thanks: '感谢您的评价。', meant: '您想了解的是哪一项？', more: '还可以问：', person: '转人工办理', phone: '您的联系电话', ask: '（咨询）', taken: '已受理，编号 #，查询码 *，工作人员将与您联系。', failed: '网络不通，请稍后再试，或拨打 ',
      busy: '提问的人较多，请稍等片刻再试。' };
const $ = (id) => document.getElementById(id);
document.documentElement.lang = english ? 'en' : 'zh-CN';
document.title = $('title').textContent = words.title;
$('question').placeholder = words.hint;
$('question').setAttribute('aria-label', words.hint);
$('send').textContent = words.send;
let hotline = '12345';
let about = null;
const headers = { 'Content-Type': 'application/json', 'Accept-Language': english ? 'en' : 'zh' };
fetch('/api/v1/public/city').then((reply) => reply.json()).then((city) => {
  hotline = city.hotline;
  document.title = $('title').textContent = english ? words.title : city.name + words.title;
}).catch(() => {});

function add(name, ...parts) {
  const box = document.createElement('div');
  if (name) box.className = name;
  box.append(...parts);
  $('talk').append(box);
  box.scrollIntoView({ block: 'end' });
  return box;
}
function small(text) {
  const line = document.createElement('small');
  line.textContent = text;
  return line;
}
function paper(entry, file) {
  const link = document.createElement('a');
  link.href = '/api/v1/public/entries/' + entry + '/attachments/' + file.id;
  link.textContent = '\u{1F4CE} ' + file.name;
  const line = document.createElement('small');
  line.append(link);
  return line;
}
function row(...buttons) {
  const line = document.createElement('div');
  line.className = 'row';
  line.append(...buttons);
  return line;
}
function button(text, act) {
  const one = document.createElement('button');
  one.type = 'button';
  one.textContent = text;
  one.addEventListener('click', () => act(one));
  return one;
}
async function rate(answer, helpful, line) {
  const reply = await fetch('/api/v1/public/questions/' + answer.id + '/rating',
    { method: 'POST', headers, body: JSON.stringify({ code: answer.code, helpful }) });
  if (reply.ok) line.replaceChildren(words.thanks);
}
// The question becomes a request, with a telephone under which a person calls back.
function handOver(answer, question) {
  const form = document.createElement('form');
  const phone = document.createElement('input');
  phone.type = 'tel';
  phone.required = true;
  phone.maxLength = 30;
  phone.placeholder = words.phone;
  phone.setAttribute('aria-label', words.phone);
  const send = document.createElement('button');
  send.textContent = words.person;
  form.append(phone, send);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    send.disabled = true;
    const body = { words: question.length < 5 ? question + words.ask : question, phone: phone.value, question: { id: answer.id, code: answer.code } };
    const reply = await fetch('/api/v1/public/requests', { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
    const said = reply ? await reply.json().catch(() => ({})) : {};
    send.disabled = false;
    if (reply && reply.ok) form.replaceWith(words.taken.replace('#', said.number).replace('*', said.query_code));
    else add('', (said.errors && said.errors[0] && said.errors[0].message) || said.detail || words.failed + hotline);
  });
  add('', form);
  phone.focus();
}
function show(answer, question, chosen) {
  const parts = [];
  if (answer.phrased) parts.push(answer.phrased);
  for (const point of answer.points) {
    if (parts.length) parts.push('\n\n');
    if (!answer.phrased) parts.push(point.title + '\n' + point.passage);
    const unit = point.source.unit ? ' · ' + point.source.unit.name : '';
    const end = point.valid_to ? words.until + point.valid_to.slice(0, 10) : '';
    for (const file of point.attachments) parts.push(paper(point.entry, file));
    parts.push(small(words.source + (point.source.title || point.title) + ' ' + point.source.number + unit + end));
  }
  if (answer.person) parts.push(answer.person);
  const box = add('', ...parts);
  if (answer.points.length) about = answer.points[0].entry;
  if (answer.choices) {
    box.append(small(words.meant), row(...answer.choices.items.map((one) =>
      button(one.value, () => ask(question, [...chosen, one.value])))));
  } else if (answer.options.length) {
    box.append(small(words.meant), row(...answer.options.map((one) => button(one.title, () => ask(one.title)))));
  }
  if (answer.narrower.length) {
    box.append(small(words.more), row(...answer.narrower.map((one) => button(one.label, () => ask(one.label)))));
  }
  const line = row();
  line.append(button(words.helped, () => rate(answer, true, line)), button(words.not, () => rate(answer, false, line)),
    button(words.person, (one) => { one.remove(); handOver(answer, question); }));
  box.append(line);
}
async function ask(question, chosen = []) {
  add('mine', chosen.length ? chosen[chosen.length - 1] : question);
  try {
    const body = { question };
    if (chosen.length) body.chosen = chosen;
    if (about) body.about = about;
    const reply = await fetch('/api/v1/public/questions', { method: 'POST', headers, body: JSON.stringify(body) });
    if (reply.status === 429 || reply.status === 503) return add('', words.busy);
    if (!reply.ok) return add('', words.failed + hotline);
    show(await reply.json(), question, chosen);
  } catch {
    add('', words.failed + hotline);
  }
}
$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const question = $('question').value.trim();
  if (!question) return;
  $('question').value = '';
  ask(question);
});
let waiting = 0;
$('question').addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const typed = $('question').value.trim();
    if (!typed) return $('hints').replaceChildren();
    const reply = await fetch('/api/v1/public/questions/suggestions?q=' + encodeURIComponent(typed.slice(0, 100))).catch(() => null);
    if (!reply || !reply.ok) return;
    const found = await reply.json();
    $('hints').replaceChildren(...found.items.map((one) => {
      const option = document.createElement('option');
      option.value = one.title;
      return option;
    }));
  }, 200);
});
)js";
}

}  // namespace hotline::api
