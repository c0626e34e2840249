// Every screen, light and dark: axe finds nothing, nothing lies beyond the edge, and both languages have every text.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectAccessible } from '../support/screens.mjs'
import { root } from '../support/server.mjs'
import { comeIn, journey, leave, person, picture } from '../support/world.mjs'

const firstTicket = async (page) => {
  await page.locator('table.list tbody tr a').first().click()
  await page.locator('.timeline li').first().waitFor()
}
const deskWords =
  '您好，我住在西湖区古荡街道，楼下烧烤店每天晚上油烟很大，熏得窗户都不敢开，店里还把桌子摆到人行道上，影响走路。希望有人来管一管。'

const findSomebody = async (page) => {
  await page.fill('#person-phone', '13800000133')
  await page.fill('#person-reason', '2026-7')
  await page.locator('#person-reason').press('Enter')
  await page.locator('table.list tbody tr').first().waitFor()
}

// `ready`: what the screen shows once it is there. `then`: what is done before it is looked at. `shot`: its picture.
export const screens = [
  { name: 'home', path: '/', ready: '#words', shot: 'citizen' },
  { name: 'follow', path: '/#follow', ready: '#number' },
  { name: 'ask', path: '/#ask', ready: '#public-question' },
  { name: 'sign-in', path: '/staff/sign-in', ready: '#login' },
  { name: 'no-page', path: '/nowhere', ready: '.empty' },
  { who: 'agent', name: 'desk-empty', path: '/staff/desk', ready: '#words' },
  {
    who: 'agent',
    name: 'desk',
    path: '/staff/desk',
    ready: '#words',
    shot: 'desk',
    then: async (page) => {
      await page.fill('#caller-phone', '13800000133')
      await page.fill('#words', deskWords)
      await page.waitForSelector('.panel meter')
      await page.waitForTimeout(500)
    },
  },
  { who: 'agent', name: 'callbacks', path: '/staff/callbacks', ready: 'table.list, .empty', shot: 'callbacks' },
  { who: 'agent', name: 'account', path: '/staff/account', ready: 'h1' },
  { who: 'supervisor', name: 'board', path: '/staff/board', ready: '.detail .actions', shot: 'board' },
  {
    who: 'supervisor',
    name: 'board-disputed',
    path: '/staff/board',
    ready: '.item',
    then: async (page) => {
      await page.click('#board-disputed')
      await page.locator('.detail .returned').first().waitFor()
    },
  },
  { who: 'supervisor', name: 'tickets', path: '/staff/tickets', ready: 'table.list', shot: 'tickets' },
  {
    who: 'supervisor',
    name: 'views',
    path: '/staff/tickets?kind=complaint',
    ready: 'table.list',
    then: async (page) => {
      await page.getByRole('button', { name: /^(常用查询|Saved views)$/ }).click()
      await page.locator('.save input').fill('投诉')
      await page.locator('.save button').click()
      await page.locator('.views .pick', { hasText: '投诉' }).first().waitFor()
    },
  },
  { who: 'supervisor', name: 'tickets-none', path: '/staff/tickets?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E8%AF%8D', ready: '.empty' },
  { who: 'supervisor', name: 'ticket', path: '/staff/tickets?state=in_review', ready: 'table.list', then: firstTicket },
  { who: 'supervisor', name: 'ticket-missing', path: '/staff/tickets/999999', ready: '.el-alert' },
  { who: 'supervisor', name: 'supervision', path: '/staff/supervision', ready: 'h2', shot: 'supervision' },
  { who: 'supervisor', name: 'figures', path: '/staff/figures', ready: '.tiles, .empty', shot: 'figures' },
  { who: 'supervisor', name: 'knowledge', path: '/staff/knowledge', ready: '#question' },
  { who: 'supervisor', name: 'people-nobody', path: '/staff/people', ready: '#person-phone' },
  { who: 'supervisor', name: 'people', path: '/staff/people', ready: '#person-phone', shot: 'people', then: findSomebody },
  { who: 'editor', name: 'knowledge-entries', path: '/staff/knowledge?tab=entries', ready: 'table.list', shot: 'knowledge-entries' },
  { who: 'editor', name: 'knowledge-imports', path: '/staff/knowledge?tab=imports', ready: '.upload' },
  { who: 'editor', name: 'knowledge-tasks', path: '/staff/knowledge?tab=tasks', ready: 'table.list, .empty' },
  { who: 'editor', name: 'knowledge-gaps', path: '/staff/knowledge?tab=gaps', ready: '.gaps, .empty' },
  { who: 'editor', name: 'knowledge-new', path: '/staff/knowledge/new', ready: '#entry-questions' },
  { who: 'editor', name: 'knowledge-entry', path: '/staff/knowledge/1', ready: '.entry' },
  { who: 'operations', name: 'city', path: '/staff/operations', ready: 'table.list', shot: 'operations' },
  { who: 'operations', name: 'model', path: '/staff/operations', ready: 'table.list', then: async (page) => { await page.click('#operations-model'); await page.locator('.tiles b, .empty').first().waitFor() } },
  { who: 'security', name: 'accounts', path: '/staff/operations', ready: 'table.list', shot: 'accounts' },
  {
    who: 'security',
    name: 'retention',
    path: '/staff/people',
    ready: '#people-retention',
    shot: 'retention',
    then: async (page) => {
      await page.click('#people-retention')
      await page.locator('table.rules tbody tr').first().waitFor()
    },
  },
  { who: 'auditor', name: 'trail', path: '/staff/people', ready: '#trail-number' },
  { who: 'auditor', name: 'audit', path: '/staff/operations', ready: 'table.list' },
  { who: 'approver', name: 'inbox', path: '/staff/inbox', ready: 'table.list', shot: 'inbox' },
  {
    who: 'approver',
    name: 'reply',
    path: '/staff/inbox',
    ready: 'table.list',
    then: async (page) => {
      await page.click('#inbox-signed')
      await page.locator('.does').getByRole('button', { name: /^(答复|Reply)$/ }).first().click()
      await page.waitForSelector('#field-text')
    },
  },
]

async function show(page, screen) {
  await page.goto(screen.path)
  await page.waitForSelector(screen.ready)
  await screen.then?.(page)
}

// Pages that one account sees, in the order of the table, with one sign-in.
async function eachScreen(options, look) {
  let page = null
  let who
  for (const screen of screens) {
    if (!page || screen.who !== who) {
      if (page) await leave(page)
      page = await person(options)
      who = screen.who
      if (who) await comeIn(page, who)
    }
    await show(page, screen)
    await look(page, screen)
  }
  await leave(page)
}

for (const dark of [false, true]) {
  journey(`every screen is accessible, ${dark ? 'dark' : 'light'}`, () =>
    eachScreen({ axe: true, dark }, async (page, screen) => {
      await expectAccessible(page, screen.name)
      if (screen.shot && (!dark || screen.shot === 'board')) await picture(page, dark ? `${screen.shot}-dark` : screen.shot)
    }),
  )
}

for (const [size, name] of [['desk', '1366x768'], ['large', '1366x768 at 125 %'], ['phone', 'phone']]) {
  journey(`every screen fits, ${name}`, () =>
    eachScreen({ size }, async (page, screen) => {
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(beyond <= 0, `${screen.name} lies ${beyond} pixels beyond the edge`)
      if (screen.shot && process.env.HOTLINE_LOOK) await picture(page, `look-${screen.name}-${size}`, true)
    }),
  )
}

// The first parts of all keys of texts: what looks like one on the page was found in no language.
const parts = new Set(Object.keys(JSON.parse(readFileSync(join(root, 'src/console/src/i18n/en.json'), 'utf8'))))

journey('every screen speaks English', () =>
  eachScreen({ language: 'en' }, async (page, screen) => {
    const words = await page.evaluate(() => document.body.innerText.match(/\b[a-z_]+(\.[a-z_0-9]+)+\b/g) ?? [])
    assert.deepEqual(words.filter((word) => parts.has(word.split('.')[0])), [], screen.name)
  }),
)
