// How long the console takes to show lists, searches and tickets of a hotline with many tickets, measured in the
// browser. Run by scripts/browser-speed, which wants every median and 95th percentile within HOTLINE_LIMIT, and by
// scripts/run-tests, which prints the figures alone, for there they are those of any machine.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { filled } from './support/filled.mjs'
import { root } from './support/server.mjs'
import { closeWorld, journey, leave, openWorld, server, staff } from './support/world.mjs'

const tickets = Number(process.env.HOTLINE_TICKETS ?? 100_000)
const limit = Number(process.env.HOTLINE_LIMIT ?? 0) // milliseconds; 0: figures alone
const turns = 15
const world = filled(join(root, process.env.HOTLINE_BUILD ?? 'build/release'), tickets)

// What follows the journal after the start (figures, supervision, callbacks) has its own measurement; here it is over.
async function settled() {
  const used = () => {
    const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return Number(fields[11]) + Number(fields[12]) // ticks of 10 ms
  }
  for (let before = used(), quiet = 0, spent = 0; quiet < 3 && spent < 900; ++spent) {
    await new Promise((done) => setTimeout(done, 1000))
    const now = used()
    quiet = now - before < 10 ? quiet + 1 : 0
    before = now
  }
}

// Many tickets and few, by what is chosen from a list of the filters.
const filters = [
  ['状态', '已归档'],
  ['状态', '办理中'],
  ['状态', '待派单'],
  ['状态', '退单待裁定'],
  ['诉求类型', '投诉'],
  ['诉求类型', '求助'],
  ['诉求类型', '举报'],
  ['紧急程度', '特急'],
  ['办理时限', '已逾期'],
  ['办理时限', '24 小时内到期'],
]
const words = ['路灯', '油烟 扰民', '施工噪声', '停车', '公交站', '自来水', '电梯 故障', '垃圾', '物业费', '井盖', '西湖区', '从来没有人写过']

const sorted = (times) => [...times].sort((a, b) => a - b)
const at = (times, share) => sorted(times)[Math.min(times.length - 1, Math.floor(times.length * share))]

before(() => openWorld(world), { timeout: 1_800_000 })
after(closeWorld, { timeout: 60_000 })

// Milliseconds from a deed on the page until what it leads to has been painted.
async function shown(page, deed, selector) {
  return page.evaluate(
    async ({ name, wanted }) => {
      const target = document.querySelector(name)
      const began = performance.now()
      target.click()
      for (;;) {
        await new Promise((next) => requestAnimationFrame(next))
        if (document.querySelector(wanted)) break
        if (performance.now() - began > 20_000) throw new Error(`nothing came for ${wanted}`)
      }
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next)))
      return performance.now() - began
    },
    { name: deed, wanted: selector },
  )
}

// Milliseconds from a deed in the list until it has been read anew and painted.
async function reloaded(page, selector, submit) {
  return page.evaluate(
    async ({ name, sent }) => {
      const target = document.querySelector(name)
      const busy = () => document.querySelector('.filters[aria-busy="true"]') !== null
      const began = performance.now()
      if (sent) target.requestSubmit()
      else target.click()
      for (let seen = false, frames = 0; ; ++frames) {
        await new Promise((next) => requestAnimationFrame(next))
        seen ||= busy()
        if ((seen || frames > 3) && !busy()) break
        if (performance.now() - began > 20_000) throw new Error('the list was not read anew')
      }
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next)))
      return performance.now() - began
    },
    { name: selector, sent: submit },
  )
}

journey('lists, searches and tickets come at once', async (context) => {
  await settled()
  world.done()
  const page = await staff('supervisor')
  const report = {}
  const first = 'table.list tbody tr'

  // The list, from another screen and back.
  report.list = []
  for (let turn = 0; turn < turns; ++turn) {
    await page.click('a[href="/staff/supervision"]')
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(150)
    report.list.push(await shown(page, 'a[href="/staff/tickets"]', first))
  }
  // Words, filters, and a ticket's number.
  report.search = []
  for (let turn = 0; turn < turns; ++turn) {
    await page.fill('.filters .wide input', words[turn % words.length])
    report.search.push(await reloaded(page, '.filters', true))
    assert.ok((await page.locator(`${first}, .empty`).count()) > 0)
    await page.waitForTimeout(200)
  }
  await page.fill('.filters .wide input', '')
  await page.waitForTimeout(500)
  report.filter = []
  for (const [name, option] of filters) {
    await page.locator(`.filters .el-select input[aria-label="${name}"]`).click({ force: true }) // a chosen text lies over it
    await page.locator('.el-select-dropdown__item:visible', { hasText: option }).first().evaluate((one) => (one.id = 'wanted-option'))
    report.filter.push(await reloaded(page, '#wanted-option', false))
    await page.evaluate(() => document.querySelector('#wanted-option')?.removeAttribute('id'))
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.waitForTimeout(500)
  }
  // A ticket out of the list.
  report.ticket = []
  await page.goto('/staff/tickets')
  for (let turn = 0; turn < turns; ++turn) {
    await page.locator(first).nth(turn).waitFor()
    report.ticket.push(await shown(page, `${first}:nth-child(${turn + 1}) a`, '.timeline li'))
    await page.goBack()
    await page.locator(first).first().waitFor()
  }
  // The dispatcher's board with the first ticket in hand.
  report.board = []
  for (let turn = 0; turn < 5; ++turn) {
    await page.goto('/staff/tickets')
    await page.locator(first).first().waitFor()
    report.board.push(await shown(page, 'a[href="/staff/board"]', '.detail .actions .el-button'))
  }
  await page.goto('/staff/tickets')
  await page.locator(first).first().waitFor()
  // Further pages: many rows stay smooth.
  for (let more = 0; more < 20 && (await page.locator('.more button').count()) > 0; ++more) {
    const before = await page.locator(first).count()
    await page.locator('.more button').click()
    await page.waitForFunction((count) => document.querySelectorAll('table.list tbody tr').length > count, before)
  }
  const frames = await page.evaluate(async () => {
    const times = []
    let last = performance.now()
    for (let step = 0; step < 120; ++step) {
      window.scrollBy(0, 400)
      await new Promise((next) => requestAnimationFrame(next))
      const now = performance.now()
      times.push(now - last)
      last = now
    }
    return times
  })
  const rowsShown = await page.locator(first).count()

  for (const [name, times] of Object.entries(report)) {
    context.diagnostic(
      `${tickets} tickets, ${name}: median ${at(times, 0.5).toFixed(0)} ms, 95 % ${at(times, 0.95).toFixed(0)} ms, slowest ${at(times, 1).toFixed(0)} ms`,
    )
  }
  context.diagnostic(`scrolling ${rowsShown} rows: median frame ${at(frames, 0.5).toFixed(0)} ms, 95 % ${at(frames, 0.95).toFixed(0)} ms`)
  if (limit > 0) {
    for (const [name, times] of Object.entries(report)) assert.ok(at(times, 0.95) < limit, `${name}: ${at(times, 0.95)} ms`)
    assert.ok(at(frames, 0.95) < 34, `a frame takes ${at(frames, 0.95)} ms`)
  }
  await leave(page)
}, 1_800_000)
