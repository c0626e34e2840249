// What a first visit costs in bytes and in time to the first paint.
import assert from 'node:assert/strict'
import { journey, leave, person, signIn } from '../support/world.mjs'

const limit = 600 * 1024 // bytes over the wire

for (const [name, login, ready] of [
  ["the citizen's page", '', '#words'],
  ["the agent's desk", 'agent', '#words'],
  ["the dispatcher's board", 'supervisor', '.detail'],
]) {
  journey(`${name} is light`, async (context) => {
    const page = await person()
    const network = await page.context().newCDPSession(page)
    await network.send('Network.enable')
    let bytes = 0
    let files = 0
    network.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength
      ++files
    })
    await page.goto(login ? '/staff/sign-in' : '/')
    if (login) await signIn(page, login)
    await page.waitForSelector(ready)
    await page.waitForTimeout(1000) // the line of live events never falls silent, so that quiet cannot be waited for
    const first = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
    context.diagnostic(`${name}: ${files} answers, ${(bytes / 1024).toFixed(0)} KiB over the wire, first paint after ${first.toFixed(0)} ms`)
    assert.ok(bytes < limit, `${bytes} bytes`)
    await leave(page)
  })
}
