// One server and one browser for the whole run; every person gets a browser profile of their own.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { chromium } from 'playwright-core'
import { root, startServer } from './server.mjs'

const programs = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const wait = 45_000 // milliseconds until something that does not come counts as a failure; a busy machine is no fault
const demoRows = 150

export const shotsFolder = process.env.HOTLINE_SHOTS ?? ''
const sizes = { desk: { width: 1366, height: 768 }, large: { width: 1093, height: 614 }, phone: { width: 390, height: 844 } }

export let server
let browser

export async function openWorld({ rows = demoRows, prepare, kept } = {}) {
  const executablePath = programs.find((path) => path && existsSync(path))
  if (!executablePath) throw new Error('no Chromium: run scripts/install-packages browser')
  const build = join(root, process.env.HOTLINE_BUILD ?? 'build/release')
  server = await startServer(build, { rows, prepare, kept })
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--disable-sync'],
  })
}

export async function closeWorld() {
  await browser?.close()
  await server?.stop()
}

// What a page must not say: errors of scripts, refusals by the page's own policy, missing texts. A status that the
// server answers with on purpose, and a line that a test cuts, are no faults of the page.
const expected = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED|ERR_FAILED/

// A new person before a screen. `size`: desk (1366x768), large (the same at 125 %), phone.
export async function person({ size = 'desk', dark = false, axe = false, language = 'zh-CN' } = {}) {
  const context = await browser.newContext({
    viewport: sizes[size],
    deviceScaleFactor: size === 'large' ? 1.25 : shotsFolder && size === 'phone' ? 2 : 1,
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: server.url,
    bypassCSP: axe,
    acceptDownloads: true,
  })
  if (language !== 'zh-CN') await context.addInitScript((tag) => localStorage.setItem('hotline.language', tag), language)
  const page = await context.newPage()
  people.add(page)
  page.setDefaultTimeout(wait)
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(error.stack ?? String(error)))
  page.on('console', (message) => {
    if ((message.type() === 'error' || message.type() === 'warning') && !expected.test(message.text())) {
      page.faults.push(message.text())
    }
  })
  return page
}

// Where HOTLINE_DEBUG names a folder, what every page showed when a test failed is kept there.
const people = new Set()
export async function keepEvidence(name) {
  if (!process.env.HOTLINE_DEBUG) return
  let count = 0
  for (const page of people) {
    const path = join(process.env.HOTLINE_DEBUG, `${name}-${count++}.png`)
    await page.screenshot({ path }).catch(() => undefined)
  }
}

// A journey: a test that leaves evidence when it fails, and nobody behind.
export function journey(name, walk, timeout = 300_000) {
  if (!name.includes(process.env.ONLY ?? '')) return
  test(name, { timeout }, async (context) => {
    try {
      await walk(context)
    } catch (error) {
      await keepEvidence(name.replace(/\W+/g, '-'))
      throw error
    } finally {
      for (const page of people) await page.context().close()
      people.clear()
    }
  })
}

// Ends a person's part of a test; what their page complained about fails it.
export async function leave(...pages) {
  for (const page of pages) {
    const { faults } = page
    people.delete(page)
    await page.context().close()
    if (faults.length) throw new Error(`the page complained:\n${faults.join('\n')}`)
  }
}

// The server limits sign-ins by address, and everybody here has the same one: refused, a person tries again a little later.
export async function signIn(page, login, password = server.passwords[login]) {
  await page.goto('/staff/sign-in')
  for (let attempt = 0; ; ++attempt) {
    await page.fill('#login', login)
    await page.fill('#password', password)
    await page.click('button[type=submit]')
    try {
      await page.waitForURL((url) => !url.pathname.endsWith('sign-in'), { timeout: 6000 })
      return
    } catch (error) {
      if (attempt === 9) throw error
    }
  }
}

// The same for screens that are only looked at: one sign-in serves them all, for the server limits sign-ins by address.
const sessions = new Map()
export async function comeIn(page, login) {
  if (sessions.has(login)) return page.context().addCookies(sessions.get(login))
  await signIn(page, login)
  sessions.set(login, await page.context().cookies())
}

export async function staff(login, options) {
  const page = await person(options)
  await signIn(page, login)
  return page
}

// A picture for the documents, made only when asked for.
export async function picture(page, name, fullPage = false) {
  if (!shotsFolder) return
  mkdirSync(shotsFolder, { recursive: true })
  await page.waitForFunction(() => !document.querySelector('.el-message'), null, { timeout: 12_000 }).catch(() => undefined)
  await page.waitForTimeout(500) // fonts and charts settle
  await page.screenshot({ path: join(shotsFolder, `${name}.png`), fullPage })
}
